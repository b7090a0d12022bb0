#!/usr/bin/env bash
# docx2python 3.7.1: three quarters, an equation with a fraction (m:f), come out as <latex>34</latex>, and ten to
# the sixth (m:sSup) as <latex>106</latex>. One would guess LaTeX by the tag, \frac{3}{4} and 10^6; it is the text
# of the parts in a row, so that one number reads as another.
#
# Needs Python 3 with venv. Installs the package in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
version=3.7.1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "docx2python==$version" 2>/dev/null
cat >"$folder/finding.py" <<'PY'
import zipfile

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def save(paragraph):
    """Writes a document of one paragraph, and gives its name."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="%s/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>' % PACKAGE,
        "_rels/.rels": '<Relationships xmlns="%s/relationships"><Relationship Id="d" Type="%s/officeDocument" Target="word/document.xml"/></Relationships>' % (PACKAGE, OFFICE),
        "word/document.xml": "<w:document %s><w:body><w:p>%s</w:p></w:body></w:document>" % (NAMES, paragraph),
    }
    with zipfile.ZipFile("paper.docx", "w") as z:
        for name, content in parts.items():
            z.writestr(name, content)
    return "paper.docx"


def run(content):
    return "<w:r>%s</w:r>" % content


def text(words):
    return run('<w:t xml:space="preserve">%s</w:t>' % words)


from docx2python import docx2python


def letters(words):
    return "<m:r><m:t>%s</m:t></m:r>" % words


for equation in (
    "<m:f><m:num>%s</m:num><m:den>%s</m:den></m:f>" % (letters(3), letters(4)),
    "<m:sSup><m:e>%s</m:e><m:sup>%s</m:sup></m:sSup>" % (letters(10), letters(6)),
):
    print(docx2python(save("<m:oMath>%s</m:oMath>" % equation)).text)
PY
seen=$(cd "$folder" && venv/bin/python finding.py)
printf 'docx2python %s\n%s\n' "$version" "$seen"
[ "$seen" = '<latex>34</latex>
<latex>106</latex>' ] || { echo "the behaviour has changed" >&2; exit 1; }
