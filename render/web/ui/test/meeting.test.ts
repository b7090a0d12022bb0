// What the form does to a meeting's text.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { Meeting } from "../src/model/meeting";
import { readSchema, recordOf, type Type } from "../src/model/schema";
import type { Change, Path, Value } from "../src/model/yaml";

const samples = "../../../samples/";
const schema = readSchema(JSON.parse(readFileSync(samples + "bienban.schema.json", "utf8")));

function after(text: string, act: (m: Meeting) => Change[]): string {
  for (const c of act(new Meeting(text, schema))) text = text.slice(0, c.from) + c.insert + text.slice(c.to);
  return text;
}

test("fields", () => {
  const labels = Object.fromEntries(schema.fields.map((f) => [f.key, f.label]));
  assert.equal(labels.title, "Tên cuộc họp");
  assert.equal(labels.chair, "Chủ trì, chủ tọa");
  assert.deepEqual(schema.fields.find((f) => f.key === "chair")!.names, ["chair", "chu_tri", "chu_toa"]);
  assert.equal(schema.fields.find((f) => f.key === "conclusion")!.type.kind, "lines");
  const tasks = schema.fields.find((f) => f.key === "tasks")!.type as Extract<Type, { kind: "list" }>;
  assert.equal((tasks.of as Extract<Type, { kind: "record" }>).plain, "content");
  assert.ok(schema.documents.some((d) => d.name === "bien-ban"));
  assert.equal(recordOf(schema).fields.length, schema.fields.length);
});

test("what the form does", () => {
  const cases: [name: string, text: string, act: (m: Meeting) => Change[], want: string][] = [
    ["the file's own spelling", "tieu_de: Họp\n", (m) => m.set(["title"], "Hội nghị"), "tieu_de: Hội nghị\n"],
    ["a new field in its place", "title: Họp\nvenue: Hội trường\n", (m) => m.set(["place"], "Chi Lăng"), "title: Họp\nplace: Chi Lăng\nvenue: Hội trường\n"],
    ["a new person", "title: Họp\n", (m) => m.set(["chair", 0, "name"], "Nguyễn Văn A"), "title: Họp\nchair:\n  - name: Nguyễn Văn A\n"],
    ["a text that is a person", "title: Họp\nchair: Nguyễn Văn A\n", (m) => m.set(["chair", 0, "position"], "Chủ tịch"), "title: Họp\nchair:\n  name: Nguyễn Văn A\n  position: Chủ tịch\n"],
    ["the name of a text that is a person", "title: Họp\nchair: Nguyễn Văn A\n", (m) => m.set(["chair", 0, "name"], "Trần Thị B"), "title: Họp\nchair: Trần Thị B\n"],
    ["a second person", "title: Họp\nchair: Nguyễn Văn A\n", (m) => m.insert(["chair"], 1, { name: "Trần Thị B" }), "title: Họp\nchair:\n  - name: Nguyễn Văn A\n  - name: Trần Thị B\n"],
    ["a field of an empty entry", "title: Họp\ntasks:\n  -\n", (m) => m.set(["tasks", 0, "content"], "Việc"), "title: Họp\ntasks:\n  - content: Việc\n"],
    ["an empty entry", "title: Họp\ntasks:\n  - content: Việc\n", (m) => m.insert(["tasks"], 1, ""), "title: Họp\ntasks:\n  - content: Việc\n  -\n"],
    ["the first entry", "title: Họp\n", (m) => m.insert(["tasks"], 0, { content: "Việc" }), "title: Họp\ntasks:\n  - content: Việc\n"],
    ["an empty first entry", "title: Họp\n", (m) => m.insert(["agenda"], 0, ""), "title: Họp\nagenda:\n  -\n"],
    ["a cleared field goes", "title: Họp\nvenue: x\nplace: y\n", (m) => m.set(["venue"], ""), "title: Họp\nplace: y\n"],
    ["a cleared field with a comment stays", "title: Họp\n# nơi họp\nvenue: x\nplace: y # z\n", (m) => m.set(["venue"], ""), "title: Họp\n# nơi họp\nvenue:\nplace: y # z\n"],
    ["the last entry takes the list along", "title: Họp\nagenda:\n  - x\nplace: y\n", (m) => m.remove(["agenda", 0]), "title: Họp\nplace: y\n"],
    ["an entry of entries", "title: Họp\nattendance:\n  groups:\n    - name: A\n      people:\n        - B\n        - C\n", (m) => m.move(["attendance", "groups", 0, "people"], 1, 0), "title: Họp\nattendance:\n  groups:\n    - name: A\n      people:\n        - C\n        - B\n"],
    ["a document's own", "title: Họp\ndocuments:\n  bien-ban:\n    number: 5\n", (m) => m.set(["documents", "bien-ban", "symbol"], "BB-UBND"), "title: Họp\ndocuments:\n  bien-ban:\n    number: 5\n    symbol: BB-UBND\n"],
    ["a document that has nothing", "title: Họp\ndocuments:\n  bien-ban:\n", (m) => m.set(["documents", "bien-ban", "number"], "05"), "title: Họp\ndocuments:\n  bien-ban:\n    number: 05\n"],
    ["another template", "title: Họp\n# hai văn bản\ndocuments:\n  bien-ban: # một\n    number: 5\n  tom-tat:\n", (m) => m.renameDocument("bien-ban", "mẫu của tôi.docx"), "title: Họp\n# hai văn bản\ndocuments:\n  mẫu của tôi.docx: # một\n    number: 5\n  tom-tat:\n"],
    ["another template of a file that names one", "title: Họp\ndocuments: bien-ban\n", (m) => m.renameDocument("bien-ban", "tom-tat"), "title: Họp\ndocuments:\n  tom-tat:\n"],
    ["one more document", "title: Họp\ndocuments:\n  bien-ban:\n    number: 5\n", (m) => m.addDocument("tom-tat"), "title: Họp\ndocuments:\n  bien-ban:\n    number: 5\n  tom-tat:\n"],
    ["the first document", "title: Họp\n", (m) => m.addDocument("tom-tat"), "title: Họp\ndocuments:\n  tom-tat:\n"],
    ["one more document of a list", "van_ban: [bien-ban]\ntitle: Họp\n", (m) => m.addDocument("tom-tat"), "van_ban:\n  bien-ban:\n  tom-tat:\ntitle: Họp\n"],
    ["one document less", "title: Họp\ndocuments:\n  bien-ban:\n    number: 5\n  tom-tat:\n", (m) => m.removeDocument("bien-ban"), "title: Họp\ndocuments:\n  tom-tat:\n"],
    ["a text of lines stays one", "title: Họp\nconclusion: |\n  x\nplace: y\n", (m) => m.set(["conclusion"], "z"), "title: Họp\nconclusion: |\n  z\nplace: y\n"],
  ];
  for (const [name, text, act, want] of cases) assert.equal(after(text, act), want, name);
});

test("a meeting that is written into the form anew is the same", () => {
  for (const file of readdirSync(samples).filter((name) => name.endsWith(".yaml"))) {
    const old = new Meeting(readFileSync(samples + file, "utf8"), schema);
    let text = "";
    const write = (value: Value, path: Path): void => {
      if (typeof value === "string") text = after(text, (m) => m.set(path, value));
      else if (Array.isArray(value)) value.forEach((v, i) => {
        if (typeof v === "string") text = after(text, (m) => m.insert(path, i, v));
        else write(v, [...path, i]);
      });
      else if (path[0] === "documents" && path.length === 2 && Object.keys(value).length === 0) text = after(text, (m) => m.set(["documents"], { ...(m.get(["documents"]) as object ?? {}), [path[1]!]: "" }));
      else for (const [key, v] of Object.entries(value)) write(v, [...path, key]);
    };
    write(old.value, []);
    const made = new Meeting(text, schema);
    assert.deepEqual(trimmed(made.value), trimmed(old.value), file);
  }
});

/** trimmed leaves out the ends of lines that a value ends with, and what is empty. */
function trimmed(value: Value): unknown {
  if (typeof value === "string") return value.trimEnd();
  if (Array.isArray(value)) return value.map(trimmed);
  return Object.fromEntries(Object.entries(value).filter(([, v]) => Object.keys(v).length > 0).sort().map(([key, v]) => [key, trimmed(v)]));
}

test("the field at a place", () => {
  const text = "tieu_de: Họp\nchair: Nguyễn Văn A\nthanh: x\nnhiem_vu:\n  - content: x\n    thoi_han: mai\n";
  const m = new Meeting(text, schema);
  assert.deepEqual(m.fieldAt(3), ["title"]);
  assert.deepEqual(m.fieldAt(text.indexOf("Nguyễn")), ["chair"]);
  assert.deepEqual(m.fieldAt(text.indexOf("mai")), ["tasks", 0, "due"]);
  assert.deepEqual(m.fieldAt(text.indexOf("thanh")), []);
});
