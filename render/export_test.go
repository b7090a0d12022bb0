package render

// Prints are the fields that a template may print.
func (r *Renderer) Prints(name string) []string {
	t, _ := r.template(name)
	return t.merge.Prints()
}
