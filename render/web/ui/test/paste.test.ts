import assert from "node:assert/strict";
import test from "node:test";
import { readFileSync } from "node:fs";
import { pasted } from "../src/model/paste";
import { readSchema, typeAt, type Type } from "../src/model/schema";

const schema = readSchema(JSON.parse(readFileSync("../../../samples/bienban.schema.json", "utf8")));
const of = (...path: (string | number)[]): Type => typeAt(schema, path)!;
const people = of("invitees", 0);
const tasks = of("tasks", 0);
const agenda = of("agenda", 0);
const recipients = of("recipients", 0);

test("lines become entries", () => {
  assert.deepEqual(pasted("- Như trên;\n- Lưu: VT.\n", recipients), { values: ["Như trên;", "Lưu: VT."], sure: true });
  assert.deepEqual(pasted("1. Khai mạc\r\n2. Báo cáo\r\n\r\n3. Thảo luận", agenda), { values: ["Khai mạc", "Báo cáo", "Thảo luận"], sure: true });
  assert.deepEqual(pasted("a) Rà soát\nđ) Báo cáo", tasks), { values: [{ content: "Rà soát" }, { content: "Báo cáo" }], sure: true });
  assert.deepEqual(pasted("Ông Nguyễn Văn A, Chủ tịch\nBà Trần Thị B - Phó Chủ tịch\nLê C", people), {
    values: [{ name: "Ông Nguyễn Văn A", position: "Chủ tịch" }, { name: "Bà Trần Thị B", position: "Phó Chủ tịch" }, { name: "Lê C" }], sure: true,
  });
});

test("tables become entries, by their heads or by their order", () => {
  assert.deepEqual(pasted("STT\tHọ và tên\tChức vụ\n1\tNguyễn A\tChủ tịch\n2\tTrần B\t\n", people), { values: [{ name: "Nguyễn A", position: "Chủ tịch" }, { name: "Trần B" }], sure: true });
  assert.deepEqual(pasted("1\tNguyễn A\tChủ tịch\tUBND xã\n2\tTrần B\tPhó Chủ tịch\tUBND xã", people)!.values, [
    { name: "Nguyễn A", position: "Chủ tịch", unit: "UBND xã" }, { name: "Trần B", position: "Phó Chủ tịch", unit: "UBND xã" },
  ]);
  assert.deepEqual(pasted("Nội dung\tThời hạn\tĐơn vị chủ trì\nRà soát\t30/12/2026\tPhòng Kinh tế\n", tasks)!.values, [{ content: "Rà soát", due: "30/12/2026", owner: "Phòng Kinh tế" }]);
  assert.deepEqual(pasted("1\tKhai mạc\t8:00\n2\tBáo cáo\t8:15", agenda)!.values, ["Khai mạc, 8:00", "Báo cáo, 8:15"]);
});

test("prose is asked about, and one line is no list", () => {
  assert.equal(pasted("Chiều nay họp.\nNội dung rất dài.", agenda)!.sure, false);
  assert.equal(pasted("Khai mạc\nvà báo cáo", agenda)!.sure, false);
  assert.equal(pasted("- a\nb", agenda)!.sure, false);
  for (const text of ["", "Khai mạc", "Khai mạc\n", "\n\nKhai mạc\n\n", "1. Khai mạc"]) assert.equal(pasted(text, agenda), undefined, JSON.stringify(text));
});

test("no word is lost", () => {
  const words = (v: unknown): string[] => (typeof v === "string" ? v.match(/[\p{L}\p{N}]+/gu) ?? [] : Object.values(v as object).flatMap(words)).sort();
  for (const type of [people, tasks, agenda, recipients]) {
    for (const text of ["Họ tên\tChức vụ\tGhi gì đó\nA\tB\tC\nD\tE\tF", "x\ty\tz\tt\tu\tv\nk\tl\tm\tn\to\tp", "Ông A, B, C - D\nBà E; F", "Nội dung\tMức độ\nViệc\tGấp"]) {
      const got = words(pasted(text, type)!.values);
      const body = text.startsWith("Họ tên") && type === people || text.startsWith("Nội dung") && type === tasks ? text.slice(text.indexOf("\n")) : text;
      for (const word of words(body)) assert.ok(got.includes(word), `${word} of ${JSON.stringify(text)}: ${got}`);
    }
  }
});
