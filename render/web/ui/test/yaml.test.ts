// The edits of a text against the same edits of its values: what a reader sees must be the
// same, and what the edit does not concern must stay byte for byte.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { changed, edit, nodeAt, parse, pathAt, same, valueOf, type Edit, type Path, type Value } from "../src/model/yaml";

const samples = "../../../samples/";

function apply(text: string, e: Edit): string {
  for (const c of edit(parse(text), e)) text = text.slice(0, c.from) + c.insert + text.slice(c.to);
  return text;
}

function values(text: string): Value {
  const source = parse(text);
  assert.equal(source.broken, "", text);
  return valueOf(source, source.doc.contents);
}

test("edits, one by one", () => {
  const cases: [name: string, text: string, e: Edit, want: string][] = [
    ["a value", "a: 1 # one\nb: 2\n", { kind: "set", path: ["a"], value: "3" }, "a: 3 # one\nb: 2\n"],
    ["a quoted value stays quoted", 'a: "x"\n', { kind: "set", path: ["a"], value: "y" }, 'a: "y"\n'],
    ["a value that needs quotes", "a: x\n", { kind: "set", path: ["a"], value: "b: c" }, 'a: "b: c"\n'],
    ["null is a text", "a: x\n", { kind: "set", path: ["a"], value: "null" }, 'a: "null"\n'],
    ["a space at the end", "a: x\n", { kind: "set", path: ["a"], value: "x " }, 'a: "x "\n'],
    ["an empty value", "a:\nb: 2\n", { kind: "set", path: ["a"], value: "1" }, "a: 1\nb: 2\n"],
    ["a value away", "a: 1 # one\nb: 2\n", { kind: "set", path: ["a"], value: "" }, "a: # one\nb: 2\n"],
    ["lines", "a: x\nb: 2\n", { kind: "set", path: ["a"], value: "x\ny\n" }, "a: |\n  x\n  y\nb: 2\n"],
    ["lines without a last end", "- a: x\n", { kind: "set", path: [0, "a"], value: "x" }, "- a: x\n"],
    ["a block of lines", "a: |\n  x\n  y\n\nb: 2\n", { kind: "set", path: ["a"], value: "z\n\ny\n" }, "a: |\n  z\n\n  y\n\nb: 2\n"],
    ["a block of one line stays one", "a: |\n  x\nb: 2\n", { kind: "set", path: ["a"], value: "z\n" }, "a: |\n  z\nb: 2\n"],
    ["a new key in its place", "# c\na: 1\n\n# d\nd: 4\n", { kind: "set", path: ["b"], value: "2", order: ["a", "b", "c", "d"] }, "# c\na: 1\nb: 2\n\n# d\nd: 4\n"],
    ["a new key in an entry", "l:\n  - b: 1\n  - b: 2\n", { kind: "set", path: ["l", 0, "a"], value: "0", order: ["a", "b"] }, "l:\n  - a: 0\n    b: 1\n  - b: 2\n"],
    ["a new collection", "a: 1\n", { kind: "set", path: ["l"], value: [{ x: "1", y: "2" }] }, "a: 1\nl:\n  - x: 1\n    y: 2\n"],
    ["a text becomes a mapping", "p: Nguyễn Văn A # chủ tọa\nq: 1\n", { kind: "set", path: ["p"], value: { name: "Nguyễn Văn A", position: "Chủ tịch" } }, "p:\n  name: Nguyễn Văn A\n  position: Chủ tịch # chủ tọa\nq: 1\n"],
    ["a key away", "a: 1\nb: 2\nc: 3\n", { kind: "remove", path: ["b"] }, "a: 1\nc: 3\n"],
    ["the first key of an entry away", "l:\n  - a: 1\n    b: 2\n", { kind: "remove", path: ["l", 0, "a"] }, "l:\n  - b: 2\n"],
    ["the only key of an entry away", "l:\n  - a: 1\n  - b: 2\n", { kind: "remove", path: ["l", 0, "a"] }, "l:\n  -\n  - b: 2\n"],
    ["the last entry away", "l:\n  - a\nb: 1\n", { kind: "remove", path: ["l", 0] }, "l:\nb: 1\n"],
    ["a new entry", "l:\n  - a # A\n  # B\n  - b\nc: 1\n", { kind: "insert", path: ["l"], index: 1, value: "x" }, "l:\n  - a # A\n  - x\n  # B\n  - b\nc: 1\n"],
    ["a new entry at the end of a file", "l:\n- a", { kind: "insert", path: ["l"], index: 1, value: { k: "v" } }, "l:\n- a\n- k: v\n"],
    ["an entry away", "l:\n  - a # A\n  # B\n  - b\n  - c\n", { kind: "remove", path: ["l", 1] }, "l:\n  - a # A\n  - c\n"],
    ["an entry up", "l:\n  - a # A\n  # B\n  - b: 1\n    c: |\n      x\n\n  - d\n", { kind: "move", path: ["l"], from: 1, to: 0 }, "l:\n  # B\n  - b: 1\n    c: |\n      x\n  - a # A\n\n  - d\n"],
    ["an entry down at the end of a file", "l:\n  - a\n  - b", { kind: "move", path: ["l"], from: 0, to: 1 }, "l:\n  - b\n  - a\n"],
    ["JSON", '{"a": {"b": [1, 2]}}', { kind: "insert", path: ["a", "b"], index: 2, value: "3" }, '{"a": {"b": [1, 2, 3]}}'],
    ["a value in JSON", '{"a": "x"}', { kind: "set", path: ["a"], value: "y, z" }, '{"a": "y, z"}'],
    ["nothing", "", { kind: "set", path: ["a"], value: "1" }, "a: 1\n"],
    ["comments only", "# c\n", { kind: "set", path: ["a"], value: "1" }, "# c\na: 1\n"],
    ["an alias", "a: &x 1\nb: *x\n", { kind: "set", path: ["b"], value: "2" }, "a: &x 1\nb: 2\n"],
    ["no change", "a: '1'\n", { kind: "set", path: ["a"], value: "1" }, "a: '1'\n"],
    ["what is broken stays", "a: [1\n", { kind: "set", path: ["a"], value: "1" }, "a: [1\n"],
  ];
  for (const [name, text, e, want] of cases) assert.equal(apply(text, e), want, name);
});

/** random gives numbers that are the same in each run. */
function random(seed: number): (below: number) => number {
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

function paths(value: Value, at: Path = []): Path[] {
  if (typeof value === "string") return [at];
  const entries: [string | number, Value][] = Array.isArray(value) ? value.map((v, i) => [i, v]) : Object.entries(value);
  return [at, ...entries.flatMap(([step, v]) => paths(v, [...at, step]))];
}

const texts = ["x", "", "Đồng chí Nguyễn Văn A: chủ trì # không phải chú thích", "- gạch", "2.351", "true", "dòng một\ndòng hai\n", "một\n\n  thụt\n", " trước", "sau ", "\"nháy\"", "a\tb", "'", "*sao*", "&", "%", "@", "|", ">", "?", "{a}", "[b]", "---", "...", "a\n---\nb\n", "\n", "# c\nd"];

test("random edits of the samples", () => {
  const next = random(7);
  let untouched = 0;
  for (const file of readdirSync(samples).filter((name) => name.endsWith(".yaml"))) {
    const original = readFileSync(samples + file, "utf8");
    let text = original;
    for (let i = 0; i < 60; i++) {
      if (i % 20 === 0) text = original;
      const before = values(text);
      const all = paths(before);
      const path = all[1 + next(all.length - 1)]!;
      const value = path.reduce<Value | undefined>((v, step) => (v as Record<string, Value>)?.[step], before)!;
      const list = Array.isArray(value) && value.length > 0;
      let e: Edit;
      switch (next(5)) {
        case 0:
          e = { kind: "remove", path };
          break;
        case 1:
          e = list ? { kind: "move", path, from: next(value.length), to: next(value.length) } : { kind: "set", path, value: texts[next(texts.length)]! };
          break;
        case 2:
          e = list ? { kind: "insert", path, index: next(value.length + 1), value: next(2) ? texts[next(texts.length)]! : { name: texts[next(texts.length)]!, rows: [{ name: "y" }, "z"] } } : { kind: "set", path, value: texts[next(texts.length)]! };
          break;
        case 3:
          e = typeof value === "object" && !Array.isArray(value) ? { kind: "set", path: [...path, "note"], value: texts[next(texts.length)]! } : { kind: "set", path, value: texts[next(texts.length)]! };
          break;
        default:
          e = { kind: "set", path, value: texts[next(texts.length)]! };
      }
      const after = apply(text, e);
      assert.ok(same(values(after), changed(before, e)), `${file}: ${JSON.stringify(e)}\n${after}`);
      // Comments that stand elsewhere stay, in their order; so do the lines.
      const top = String(path[0]);
      const outside = (t: string) => {
        const source = parse(t);
        const lines = t.split("\n");
        let offset = 0;
        return lines.filter((line) => {
          const at = offset + Math.max(0, line.search(/\S/));
          offset += line.length + 1;
          return line.trim() && !line.trim().startsWith("#") && pathAt(source, at)[0] !== top;
        });
      };
      assert.deepEqual(outside(after), outside(text), `${file}: ${JSON.stringify(e)}`);
      if (e.kind === "set" && typeof value === "string") {
        const comments = (t: string) => t.split("\n").filter((line) => line.trim().startsWith("#")).length;
        if (comments(after) >= comments(text)) untouched++;
        else assert.fail(`a comment is lost: ${file}: ${JSON.stringify(e)}\n${after}`);
      }
      text = after;
    }
  }
  assert.ok(untouched > 50);
});

test("places", () => {
  const text = "title: Họp\nsections:\n  - heading: A\n    text: |\n      x\n      y\n  - heading: B\n";
  const source = parse(text);
  assert.deepEqual(pathAt(source, text.indexOf("Họp")), ["title"]);
  assert.deepEqual(pathAt(source, text.indexOf("y\n")), ["sections", 0, "text"]);
  assert.deepEqual(pathAt(source, text.indexOf("B")), ["sections", 1, "heading"]);
  assert.equal(valueOf(source, nodeAt(source, ["sections", 0, "text"])), "x\ny\n");
});
