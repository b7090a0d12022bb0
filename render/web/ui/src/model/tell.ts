// Findings in the words of the form: fields by their labels, and where what is missing is filled in.
import type { Finding } from "../api";
import type { Field, Schema, Type } from "./schema";

/** A Told is a finding as somebody reads it who does not see the YAML. */
export interface Told {
  message: string;
  hint: string;
  missing: Field[]; // fields of the meeting to be filled in
}

/** tell gives a finding the form's words. */
export function tell(schema: Schema, f: Finding): Told {
  const names = labels(schema);
  const words = (text: string) => text.replace(/([“"`])([a-z][a-z_]*)([”"`])/g, (all, open: string, key: string, close: string) => (names.has(key) ? open + names.get(key)! + close : all));
  const message = words(f.message);
  const hint = f.hint ?? "";
  if (!f.code.startsWith("missing-")) return { message, hint: words(hint).replace(/(^|[\s(])([a-z][a-z_]*)(?=:(?:\s|$))/g, (all, before: string, key: string) => (names.has(key) ? before + names.get(key)! : all)), missing: [] };
  const missing: Field[] = [];
  for (const [, key] of hint.matchAll(/(?:^|[\s;(])([a-z][a-z_]*):(?=\s)/g)) {
    const field = schema.fields.find((x) => x.names.includes(key!));
    if (field && !missing.includes(field)) missing.push(field);
  }
  if (missing.length === 0) return { message, hint: words(hint), missing };
  const source = /\(([^()]*\d(?:[^()]|\([^()]*\))*)\)\s*$/.exec(hint); // of the rule
  return { message, hint: source && !/[a-z_]+: /.test(source[1]!) ? source[1]! : "", missing };
}

/** withKnown gives new findings of a text, and those known of the text before it that only a check tells: not the errors, whose text is another now. The lines behind an edit move with it. */
export function withKnown(found: Finding[], known: Finding[], before: string, now: string): Finding[] {
  const key = (f: Finding) => f.code + "\n" + f.message;
  const told = new Set(found.map(key));
  const [a, b] = [before.split("\n"), now.split("\n")];
  let head = 0;
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head++;
  const moved = (f: Finding): Finding => (f.line === undefined || f.line <= head ? f : { ...f, line: Math.max(1, Math.min(b.length, f.line + b.length - a.length)) });
  const mine = (f: Finding) => f.file === undefined || f.file.endsWith(".yaml");
  return [...found, ...known.filter((f) => f.severity !== "error" && !told.has(key(f))).map((f) => (mine(f) ? moved(f) : f))];
}

/** labels are those of all fields, by the keys that have one label wherever they stand. */
function labels(schema: Schema): Map<string, string> {
  const known = cache.get(schema);
  if (known) return known;
  const found = new Map<string, string>();
  const seen = new Set<Type>();
  const walk = (fields: Field[]) => {
    for (const f of fields) {
      for (const name of f.names) if (!found.has(name)) found.set(name, f.label);
      const type = f.type.kind === "list" ? f.type.of : f.type;
      if (type.kind === "record" && !seen.has(type)) {
        seen.add(type);
        walk(type.fields);
      }
    }
  };
  walk(schema.fields);
  cache.set(schema, found);
  return found;
}

const cache = new WeakMap<Schema, Map<string, string>>();
