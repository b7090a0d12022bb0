// A meeting as the form sees it: canonical keys, lists where there may be lists, mappings
// where a text may stand for one. Reading never changes the text; writing changes only
// what has to be otherwise.
import { edit, inserted, nodeAt, parse, pathAt, valueOf, type Change, type Edit, type Path, type Source, type Value } from "./yaml";
import { recordOf, type Field, type Schema, type Type } from "./schema";

/** A Meeting is a text and the fields that its keys mean. */
export class Meeting {
  readonly source: Source;
  readonly value: Value; // with canonical keys

  constructor(text: string, readonly schema: Schema) {
    this.source = parse(text);
    const raw = this.source.broken ? "" : valueOf(this.source, this.source.doc.contents);
    this.value = canonical(raw, recordOf(schema));
  }

  get broken(): boolean {
    return this.source.broken !== "";
  }

  get(path: Path): Value | undefined {
    return at(this.value, path);
  }

  /** text is a single value; "" where there is none. */
  text(path: Path): string {
    const value = this.get(path);
    return typeof value === "string" ? value : "";
  }

  list(path: Path): Value[] {
    const value = this.get(path);
    return Array.isArray(value) ? value : [];
  }

  /** set gives a field a value; "" and empty collections take it away. */
  set(path: Path, value: Value): Change[] {
    const place = this.place(path);
    if (!place) return [];
    const { raw, missing, owner, plain } = place;
    if (plain !== undefined && missing.length > 0) { // a text that stands for a mapping becomes one
      if (missing.length === 1 && missing[0] === plain) return this.edit({ kind: "set", path: raw, value });
      const old = valueOf(this.source, nodeAt(this.source, raw));
      return this.edit({ kind: "set", path: raw, value: built(missing, value, old === "" ? {} : { [plain]: old }) });
    }
    if (missing.length > 0) {
      if (isNothing(value)) return [];
      const [key, ...rest] = missing;
      if (this.isCollection(raw)) return this.edit({ kind: "set", path: [...raw, key!], value: built(rest, value), order: owner });
      return this.edit({ kind: "set", path: raw, value: built(missing, value) });
    }
    if (isNothing(value)) return this.clear(raw);
    return this.edit({ kind: "set", path: raw, value: this.ended(raw, value) });
  }

  /** insert puts an entry into a list. */
  insert(path: Path, index: number, value: Value): Change[] {
    const place = this.place(path);
    if (!place) return [];
    const { raw, missing } = place;
    if (missing.length > 0 || !this.isList(raw)) {
      const old = missing.length > 0 ? [] : this.list(path); // one entry that was written without a list
      return this.put(path, inserted(old, index, value));
    }
    return this.edit({ kind: "insert", path: raw, index, value });
  }

  remove(path: Path): Change[] {
    const place = this.place(path);
    if (!place || place.missing.length > 0) return [];
    const list = path.slice(0, -1);
    if (typeof path.at(-1) === "number" && this.list(list).length === 1) {
      const owner = this.place(list);
      return owner ? this.clear(owner.raw) : [];
    }
    return this.edit({ kind: "remove", path: place.raw });
  }

  move(path: Path, from: number, to: number): Change[] {
    const place = this.place(path);
    const length = this.list(path).length;
    if (!place || place.missing.length > 0 || !this.isList(place.raw) || to < 0 || to >= length || from === to) return [];
    return this.edit({ kind: "move", path: place.raw, from, to });
  }

  /** fieldAt is the field around an offset of the text: its canonical path. */
  fieldAt(offset: number): Path {
    const path: (string | number)[] = [];
    let type: Type = recordOf(this.schema);
    for (const step of pathAt(this.source, offset)) {
      if (type.kind === "list") {
        path.push(typeof step === "number" ? step : 0);
        type = type.of;
        if (typeof step === "number") continue;
      }
      if (type.kind === "record") {
        const field: Field | undefined = type.fields.find((f) => f.names.includes(String(step)));
        if (!field) return path;
        path.push(field.key);
        type = field.type;
      } else path.push(step);
      if (path.length === 2 && path[0] === "documents") type = recordOf(this.schema);
    }
    return path;
  }

  /** addDocument asks for one more document. */
  addDocument(name: string): Change[] {
    const at = this.listed();
    return at ? this.edit({ kind: "set", path: [...at, name], value: "" }) : this.rewritten((old) => [...old, name]);
  }

  /** renameDocument makes a document with another template; what it has otherwise stays. */
  renameDocument(name: string, to: string): Change[] {
    const at = this.listed();
    return at ? this.edit({ kind: "rename", path: [...at, name], key: to }) : this.rewritten((old) => old.map((other) => (other === name ? to : other)));
  }

  removeDocument(name: string): Change[] {
    const at = this.listed();
    return at ? this.edit({ kind: "remove", path: [...at, name] }) : this.rewritten((old) => old.filter((other) => other !== name));
  }

  /** rewritten writes the documents anew that were names only: a text, a list, or nothing. */
  private rewritten(change: (names: string[]) => string[]): Change[] {
    const names = change(Object.keys((this.get(["documents"]) ?? {}) as object));
    return this.put(["documents"], Object.fromEntries(names.map((name) => [name, ""])));
  }

  /** listed is where the documents stand as a mapping; undefined where they do not. */
  private listed(): Path | undefined {
    const place = this.place(["documents"]);
    return place && place.missing.length === 0 && this.isCollection(place.raw) && !this.isList(place.raw) ? place.raw : undefined;
  }

  private put(path: Path, value: Value): Change[] {
    const place = this.place(path);
    if (!place) return [];
    const { raw, missing, owner } = place;
    if (missing.length === 0) return this.edit({ kind: "set", path: raw, value });
    const [key, ...rest] = missing;
    if (this.isCollection(raw)) return this.edit({ kind: "set", path: [...raw, key!], value: built(rest, value), order: owner });
    return this.edit({ kind: "set", path: raw, value: built(missing, value) });
  }

  /** clear takes a field away, or only its value where somebody has written a comment to it. */
  private clear(raw: Path): Change[] {
    const removed = this.edit({ kind: "remove", path: raw });
    const lost = removed.some((c) => this.source.text.slice(c.from, c.to).split("\n").some((line) => /(^|\s)#/.test(line)));
    const above = this.commented(raw);
    return lost || above || typeof raw.at(-1) === "number" ? this.edit({ kind: "set", path: raw, value: "" }) : removed;
  }

  /** commented reports whether the line above a key is a comment. */
  private commented(raw: Path): boolean {
    const key = raw.at(-1);
    const parent = nodeAt(this.source, raw.slice(0, -1)) as { items?: { key?: { value?: unknown; range?: [number, number, number] } }[] } | undefined;
    const start = parent?.items?.find((pair) => pair.key?.value === key)?.key?.range?.[0];
    if (start === undefined) return false;
    return this.source.text.slice(0, start).split("\n").at(-2)?.trim().startsWith("#") ?? false;
  }

  /** ended gives lines their last end, if the file has it so. */
  private ended(raw: Path, value: Value): Value {
    if (typeof value !== "string") return value;
    const old = valueOf(this.source, nodeAt(this.source, raw));
    const lines = typeof old === "string" && old.endsWith("\n");
    return lines || value.includes("\n") ? value.replace(/\n*$/, "\n") : value;
  }

  private edit(e: Edit): Change[] {
    return edit(this.source, e);
  }

  private isList(raw: Path): boolean {
    return Array.isArray(valueOf(this.source, nodeAt(this.source, raw)));
  }

  private isCollection(raw: Path): boolean {
    if (raw.length === 0) return true;
    const value = valueOf(this.source, nodeAt(this.source, raw));
    return typeof value === "object" && Object.keys(value).length > 0;
  }

  /** place is where a field stands in the file: its path with the file's own keys, as far as
   * that goes, and what of it is missing there. */
  place(path: Path): { raw: Path; missing: (string | number)[]; owner: string[]; plain?: string } | undefined {
    const raw: (string | number)[] = [];
    let type: Type = recordOf(this.schema);
    let value: Value = valueOf(this.source, this.source.doc.contents);
    for (let i = 0; i < path.length; i++) {
      const step = path[i]!;
      if (type.kind === "record" && typeof step === "string") {
        if (typeof value === "string" && value !== "" && type.plain) return { raw, missing: path.slice(i) as never, owner: [], plain: type.plain };
        const field: Field | undefined = type.fields.find((f) => f.key === step);
        if (!field && i > 0 && path[0] !== "documents") return undefined;
        const names: string[] = field?.names ?? [step];
        const key: string | undefined = names.find((name) => typeof value === "object" && !Array.isArray(value) && name in value);
        if (key === undefined) return { raw, missing: path.slice(i) as never, owner: type.fields.flatMap((f) => f.names) };
        raw.push(key);
        value = (value as Record<string, Value>)[key]!;
        type = field?.key === "documents" ? { kind: "free" } : (field?.type ?? { kind: "free" });
      } else if (type.kind === "list" && typeof step === "number") {
        type = type.of;
        if (Array.isArray(value)) {
          if (step >= value.length) return { raw, missing: path.slice(i) as never, owner: [] };
          raw.push(step);
          value = value[step]!;
        } else if (step > 0 || value === "") return { raw, missing: path.slice(i) as never, owner: [] };
      } else if (type.kind === "free" && typeof value === "object" && step in value) {
        raw.push(step);
        value = (value as Record<string | number, Value>)[step]!;
        if (raw.length === 2 && path[0] === "documents") type = recordOf(this.schema);
      } else return { raw, missing: path.slice(i) as never, owner: [] };
    }
    return { raw, missing: [], owner: [] };
  }
}

export function at(value: Value | undefined, path: Path): Value | undefined {
  for (const step of path) {
    if (value === undefined || typeof value === "string") return undefined;
    value = (value as Record<string | number, Value>)[step];
  }
  return value;
}

/** canonical gives a value the keys and forms of its type. */
function canonical(value: Value, type: Type): Value {
  switch (type.kind) {
    case "list":
      if (value === "") return [];
      return (Array.isArray(value) ? value : [value]).map((v) => canonical(v, type.of));
    case "record": {
      if (typeof value === "string") return value !== "" && type.plain ? { [type.plain]: value } : {};
      if (Array.isArray(value)) return {};
      const made: Record<string, Value> = {};
      for (const [key, v] of Object.entries(value)) {
        const field = type.fields.find((f) => f.names.includes(key));
        if (!field) continue;
        made[field.key] = field.key === "documents" ? documents(v, type) : canonical(v, field.type);
      }
      return made;
    }
    case "free":
      return value;
    default:
      return typeof value === "string" ? value : "";
  }
}

/** documents are the entries of "documents" by name, each with what it has otherwise. */
function documents(value: Value, meeting: Type): Value {
  if (typeof value === "string") return value === "" ? {} : { [value]: {} };
  if (Array.isArray(value)) return Object.fromEntries(value.filter((v) => typeof v === "string").map((v) => [v as string, {}]));
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, canonical(v, meeting)]));
}

function isNothing(value: Value): boolean {
  return value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}

/** built is a value with what has to stand around it. */
function built(path: readonly (string | number)[], value: Value, base: Value = ""): Value {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === "number") return [built(rest, value)];
  return { ...(typeof base === "object" && !Array.isArray(base) ? base : {}), [step]: built(rest, value) };
}
