import assert from "node:assert/strict";
import test from "node:test";
import { readFileSync } from "node:fs";
import { readSchema } from "../src/model/schema";
import { tell, withKnown } from "../src/model/tell";

const schema = readSchema(JSON.parse(readFileSync("../../../samples/bienban.schema.json", "utf8")));
const finding = (code: string, message: string, hint?: string) => ({ severity: "error" as const, code, message, ...(hint ? { hint } : {}) });

test("what is missing is named by its field", () => {
  const told = tell(schema, finding("missing-item", "bien-ban thiếu thời gian bắt đầu; địa điểm họp.", "Thêm: start: 2026-09-07 08:00; venue: … (NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.9)"));
  assert.deepEqual(told.missing.map((f) => f.key), ["start", "venue"]);
  assert.equal(told.hint, "NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.9");
  const title = tell(schema, finding("missing-title", "Thiếu tên cuộc họp.", "Thêm dòng: title: tên cuộc họp (hoặc tieu_de: …)"));
  assert.deepEqual(title.missing.map((f) => f.key), ["title"]);
  assert.equal(title.hint, "");
});

test("keys are said as the form has them, other words stay", () => {
  const told = tell(schema, finding("x", "Không hiểu “tasks” ở đây: “x y”.", "Viết venue: Hội trường, 08:00"));
  assert.ok(!/tasks|venue/.test(told.message + told.hint), told.message + told.hint);
  assert.ok(told.hint.includes("Hội trường, 08:00"));
});

test("what only a check tells stays until the next one, at its line", () => {
  const warning = { severity: "warning" as const, code: "contradiction", message: "a", line: 3 };
  const note = { severity: "note" as const, code: "not-printed", message: "b", line: 1 };
  const error = { severity: "error" as const, code: "unknown-key", message: "c", line: 2 };
  const before = "title: A\nvenue: B\nlead: C";
  const kept = withKnown([note], [warning, note, error], before, "title: A\nplace: X\nvenue: B\nlead: C");
  assert.deepEqual(kept, [note, { ...warning, line: 4 }]);
  assert.deepEqual(withKnown([], [warning], before, "title: A"), [{ ...warning, line: 1 }]);
  assert.deepEqual(withKnown([], [], before, before), []);
});
