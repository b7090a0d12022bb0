#!/usr/bin/env bash
# goldmark 1.8.7: a parser of Markdown that is made of the default block parsers, but for the one of
# indented code, loses every line that begins with four spaces after a blank line. One would guess
# that such a line, which now is no code, is a paragraph: the paragraph parser does not open on an
# indented line, no other takes it, and the line is in no node and in no output, without an error.
#
# Needs Go. Installs goldmark in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
version=v1.8.7
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

func main() {
	source := []byte("one\n\n    two\n\nthree\n")
	for _, code := range []bool{true, false} {
		blocks := []util.PrioritizedValue{}
		for _, b := range parser.DefaultBlockParsers() {
			if code || fmt.Sprintf("%T", b.Value) != "*parser.codeBlockParser" {
				blocks = append(blocks, b)
			}
		}
		m := goldmark.New(
			goldmark.WithParser(parser.NewParser(parser.WithBlockParsers(blocks...), parser.WithInlineParsers(parser.DefaultInlineParsers()...))),
			goldmark.WithRenderer(renderer.NewRenderer(renderer.WithNodeRenderers(util.Prioritized(html.NewRenderer(), 1000)))),
		)
		var out bytes.Buffer
		if err := m.Convert(source, &out); err != nil {
			panic(err)
		}
		fmt.Printf("%d block parsers, two is there: %v\n", len(blocks), bytes.Contains(out.Bytes(), []byte("two")))
	}
}
GO
go mod init example.invalid/finding >/dev/null 2>&1
go get "github.com/yuin/goldmark@$version" >/dev/null 2>&1
seen=$(go run .)
printf 'goldmark %s\n%s\n' "$version" "$seen"
n=$(sed -n '1s/ .*//p' <<<"$seen")
[ "$seen" = "$n block parsers, two is there: true
$((n - 1)) block parsers, two is there: false" ] || { echo "the behaviour has changed" >&2; exit 1; }
