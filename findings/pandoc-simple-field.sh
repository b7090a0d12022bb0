#!/usr/bin/env bash
# pandoc 3.9: a cross reference in the short form of a field (w:fldSimple, ECMA-376 Part 1, 17.16.19) is left out
# of the text without a warning; in the long form (w:fldChar) its stored result is read. One would guess that
# both are read alike, as they mean the same, and Word and LibreOffice write both. Fields of mail merge and
# numbers of captions go in the same way.
#
# Needs Python 3 with venv. Installs the package in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
version=1.17
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "pypandoc_binary==$version" 2>/dev/null
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


def field(instruction, result):
    """A field in its long form; instruction is made of runs."""
    kinds = [run('<w:fldChar w:fldCharType="%s"/>' % kind) for kind in ("begin", "separate", "end")]
    return kinds[0] + instruction + kinds[1] + text(result) + kinds[2]


def code(words):
    return run('<w:instrText xml:space="preserve">%s</w:instrText>' % words)


import pypandoc

short = '<w:fldSimple w:instr=" REF tasks ">%s</w:fldSimple>' % text("part 2")
for name, reference in (("short", short), ("long", field(code(" REF tasks "), "part 2"))):
    plain = pypandoc.convert_file(save(text("See ") + reference + text(" below.")), "plain")
    print("pandoc %s, %s form: %s" % (pypandoc.get_pandoc_version(), name, plain.strip()))
PY
seen=$(cd "$folder" && venv/bin/python finding.py)
printf 'pypandoc_binary %s\n%s\n' "$version" "$seen"
[ "$seen" = 'pandoc 3.9, short form: See below.
pandoc 3.9, long form: See part 2 below.' ] || { echo "the behaviour has changed" >&2; exit 1; }
