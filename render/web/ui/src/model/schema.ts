// The fields of a meeting, from the JSON Schema that the server gives: the form, the
// completion of the editor and the spellings of keys are made of them.

/** What a single value is. */
export type Scalar = "text" | "lines" | "moment" | "date" | "deadline" | "figure" | "count" | "truth" | "choice";

export type Type =
  | { kind: Scalar; options?: string[] }
  | { kind: "record"; name: string; fields: Field[]; plain?: string } // plain: the field that a text instead of a mapping means
  | { kind: "list"; of: Type }
  | { kind: "free" };

export interface Field {
  key: string;
  names: string[]; // key, then its other spellings
  label: string;
  about: string; // all that the schema says, the label included
  type: Type;
}

export interface Schema {
  fields: Field[];
  documents: { name: string; about: string }[]; // templates that documents may be made with
}

interface Raw {
  $ref?: string;
  description?: string;
  type?: string | string[];
  enum?: (string | null)[];
  anyOf?: Raw[];
  properties?: Record<string, Raw>;
  items?: Raw;
  additionalProperties?: Raw | boolean;
  $defs?: Record<string, Raw>;
}

const scalars: Record<string, Scalar> = { text: "text", moment: "moment", date: "date", deadline: "deadline", figure: "figure", count: "count", truth: "truth", regime: "choice" };
const plain = ["name", "text", "matter", "content", "id"]; // what a text stands for, the first that a record has

/** readSchema reads the schema of /api/v1/schema. */
export function readSchema(root: Raw): Schema {
  const records = new Map<string, Extract<Type, { kind: "record" }>>();

  function fields(properties: Record<string, Raw>): Field[] {
    const list: Field[] = [];
    const byKey = new Map<string, Field>();
    for (const [key, raw] of Object.entries(properties)) {
      const of = raw.$ref?.match(/\/properties\/([^/]+)$/)?.[1];
      const field = of && byKey.get(of);
      if (field) {
        field.names.push(key);
        continue;
      }
      const about = raw.description ?? "";
      const made: Field = { key, names: [key], label: label(about), about, type: type(raw, about) };
      byKey.set(key, made);
      list.push(made);
    }
    return list;
  }

  function record(name: string, raw: Raw): Type {
    let made = records.get(name);
    if (!made) {
      made = { kind: "record", name, fields: [] };
      records.set(name, made);
      made.fields = fields(raw.properties ?? {});
      const keys = made.fields.map((f) => f.key);
      if (root.$defs?.[name]?.anyOf?.some((o) => o.$ref === "#/$defs/text")) made.plain = plain.find((key) => keys.includes(key));
    }
    return made;
  }

  function type(raw: Raw, about: string): Type {
    const list = raw.anyOf?.find((o) => o.type === "array");
    if (list && raw.anyOf?.[0]?.$ref) return { kind: "list", of: type(raw.anyOf[0], "") };
    const name = raw.$ref?.match(/^#\/\$defs\/(\w+)$/)?.[1];
    if (!name) return { kind: "free" };
    const scalar = scalars[name];
    if (scalar === "choice") return { kind: scalar, options: (root.$defs?.[name]?.enum ?? []).slice(0, 4).filter((v): v is string => v !== null) };
    if (scalar) return { kind: scalar === "text" && about.includes("Markdown") ? "lines" : scalar };
    const object = root.$defs?.[name]?.anyOf?.find((o) => o.properties);
    return object ? record(name, object) : { kind: "free" };
  }

  const named = root.$defs?.documents?.anyOf?.find((o) => o.properties)?.properties ?? {};
  return {
    fields: fields(root.properties ?? {}),
    documents: Object.entries(named).map(([name, raw]) => ({ name, about: raw.description ?? "" })),
  };
}

/** label is the part of a description before its first colon or bracket, as a field's name. */
function label(about: string): string {
  const text = about.split(/[:(;]|, (?:viết|để|nếu|ví dụ|such as|printed|if |for )/)[0]!.trim();
  return text.charAt(0).toLocaleUpperCase("vi") + text.slice(1);
}

/** recordOf is the root as a type. */
export function recordOf(schema: Schema): Extract<Type, { kind: "record" }> {
  return { kind: "record", name: "meeting", fields: schema.fields };
}

/** typeAt is the type at a path of canonical keys. */
export function typeAt(schema: Schema, path: readonly (string | number)[]): Type | undefined {
  let type: Type | undefined = recordOf(schema);
  let rest = path;
  if (path[0] === "documents" && path.length > 1) rest = path.slice(2); // a document has what a meeting has
  for (const step of rest) {
    if (type?.kind === "list" && typeof step === "number") type = type.of;
    else if (type?.kind === "record" && typeof step === "string") type = type.fields.find((f) => f.key === step || f.names.includes(step))?.type;
    else return undefined;
  }
  return type;
}
