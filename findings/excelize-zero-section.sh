#!/usr/bin/env bash
# excelize 2.11.1: GetCellValue of 0 with the format #,##0;(#,##0);"-" is "0". One would guess "-", as Excel and
# SheetJS show it: the third section is that of zero (ECMA-376 Part 1, 18.8.31), and tables of accounts are full of
# it. The second section is followed, the third never; a format whose third section is empty, which hides zeros,
# shows them.
#
# Needs Go 1.25. Installs the module in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
version=2.11.1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

func main() {
	book := excelize.NewFile()
	for row, cell := range []struct {
		format string
		value  float64
	}{
		{`#,##0;(#,##0);"-"`, -1234},
		{`#,##0;(#,##0);"-"`, 0},
		{`0;-0;`, 0},
	} {
		place := fmt.Sprintf("A%d", row+1)
		style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &cell.format})
		if err != nil {
			panic(err)
		}
		if err := book.SetCellStyle("Sheet1", place, place, style); err != nil {
			panic(err)
		}
		if err := book.SetCellValue("Sheet1", place, cell.value); err != nil {
			panic(err)
		}
		text, err := book.GetCellValue("Sheet1", place)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s of %v: %q\n", cell.format, cell.value, text)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get "github.com/xuri/excelize/v2@v$version" >/dev/null 2>&1
seen=$(go run .)
printf 'excelize %s\n%s\n' "$version" "$seen"
[ "$seen" = '#,##0;(#,##0);"-" of -1234: "(1,234)"
#,##0;(#,##0);"-" of 0: "0"
0;-0; of 0: "0"' ] || { echo "the behaviour has changed" >&2; exit 1; }
