#!/usr/bin/env bash
# pypdf 7.1.1: two papers that each have a destination "part1" on their third page, appended to one PdfWriter: the
# second paper's link goes to the first paper's page, without a warning. One would guess that names which meet are
# renamed, or links made direct, as outlines and form fields are cared for. The first one's destination stays, and
# both links ask for it by name. Papers made from one template have the same names by nature.
#
# Needs Python 3 with venv. Installs the package in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
version=7.1.1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "pypdf==$version" 2>/dev/null
cat >"$folder/finding.py" <<'PY'
import io

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject


def paper():
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(200, 200)
    writer.add_named_destination("part1", 2)
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject([FloatObject(v) for v in (0, 0, 50, 50)]),
            NameObject("/Dest"): TextStringObject("part1"),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    out = io.BytesIO()
    writer.write(out)
    out.seek(0)
    return out


both = PdfWriter()
both.append(paper())
both.append(paper())
out = io.BytesIO()
both.write(out)
reader = PdfReader(out)
for number, page in enumerate(reader.pages, 1):
    for link in page.get("/Annots", []):
        name = link.get_object()["/Dest"]
        target = reader.get_destination_page_number(reader.named_destinations[name]) + 1
        print("the link on page %d leads to page %d" % (number, target))
PY
seen=$(cd "$folder" && venv/bin/python finding.py)
printf 'pypdf %s\n%s\n' "$version" "$seen"
[ "$seen" = 'the link on page 1 leads to page 3
the link on page 4 leads to page 3' ] || { echo "the behaviour has changed" >&2; exit 1; }
