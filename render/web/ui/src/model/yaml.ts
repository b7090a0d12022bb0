// Edits of a YAML text that leave alone what they do not concern: comments, the order of
// keys, quotes and line breaks stay byte for byte. The text is the one source of truth;
// the form is a view of it, and each change in the form is a change of a few characters.
import { Document, Pair, Scalar, YAMLMap, YAMLSeq, isAlias, isMap, isScalar, isSeq, parseDocument, type Node } from "yaml";

/** A value of a file as it is written: every scalar is its text, "2.350" as well as "05". */
export type Value = string | Value[] | { [key: string]: Value };

/** Keys and places in lists, from the root. */
export type Path = readonly (string | number)[];

/** An Edit is one change of the values. */
export type Edit =
  | { kind: "set"; path: Path; value: Value; order?: readonly string[] } // order: of the keys beside a new one
  | { kind: "remove"; path: Path }
  | { kind: "rename"; path: Path; key: string } // of a key, which keeps its place and its value
  | { kind: "insert"; path: Path; index: number; value: Value } // into the list at path
  | { kind: "move"; path: Path; from: number; to: number }; // within the list at path

/** A Change replaces the text between from and to. */
export interface Change {
  from: number;
  to: number;
  insert: string;
}

/** A Source is a text and what stands where in it. */
export interface Source {
  text: string;
  doc: Document.Parsed;
  /** Why it cannot be edited by values: "" if it can. */
  broken: string;
}

/** parse reads a text. All scalars stay text: whether 05 is a number is the reader's affair. */
export function parse(text: string): Source {
  if (parsed?.text !== text) parsed = { text, ...read(text) };
  return parsed;
}

let parsed: Source | undefined; // the last: an edit that was held against its values is shown next

function read(text: string): { doc: Document.Parsed; broken: string } {
  const doc = parseDocument(text, { schema: "failsafe", keepSourceTokens: true, uniqueKeys: false, prettyErrors: false, strict: false, logLevel: "silent" });
  const root = doc.contents as Node | null;
  const broken = doc.errors[0]?.message ?? (root && !isMap(root) && !isEmpty(root) ? "not a mapping" : "");
  return { doc, broken };
}

function isEmpty(node: unknown): boolean {
  return node == null || (isScalar(node) && (node.value == null || node.value === "") && !quoted(node));
}

function quoted(node: Scalar): boolean {
  return node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE";
}

/** valueOf is what stands at a node; "" for nothing. */
export function valueOf(source: Source, node: unknown): Value {
  if (isAlias(node)) return valueOf(source, node.resolve(source.doc));
  if (isMap(node)) {
    const value: { [key: string]: Value } = {};
    for (const pair of node.items) value[keyOf(pair)] = valueOf(source, pair.value);
    return value;
  }
  if (isSeq(node)) return node.items.map((item) => valueOf(source, item));
  if (isScalar(node)) return node.value == null ? "" : String(node.value);
  return "";
}

function keyOf(pair: Pair<unknown, unknown>): string {
  return isScalar(pair.key) ? String(pair.key.value ?? "") : String(pair.key ?? "");
}

/** nodeAt is the node at a path; undefined where there is none. */
export function nodeAt(source: Source, path: Path): Node | undefined {
  let node: unknown = source.doc.contents;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(source.doc);
    if (isMap(node) && typeof step === "string") node = pairOf(node, step)?.value;
    else if (isSeq(node) && typeof step === "number") node = node.items[step];
    else return undefined;
  }
  return (node ?? undefined) as Node | undefined;
}

function pairOf(map: YAMLMap, key: string): Pair<unknown, unknown> | undefined {
  return map.items.find((pair) => keyOf(pair) === key);
}

function pairAt(source: Source, path: Path): Pair<unknown, unknown> | undefined {
  const parent = nodeAt(source, path.slice(0, -1));
  return isMap(parent) ? pairOf(parent, String(path.at(-1))) : undefined;
}

/** pathAt is the path of the innermost value or key around an offset of the text. */
export function pathAt(source: Source, offset: number): Path {
  const path: (string | number)[] = [];
  let node: unknown = source.doc.contents;
  for (;;) {
    if (isMap(node)) {
      const pairs = node.items.filter((pair) => start(pair.key) <= offset);
      const last = pairs.at(-1);
      if (!last) return path;
      path.push(keyOf(last));
      node = last.value;
    } else if (isSeq(node)) {
      let index = -1;
      node.items.forEach((_, i) => {
        if ((dash(node as YAMLSeq, i) ?? start((node as YAMLSeq).items[i])) <= offset) index = i;
      });
      if (index < 0) return path;
      path.push(index);
      node = node.items[index];
    } else return path;
  }
}

/** edit gives the changes of the text that make one of its values; none if it has it already. */
export function edit(source: Source, wanted: Edit): Change[] {
  if (source.broken) return [];
  const have = valueOf(source, source.doc.contents);
  const want = changed(have, wanted);
  if (JSON.stringify(have) === JSON.stringify(want)) return [];
  for (const way of [precise, container, whole]) {
    const change = way(source, wanted);
    if (!change) continue;
    const text = source.text.slice(0, change.from) + change.insert + source.text.slice(change.to);
    if (text === source.text) return [];
    const got = parse(text);
    if (!got.broken && same(valueOf(got, got.doc.contents), want)) return [change];
  }
  return [];
}

/** changed is a value after an edit. */
export function changed(value: Value, e: Edit): Value {
  const at = (v: Value, path: Path, f: (v: Value | undefined) => Value | undefined): Value => {
    const [step, ...rest] = path;
    if (step === undefined) return f(v) ?? "";
    const below = (old: Value | undefined) => (rest.length ? at(old ?? "", rest, f) : f(old));
    if (typeof step === "number") {
      const list = Array.isArray(v) ? [...v] : [];
      const made = below(list[step]);
      if (made === undefined) list.splice(step, 1);
      else list[step] = made;
      return list;
    }
    const map = typeof v === "object" && !Array.isArray(v) ? { ...v } : {};
    const made = below(map[step]);
    if (made === undefined) delete map[step];
    else map[step] = made;
    return map;
  };
  switch (e.kind) {
    case "set":
      return at(value, e.path, () => e.value);
    case "remove":
      return at(value, e.path, () => undefined);
    case "rename":
      return at(value, e.path.slice(0, -1), (v) => Object.fromEntries(Object.entries(v as object).map(([key, old]) => [key === e.path.at(-1) ? e.key : key, old])));
    case "insert":
      return at(value, e.path, (v) => (Array.isArray(v) ? inserted(v, e.index, e.value) : [e.value]));
    case "move":
      return at(value, e.path, (v) => (Array.isArray(v) ? inserted(v.filter((_, i) => i !== e.from), e.to, v[e.from]!) : v));
  }
}

/** inserted is a list with one more entry. */
export function inserted(list: readonly Value[], index: number, value: Value): Value[] {
  return [...list.slice(0, index), value, ...list.slice(index)];
}

/** same compares two values. What is empty is nothing, in whichever form. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
  if (nothing(a) && nothing(b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((v, i) => same(v, b[i]));
  if (a && b && typeof a === "object" && typeof b === "object" && !Array.isArray(a) && !Array.isArray(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
  }
  return a === b;
}

function nothing(v: Value | undefined): boolean {
  return v === undefined || v === "" || (typeof v === "object" && Object.keys(v).length === 0);
}

// ---- where things stand ----

type Ranged = { range?: [number, number, number] | null };

function start(node: unknown): number {
  return (node as Ranged | null)?.range?.[0] ?? Infinity;
}

/** contentEnd is where the last character of a node has been; undefined if it has none. */
function contentEnd(node: unknown): number | undefined {
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1);
    return last && (contentEnd(last.value) ?? contentEnd(last.key));
  }
  if (isSeq(node) && !node.flow) {
    const last = node.items.length - 1;
    return contentEnd(node.items[last]) ?? (dash(node, last) ?? NaN) + 1;
  }
  const range = (node as Ranged | null)?.range;
  return range ? range[1] : undefined;
}

interface SeqToken {
  items: { start: { type: string; offset: number }[] }[];
}

/** dash is where the dash of an entry stands. */
function dash(seq: YAMLSeq, index: number): number | undefined {
  const token = seq.srcToken as unknown as SeqToken | undefined;
  return token?.items[index]?.start.find((t) => t.type === "seq-item-ind")?.offset;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** lineEnd is the beginning of the line after the one of offset. */
function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === "\n") return offset;
  const at = text.indexOf("\n", offset);
  return at < 0 ? text.length : at + 1;
}

function column(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

function block(node: unknown): boolean {
  return ((isMap(node) || isSeq(node)) && !node.flow && node.items.length > 0) as boolean;
}

/** plainIn reports that a node is written without an anchor or a tag, which an edit of its characters would not see. */
function decorated(node: unknown): boolean {
  return isAlias(node) || Boolean((node as { anchor?: string })?.anchor) || Boolean((node as { tag?: string })?.tag && (node as { srcToken?: { props?: unknown[] } })?.srcToken?.props?.length);
}

// ---- what is written ----

const reserved = /^(null|~|true|false|yes|no|on|off)$/i;

/** toNode gives a value the form that a person would write it in. */
function toNode(value: Value): Node {
  if (Array.isArray(value)) {
    const seq = new YAMLSeq();
    seq.items = value.map(toNode);
    return seq;
  }
  if (typeof value === "object") {
    const map = new YAMLMap();
    map.items = Object.entries(value).map(([key, v]) => new Pair(new Scalar(key), toNode(v)));
    return map;
  }
  const scalar = new Scalar(value);
  if (literal(value)) scalar.type = "BLOCK_LITERAL";
  else if (/[\n\t]|^\s|\s$/.test(value) || value.length > 1 && reserved.test(value) && !/^(true|false)$/.test(value) || value === "~" || /^(---|\.\.\.)/.test(value)) scalar.type = "QUOTE_DOUBLE";
  else scalar.type = "PLAIN";
  return scalar;
}

/** literal reports whether a text is written as lines after a "|". */
function literal(value: string): boolean {
  return value.includes("\n") && !/^\s|[ \t]\n|[ \t]$|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(value);
}

const style = { lineWidth: 0, flowCollectionPadding: false, nullStr: "", directives: false } as const;

/** written is a value as lines, the last one without its end unless that counts. */
function written(value: Value): string {
  const doc = new Document(undefined, { schema: "failsafe" });
  doc.contents = toNode(value) as never;
  return emptied(doc.toString(style));
}

/** emptied writes nothing where the library writes "". */
function emptied(text: string): string {
  return text.replace(/^(\s*(?:- )*(?:-|[\w-]+:)) ""$/gm, "$1").replace(/^(\s*(?:- )*-) $/gm, "$1").replace(/\n$/, "");
}

function indented(text: string, columns: number): string {
  const pad = " ".repeat(columns);
  return text.replace(/^(?=.)/gm, pad);
}

/** inline is a scalar as it stands after a key or a dash at a column. */
function inline(value: string, columns: number, old: unknown, flow: boolean): string {
  if (value === "") return flow ? '""' : "";
  if (flow || (isScalar(old) && quoted(old) && !value.includes("\n"))) return flow && /^[\p{L}\d_./%-]+( [\p{L}\d_./%-]+)*$/u.test(value) && !/^[-%]/.test(value) ? value : JSON.stringify(value);
  if (!literal(value)) return written(value);
  const [header, ...lines] = (`|` + (value.endsWith("\n\n") ? "+" : value.endsWith("\n") ? "" : "-") + "\n" + value.replace(/\n$/, "")).split("\n");
  return header + "\n" + indented(lines.join("\n"), columns + 2);
}

// ---- three ways, from the most careful ----

/** precise changes only the characters of the value itself. */
function precise(source: Source, e: Edit): Change | undefined {
  switch (e.kind) {
    case "set":
      return preciseSet(source, e.path, e.value, e.order ?? []);
    case "remove":
      return preciseRemove(source, e.path);
    case "rename": {
      const key = pairAt(source, e.path)?.key as Node | undefined;
      return key?.range && !decorated(key) ? { from: key.range[0], to: key.range[1], insert: written(e.key) } : undefined;
    }
    case "insert":
    case "move":
      return preciseList(source, e);
  }
}

function preciseSet(source: Source, path: Path, value: Value, order: readonly string[]): Change | undefined {
  const { text } = source;
  const step = path.at(-1);
  if (step === undefined) return undefined;
  const parent = nodeAt(source, path.slice(0, -1));
  if (typeof step === "string") {
    if (path.length === 1 && isEmpty(parent)) { // a file without anything, or with comments only
      const end = text && !text.endsWith("\n") ? "\n" : "";
      return { from: text.length, to: text.length, insert: end + written({ [step]: value }) + "\n" };
    }
    if (!isMap(parent)) return undefined;
    const pair = pairOf(parent, step);
    if (!pair) return parent.flow ? undefined : newKey(source, parent, step, value, order);
    const at = contentEnd(pair.key);
    const colon = at === undefined ? -1 : text.indexOf(":", at);
    return colon < 0 ? undefined : replaced(source, parent, pair.value, colon + 1, column(text, start(pair.key)), value);
  }
  if (!isSeq(parent)) return undefined;
  const at = dash(parent, step);
  if (at === undefined) return parent.flow && !block(value) ? replaced(source, parent, parent.items[step], NaN, 0, value) : undefined;
  return replaced(source, parent, parent.items[step], at + 1, column(text, at), value);
}

/** replaced is what stands after a key's colon or a dash, made another value. */
function replaced(source: Source, parent: YAMLMap | YAMLSeq, old: unknown, after: number, columns: number, value: Value): Change | undefined {
  const { text } = source;
  if (decorated(old)) return undefined;
  let from = start(old);
  let to = contentEnd(old);
  const entry = isSeq(parent);
  if (isEmpty(old) || to === undefined || from === Infinity || from === to) {
    if (Number.isNaN(after)) return undefined;
    from = to = after;
  }
  const scalar = typeof value === "string";
  if (scalar && parent.flow) return { from, to, insert: (from === after ? " " : "") + inline(value, 0, old, true) };
  if (parent.flow) return undefined;
  const whole = from !== after && text[to - 1] === "\n"; // a block of lines, the last one's end included
  const end = whole ? "\n" : "";
  if (scalar) {
    if (block(old)) from = after; // the lines below become one value beside
    let insert = inline(value, columns, old, false);
    if (insert.includes("\n") && !whole) { // lines cannot be followed by a comment
      const rest = text.slice(to, lineEnd(text, to));
      if (rest.trim()) return undefined;
    }
    if (insert === "") from = after;
    else if (from === after) insert = " " + insert;
    return { from, to, insert: insert.replace(/\n+$/, (ends) => ends.slice(end.length ? 1 : 0)) + end };
  }
  const lines = written(value);
  if (block(old) && !entry && lineStart(text, from) + column(text, from) === from && text.slice(lineStart(text, from), from).trim() === "") {
    return { from, to, insert: indented(lines, column(text, from)).trimStart() + end }; // in its place, at its column
  }
  if (block(value)) return undefined;
  const nested = indented(lines, columns + 2);
  return { from: after, to, insert: (entry ? " " + nested.trimStart() : "\n" + nested) + end };
}

/** newKey puts a key where the order has it, after those of the map that come before. */
function newKey(source: Source, map: YAMLMap, key: string, value: Value, order: readonly string[]): Change | undefined {
  const { text } = source;
  const first = map.items[0];
  if (!first || decorated(map)) return undefined;
  const columns = column(text, start(first.key));
  const rank = order.indexOf(key);
  let before: Pair<unknown, unknown> | undefined = map.items.at(-1);
  if (rank >= 0) {
    before = undefined;
    for (const pair of map.items) {
      const r = order.indexOf(keyOf(pair));
      if (r < 0 ? before !== undefined : r < rank) before = pair;
    }
  }
  const lines = indented(written({ [key]: value }), columns);
  if (!before) {
    const at = start(first.key);
    return { from: at, to: at, insert: lines.trimStart() + "\n" + " ".repeat(columns) };
  }
  const end = contentEnd(before.value) ?? contentEnd(before.key);
  if (end === undefined) return undefined;
  const at = lineEnd(text, isEmpty(before.value) ? Math.max(end, contentEnd(before.key) ?? 0) : end);
  if (at === text.length && !text.endsWith("\n")) return { from: at, to: at, insert: "\n" + lines };
  return { from: at, to: at, insert: lines + "\n" };
}

function preciseRemove(source: Source, path: Path): Change | undefined {
  const { text } = source;
  const step = path.at(-1);
  const parent = nodeAt(source, path.slice(0, -1));
  if (typeof step === "number") {
    const parts = isSeq(parent) && !parent.flow ? entries(text, parent) : undefined;
    const part = parts?.[step];
    if (part && parts.length > 1) return { from: part.from, to: part.to, insert: "" };
    return part && step === 0 ? preciseSet(source, path.slice(0, -1), "", []) : undefined;
  }
  if (!isMap(parent) || parent.flow || step === undefined) return undefined;
  const index = parent.items.findIndex((pair) => keyOf(pair) === step);
  const pair = parent.items[index];
  if (!pair) return undefined;
  if (parent.items.length === 1 && path.length > 1) return preciseSet(source, path.slice(0, -1), "", []);
  const line = lineStart(text, start(pair.key));
  const end = Math.max(contentEnd(pair.value) ?? 0, contentEnd(pair.key) ?? 0);
  if (text.slice(line, start(pair.key)).trim() === "") return { from: line, to: lineEnd(text, end), insert: "" };
  const next = parent.items[index + 1]; // the first key of an entry, after its dash
  if (!next || text.slice(end, start(next.key)).includes("#")) return undefined;
  return { from: start(pair.key), to: start(next.key), insert: "" };
}

/** entries are the lines of each entry of a list: its own, and the comments right above it. */
function entries(text: string, seq: YAMLSeq): Change[] | undefined {
  const parts: Change[] = [];
  for (let i = 0; i < seq.items.length; i++) {
    const at = dash(seq, i);
    if (at === undefined || text.slice(lineStart(text, at), at).trim()) return undefined;
    const from = parts.at(-1)?.to ?? lineStart(text, at);
    const to = lineEnd(text, Math.max(contentEnd(seq.items[i]) ?? 0, at + 1));
    parts.push({ from, to, insert: text.slice(from, to) });
  }
  return parts;
}

function preciseList(source: Source, e: Extract<Edit, { kind: "insert" | "move" }>): Change | undefined {
  const { text } = source;
  const seq = nodeAt(source, e.path);
  if (e.kind === "insert" && !isSeq(seq)) return preciseSet(source, e.path, [e.value], []);
  if (!isSeq(seq) || seq.flow || decorated(seq)) return undefined;
  if (seq.items.length === 0) return e.kind === "insert" ? preciseSet(source, e.path, [e.value], []) : undefined;
  const parts = entries(text, seq);
  if (!parts) return undefined;
  const lines = parts.map((part) => (part.insert.endsWith("\n") ? part.insert : part.insert + "\n"));
  const from = parts[0]!.from;
  const to = parts.at(-1)!.to;
  if (e.kind === "insert") {
    const columns = column(text, dash(seq, 0)!);
    const at = parts[e.index]?.from ?? to;
    const insert = indented(written([e.value]), columns) + "\n";
    return { from: at, to: at, insert: at === text.length && !text.endsWith("\n") ? "\n" + insert : insert };
  }
  const moved = lines.splice(e.from, 1);
  lines.splice(e.to, 0, ...moved);
  return { from, to, insert: lines.join("") };
}

/** mutate makes the edit in the parsed document. */
function mutate(doc: Document, e: Edit): void {
  const list = () => doc.getIn(e.path, true) as YAMLSeq;
  switch (e.kind) {
    case "set":
      if (e.path.length === 0) doc.contents = toNode(e.value) as never;
      else doc.setIn(e.path, toNode(e.value));
      return;
    case "remove":
      doc.deleteIn(e.path);
      return;
    case "rename": {
      const pair = (doc.getIn(e.path.slice(0, -1), true) as YAMLMap).items.find((p) => keyOf(p) === e.path.at(-1));
      if (pair) pair.key = new Scalar(e.key);
      return;
    }
    case "insert":
      if (isSeq(list())) list().items.splice(e.index, 0, toNode(e.value));
      else doc.setIn(e.path, toNode([e.value]));
      return;
    case "move":
      list().items.splice(e.to, 0, ...list().items.splice(e.from, 1));
  }
}

/** container writes the collection anew that the edit is in, with its comments. */
function container(source: Source, e: Edit): Change | undefined {
  const path = e.kind === "set" || e.kind === "remove" || e.kind === "rename" ? e.path.slice(0, -1) : e.path;
  if (path.length === 0) return undefined;
  const node = nodeAt(source, path);
  if (!node || decorated(node) || !(isMap(node) || isSeq(node))) return undefined;
  const from = start(node);
  const to = contentEnd(node);
  if (to === undefined) return undefined;
  const copy = read(source.text).doc;
  mutate(copy, e);
  const made = copy.getIn(path, true) as Node | undefined;
  if (!made || !(isMap(made) || isSeq(made))) return undefined;
  made.commentBefore = null;
  made.comment = null;
  made.spaceBefore = false;
  const alone = new Document(undefined, { schema: "failsafe" });
  alone.contents = made as never;
  const end = source.text[to - 1] === "\n" ? "\n" : "";
  return { from, to, insert: indented(emptied(alone.toString(style)), column(source.text, from)).trimStart() + end };
}

/** whole writes the file anew. */
function whole(source: Source, e: Edit): Change | undefined {
  const { doc } = read(source.text);
  mutate(doc, e);
  return { from: 0, to: source.text.length, insert: doc.toString({ ...style, directives: null }) };
}
