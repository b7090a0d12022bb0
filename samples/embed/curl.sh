#!/bin/sh
# Dùng bienban bằng curl: kiểm tra, rồi lấy PDF và Word của một cuộc họp.
# bienban with curl: check a meeting, then fetch its PDF and its Word document.
#
#   bienban serve &
#   samples/embed/curl.sh http://127.0.0.1:8426 samples/giao-ban-quy-3.yaml FOLDER
set -eu
server=$1 meeting=$2 folder=$3
# Tệp đi kèm (bảng tính, ảnh, mẫu .docx): thêm -F ten=@tep / more files: add -F any=@file.
sheet=$(dirname "$meeting")/chi-tieu-quy-3.xlsx

# Mã, nếu có, lấy từ môi trường / the token, if there is one, comes from the environment.
ask() { curl --silent --show-error --fail-with-body ${BIENBAN_TOKEN:+--header "Authorization: Bearer $BIENBAN_TOKEN"} "$@"; }

# Kết quả kiểm tra là JSON / findings are JSON.
ask --form "meeting=@$meeting" --form "sheet=@$sheet" "$server/api/v1/check" >"$folder/check.json"

# Một mẫu, một định dạng: chính là tệp ấy / one template, one format: the file itself.
ask --form "meeting=@$meeting" --form "sheet=@$sheet" --form template=bien-ban --form to=pdf \
    "$server/api/v1/render" --output "$folder/bien-ban.pdf"

# Nhiều tệp: một tệp zip / several files: a zip.
ask --form "meeting=@$meeting" --form "sheet=@$sheet" --form template=bien-ban \
    "$server/api/v1/render" --output "$folder/bien-ban.zip"
