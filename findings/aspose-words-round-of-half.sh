#!/usr/bin/env bash
# Aspose.Words for Python 26.10.0: the field { = ROUND(2.5, 0) } gives 2, and { = 2.5 \# "0" } gives 3. One would guess
# 3 for both: whoever rounds a figure in a table does not expect the two ways of a field to part at a half, and
# ROUND of a spreadsheet gives 3. The function rounds halves to the even neighbour, the picture away from zero.
#
# Needs Python 3 with venv. Installs the package in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
version=26.10.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "aspose-words==$version" 2>/dev/null
cat >"$folder/finding.py" <<'PY'
import aspose.words as aw

for code in ("= ROUND(2.5, 0)", r'= 2.5 \# "0"', "= ROUND(0.125, 2)", r'= 0.125 \# "0.00"'):
    document = aw.Document()
    field = aw.DocumentBuilder(document).insert_field(code, "")
    document.update_fields()
    print("{ %s } gives %s" % (code, field.result))
PY
# Without ICU the library asks to be told so; no name of a country matters here.
seen=$(DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$folder/venv/bin/python" "$folder/finding.py")
printf 'Aspose.Words %s\n%s\n' "$version" "$seen"
[ "$seen" = '{ = ROUND(2.5, 0) } gives 2
{ = 2.5 \# "0" } gives 3
{ = ROUND(0.125, 2) } gives 0.12
{ = 0.125 \# "0.00" } gives 0.13' ] || { echo "the behaviour has changed" >&2; exit 1; }
