#!/usr/bin/env python3
"""Dữ liệu của chương trình khác (JSON) thành biên bản Word và PDF, lỗi nêu từng chỗ.
Another program's data (JSON) becomes minutes in Word and PDF; faults name their places.

    bienban serve &
    samples/embed/render.py http://127.0.0.1:8426 FOLDER

Chỉ cần thư viện chuẩn / the standard library is all that is needed.
"""
import base64
import json
import os
import sys
import urllib.error
import urllib.request

# Số viết kiểu JSON: 46.3 in ra là 46,3 / numbers are JSON's: 46.3 prints as 46,3.
MEETING = {
    "title": "Họp giao ban tháng 9",
    "start": "2026-09-07 08:00",
    "chair": [{"name": "Nguyễn Văn A", "position": "Chủ tịch"}],
    "indicators": [{
        "id": "thu", "title": "Thu ngân sách", "unit": "tỷ đồng",
        "rows": [{"name": "Tổng thu", "plan": 46.3, "actual": 56.3}],
    }],
    "conclusion": "Nhất trí với báo cáo.",
}


def render(server, meeting, template, language="vi"):
    """The documents of a meeting, by name, and what was found."""
    request = urllib.request.Request(
        f"{server}/api/v1/render",
        json.dumps({"meeting": meeting, "template": template, "name": "giao-ban.yaml"}).encode(),
        {"Content-Type": "application/json", "Accept": "application/json", "Accept-Language": language},
    )
    if token := os.environ.get("BIENBAN_TOKEN"):
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=60) as answer:
        made = json.load(answer)
    return {d["name"]: base64.b64decode(d["content"]) for d in made["documents"]}, made["findings"]


def main(server, folder):
    try:
        documents, findings = render(server, MEETING, "bien-ban")
    except urllib.error.HTTPError as problem:  # RFC 9457
        told = json.load(problem)
        for f in told.get("findings", []):
            print(f"{f.get('file')}:{f.get('line')}: {f['message']} {f.get('hint', '')}", file=sys.stderr)
        sys.exit(told["detail"])
    for name, data in documents.items():
        with open(os.path.join(folder, name), "wb") as f:
            f.write(data)
        print(name, len(data))
    for f in findings:
        print(f["severity"], f["message"])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: render.py SERVER FOLDER")
    main(*sys.argv[1:])
