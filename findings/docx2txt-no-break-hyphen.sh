#!/usr/bin/env bash
# docx2txt 0.9: the hyphen that Word keeps from breaking a line (Ctrl+Shift+_, ECMA-376 Part 1, 17.3.3.18,
# w:noBreakHyphen) is left out, and nothing stands in its place: "12-15" becomes "1215". One would guess a hyphen;
# tabs and line breaks, elements of the same kind beside it, are read.
#
# Needs Python 3 with venv. Installs the package in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
version=0.9
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "docx2txt==$version" 2>/dev/null
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


import docx2txt

print(docx2txt.process(save(text("Nghi quyet so ") + run("<w:t>12</w:t><w:noBreakHyphen/><w:t>15</w:t>"))))
print(" / ".join(docx2txt.process(save(run("<w:t>12</w:t><w:br/><w:t>15</w:t>"))).split()))
PY
seen=$(cd "$folder" && venv/bin/python finding.py)
printf 'docx2txt %s\n%s\n' "$version" "$seen"
[ "$seen" = 'Nghi quyet so 1215
12 / 15' ] || { echo "the behaviour has changed" >&2; exit 1; }
