package truth

// StatementNames are the names of the kinds of statements.
func StatementNames() []string {
	var all []string
	for _, s := range statements() {
		all = append(all, s.name)
	}
	return all
}
