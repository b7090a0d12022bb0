#!/usr/bin/env bash
# vn-num2words 1.0.4: 15 is "muời năm". One would guess "mười lăm": a five after a ten is lăm, as the same library
# has it for 35, and "muời", without the horn on its u, is no word; 10 itself has it right. The numbers from 11 to
# 19 are made in a place of their own.
#
# Needs Node.js 20 with npm. Installs the package in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
version=1.0.4
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent "vn-num2words@$version" >/dev/null
cat >finding.mjs <<'JS'
import words from "vn-num2words";

for (const n of [10, 15, 35]) console.log(`${n}: ${words(n).trim()}`);
JS
seen=$(node finding.mjs)
printf 'vn-num2words %s\n%s\n' "$version" "$seen"
[ "$seen" = '10: mười
15: muời năm
35: ba mươi lăm' ] || { echo "the behaviour has changed" >&2; exit 1; }
