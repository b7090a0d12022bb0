#!/usr/bin/env bash
# docx-mailmerge2 0.9.0: a MERGEFIELD with the numeric picture \# "0%" prints 42 as 4200%. One would guess
# 42%, as Word prints it: in a field's picture the sign is a literal like any other (ECMA-376 Part 1,
# 17.16.4.2: = 33 \# ##% gives 33%), unlike in a spreadsheet. The library turns the picture into one of
# Python's formats, whose % multiplies by a hundred, without a warning. The same picture with a word
# in place of the sign is right.
#
# Needs Python 3 with venv. Installs the package in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
version=0.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "docx-mailmerge2==$version" 2>/dev/null
cat >"$folder/finding.py" <<'PY'
import io
import re
import zipfile

from mailmerge import MailMerge

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def printed(instruction, value):
    field = '<w:p><w:fldSimple w:instr=\'%s\'><w:r><w:t>0</w:t></w:r></w:fldSimple></w:p>' % instruction
    parts = {
        "[Content_Types].xml": '<Types xmlns="%s/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="%sdocument.main+xml"/><Override PartName="/word/settings.xml" ContentType="%ssettings+xml"/></Types>' % (PACKAGE, KIND, KIND),
        "_rels/.rels": '<Relationships xmlns="%s/relationships"><Relationship Id="d" Type="%s/officeDocument" Target="word/document.xml"/></Relationships>' % (PACKAGE, OFFICE),
        "word/_rels/document.xml.rels": '<Relationships xmlns="%s/relationships"><Relationship Id="s" Type="%s/settings" Target="settings.xml"/></Relationships>' % (PACKAGE, OFFICE),
        "word/settings.xml": '<w:settings xmlns:w="%s"/>' % WORD,
        "word/document.xml": '<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (WORD, field),
    }
    template, out = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(template, "w") as z:
        for name, content in parts.items():
            z.writestr(name, content)
    template.seek(0)
    with MailMerge(template) as document:
        document.merge(share=value)
        document.write(out)
    text = zipfile.ZipFile(out).read("word/document.xml").decode()
    return re.sub(r"<[^>]*>", "", text).strip()


for picture in ('"0%"', '"0 percent"'):
    print(r"MERGEFIELD share \# %s of 42: %s" % (picture, printed(r"MERGEFIELD share \# " + picture, 42)))
PY
seen=$("$folder/venv/bin/python" "$folder/finding.py")
printf 'docx-mailmerge2 %s\n%s\n' "$version" "$seen"
[ "$seen" = 'MERGEFIELD share \# "0%" of 42: 4200%
MERGEFIELD share \# "0 percent" of 42: 42 percent' ] || { echo "the behaviour has changed" >&2; exit 1; }
