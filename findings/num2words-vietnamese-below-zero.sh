#!/usr/bin/env bash
# num2words 0.5.14, Vietnamese: -3 is "mười bảy", seventeen, without an error and without a word for minus.
# One would guess "âm ba", as its English says "minus three". The number is looked up in the list of the words
# from 0 to 19, where Python counts -3 from the end.
#
# Needs Python 3 with venv. Installs the package in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
version=0.5.14
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "num2words==$version" 2>/dev/null
cat >"$folder/finding.py" <<'PY'
from num2words import num2words

for number in (-1, -3, -12):
    print("%s: %s; %s" % (number, num2words(number, lang="vi"), num2words(number, lang="en")))
PY
seen=$(cd "$folder" && venv/bin/python finding.py)
printf 'num2words %s\n%s\n' "$version" "$seen"
[ "$seen" = '-1: mười chín; minus one
-3: mười bảy; minus three
-12: tám; minus twelve' ] || { echo "the behaviour has changed" >&2; exit 1; }
