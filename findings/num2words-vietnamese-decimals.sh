#!/usr/bin/env bash
# num2words 0.5.14, Vietnamese: 12.05 is "mười hai phẩy năm", which reads as 12.5. One would guess "mười hai phẩy
# không năm", as its English says "twelve point zero five". The fraction is made to have two digits and taken for
# a whole number, whose zeros in front are gone: 12.5 itself is "phẩy năm mươi", point fifty.
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

for number in (12.05, 12.5, 1.5):
    print("%s: %s; %s" % (number, num2words(number, lang="vi"), num2words(number, lang="en")))
PY
seen=$(cd "$folder" && venv/bin/python finding.py)
printf 'num2words %s\n%s\n' "$version" "$seen"
[ "$seen" = '12.05: mười hai phẩy năm; twelve point zero five
12.5: mười hai phẩy năm mươi; twelve point five
1.5: một phẩy năm mươi; one point five' ] || { echo "the behaviour has changed" >&2; exit 1; }
