#!/usr/bin/env bash
# excelize 2.11.1: GetCellValue of 570 with the format [>=1000]#,##0,"k";0 is "1k". One would guess "570", as
# Excel and SheetJS show it: the first section holds for a thousand and more only (ECMA-376 Part 1, 18.8.31). The
# condition is read and not asked; sections are chosen by the sign alone.
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
		{`[>=1000]#,##0,"k";0`, 57000},
		{`[>=1000]#,##0,"k";0`, 570},
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
[ "$seen" = '[>=1000]#,##0,"k";0 of 57000: "57k"
[>=1000]#,##0,"k";0 of 570: "1k"' ] || { echo "the behaviour has changed" >&2; exit 1; }
