// What is pasted into an entry of a list: lines and tables become entries of their own.
import type { Field, Type } from "./schema";
import { parseTSV } from "./tsv";
import type { Value } from "./yaml";

/** A Pasted is a text as entries. */
export interface Pasted {
  values: Value[];
  sure: boolean; // nobody needs to be asked
}

const longLine = 160; // what is longer is a sentence of prose rather than an entry
const mark = /^\s*(?:[-–—+*•·▪◦‣o]|\(?\d{1,3}(?:\.\d{1,2})*[.)]|\(?[a-zđ][.)])\s+/iu;
const ordinal = /^\s*(?:stt|tt|số tt|no\.?|#)?\s*$/iu;

/** pasted reads what is pasted into an entry of a list of a type; undefined where it is one value. */
export function pasted(text: string, of: Type): Pasted | undefined {
  const tabs = /\t/.test(text);
  if (!tabs && !/\S[^\n]*[\r\n]+\s*\S/.test(text)) return undefined;
  if (of.kind === "free" || of.kind === "list") return undefined;
  if (tabs) {
    const values = table(parseTSV(text).map((row) => row.map(flat)).filter((row) => row.some((cell) => cell !== "")), of);
    return values.length > 0 ? { values, sure: true } : undefined;
  }
  const lines = text.split(/\r\n?|\n/).map((line) => line.trim()).filter((line) => line !== "");
  const marked = lines.filter((line) => mark.test(line)).length;
  const sure = marked === lines.length || (marked === 0 && lines.every((line) => line.length <= longLine && !/[.!?]$/.test(line) && !/^\p{Ll}/u.test(line)));
  return { values: lines.map((line) => entry([line.replace(mark, "")], of)), sure };
}

function flat(cell: string): string {
  return cell.replace(/\s+/g, " ").trim();
}

/** table gives rows of cells as entries: by their header where there is one, else in the order of the fields. */
function table(rows: string[][], of: Type): Value[] {
  if (of.kind !== "record") return rows.map((row) => entry([row.filter((cell) => cell !== "" && !/^\d+[.)]?$/.test(cell)).join(", ")], of)).filter((v) => v !== "");
  const header = rows[0]?.map((cell) => fieldOf(cell, of.fields)) ?? [];
  const headed = header.filter((f) => f !== undefined).length >= Math.min(2, rows[0]?.filter((cell) => !ordinal.test(cell)).length ?? 2);
  const body = headed ? rows.slice(1) : rows;
  const numbered = body.length > 0 && body.every((row) => /^\d*[.)]?$/.test(row[0] ?? ""));
  return body.map((row) => {
    if (!headed) return entry(numbered ? row.slice(1) : row, of);
    const value: Record<string, Value> = {};
    row.forEach((cell, i) => {
      const field = header[i];
      if (cell === "") return;
      if (field) value[field.key] = value[field.key] ? `${String(value[field.key])}, ${cell}` : cell;
      else if (!ordinal.test(rows[0]![i] ?? "") && !/^\d+[.)]?$/.test(cell)) value[rest(of)] = [value[rest(of)], cell].filter(Boolean).join(", "); // of a column that no field has
    });
    return value;
  });
}

type RecordType = Extract<Type, { kind: "record" }>;

/** main is the field that an entry is named by. */
function main(of: RecordType): string {
  return of.plain ?? of.fields.find((f) => f.type.kind === "text" || f.type.kind === "lines")?.key ?? of.fields[0]!.key;
}

/** rest is where a column goes that has no field of its own: nothing that is pasted is lost. */
function rest(of: RecordType): string {
  return of.fields.find((f) => f.key === "note" || f.key === "position")?.key ?? main(of);
}

/** entry is a value of cells: a person's name goes before the position. */
function entry(cells: string[], of: Type): Value {
  if (of.kind !== "record") return cells.filter((c) => c !== "").join(", ");
  const person = of.fields.some((f) => f.key === "name") && of.fields.some((f) => f.key === "position");
  if (person && cells.length === 1) {
    const m = /^([^,;–—]+?)\s*(?:[,;]|\s[-–—]\s)\s*(.+)$/u.exec(cells[0]!);
    if (m) cells = [m[1]!, m[2]!];
  }
  if (cells.length === 1 && of.plain) return { [of.plain]: cells[0]! };
  const places = [main(of), ...of.fields.filter((f) => f.key !== main(of) && ["text", "deadline", "date", "list"].includes(f.type.kind) && !["title", "gender", "email", "phone", "with"].includes(f.key)).map((f) => f.key)];
  const value: Record<string, Value> = {};
  cells.forEach((cell, i) => {
    if (cell === "") return;
    const key = places[Math.min(i, places.length - 1)]!;
    value[key] = value[key] ? `${String(value[key])}, ${cell}` : cell;
  });
  return value;
}

const headings: Record<string, RegExp> = {
  name: /^(?:họ(?: và)? tên|tên|họ, tên|thành viên|đại biểu|name)/iu,
  position: /chức (?:vụ|danh)|position/iu,
  unit: /đơn vị|cơ quan|unit/iu,
  reason: /lý do|lí do|reason/iu,
  content: /nội dung|nhiệm vụ|công việc|việc|task/iu,
  owner: /chủ trì|phụ trách|thực hiện|người làm|owner/iu,
  with: /phối hợp|with/iu,
  due: /thời hạn|thời gian|hạn|hoàn thành|due|deadline/iu,
};

/** fieldOf is the field that a column's head means. */
function fieldOf(head: string, fields: Field[]): Field | undefined {
  if (head === "" || ordinal.test(head)) return undefined;
  return fields.find((f) => f.label.toLocaleLowerCase("vi") === head.toLocaleLowerCase("vi")) ?? fields.find((f) => headings[f.key]?.test(head));
}
