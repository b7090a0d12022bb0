// The state of the page, and what a person can do to it. The text of the meeting, in the
// editor, is the one source of truth: the form and the pages follow it.
import { type ChangeSpec } from "@codemirror/state";
import { redo, redoDepth, undo, undoDepth } from "@codemirror/commands";
import * as api from "./api";
import { Editor } from "./editor";
import { keep, keepNow, newWork, take, type Work } from "./keep";
import { Meeting } from "./model/meeting";
import { readSchema, type Schema } from "./model/schema";
import type { Pasted } from "./model/paste";
import { tell, withKnown } from "./model/tell";
import type { Change, Path, Value } from "./model/yaml";
import { speak, t, type Lang } from "./words";

/** A Printed is a document as it will print. */
export interface Printed {
  name: string;
  template: string;
  data: Uint8Array<ArrayBuffer>;
}

export type Dialog =
  | { kind: "templates"; add: boolean }
  | { kind: "open" }
  | { kind: "own-template"; name: string; data: Uint8Array<ArrayBuffer>; ok: boolean; findings: api.Finding[] }
  | { kind: "batch"; files: File[] }
  | { kind: "token" }
  | { kind: "help" };

/** An Asked is a text of several lines that was pasted into an entry of a list. */
export interface Asked {
  list: Path;
  index: number; // of the entry that it was pasted into
  values: Value[];
  pasted: PastedAt;
}

/** A PastedAt is a text and where it goes: between two characters of a field. */
export interface PastedAt {
  text: string;
  at: Path;
  old: string;
  from: number;
  to: number;
}

export type Tab = "form" | "yaml";

/** A Step is one of the changes that an edit is made of; it sees what those before have made. */
export type Step = (m: Meeting) => Change[];

/** Keys that belong to a document rather than to a meeting: each document has its number. */
const ofDocument = new Set(["number", "symbol", "date", "draft", "urgency", "secrecy", "circulation"]);

const renderAfter = 40; // ms without a key
const checkAfter = 500;
const keepAfter = 400;

export class App {
  schema!: Schema;
  meeting!: Meeting;
  editor!: Editor;
  work!: Work;
  templates: api.TemplateInfo[] = [];
  findings: api.Finding[] = [];
  private foundIn = ""; // the text that they are of
  checked = false; // the findings are of what somebody has filled in
  documents: Printed[] = [];
  stale = false; // the pages are not those of the text
  busy = false;
  offline = false;
  tab: Tab = "form";
  dialog: Dialog | undefined;
  notice = "";
  current = 0; // of documents
  focus: { path: Path; select?: boolean } | undefined; // what is to be looked at next
  asked: Asked | undefined; // what was pasted, where it is not clear what it is
  openGroups = new Set<string>(["organization", "time"]);

  private printed = new Map<string, string[] | undefined>(); // by template; undefined while it is asked for
  private listeners = new Set<() => void>();
  private rendering: AbortController | undefined;
  private timers: Record<string, ReturnType<typeof setTimeout>> = {};
  private told = 0;

  /** subscribe calls f after each change. */
  subscribe(f: () => void): () => void {
    this.listeners.add(f);
    return () => this.listeners.delete(f);
  }

  changed(): void {
    if (this.told) return;
    this.told = requestAnimationFrame(() => {
      this.told = 0;
      for (const f of this.listeners) f();
    });
  }

  /** start reads what the server has and shows a work. */
  async start(work: Work): Promise<void> {
    this.schema = readSchema((await api.schema()) as never);
    this.templates = (await api.templates()).templates;
    this.editor = new Editor(this);
    this.show(work);
    if (!work.text.trim()) this.dialog = { kind: "templates", add: false };
  }

  /** show makes a work the one of this tab. */
  show(work: Work): void {
    this.rendering?.abort(); // what is under way is of the work before
    clearTimeout(this.timers.check);
    this.work = work;
    this.current = 0;
    this.documents = [];
    this.findings = [];
    this.checked = false;
    this.editor.load(work.text, work.history);
    this.read();
  }

  async speak(lang: Lang): Promise<void> {
    speak(lang);
    try {
      this.schema = readSchema((await api.schema()) as never);
      this.templates = (await api.templates()).templates;
    } catch (err) {
      this.failed(err);
    }
    this.meeting = new Meeting(this.text, this.schema);
    this.editor.relabel();
    this.later("render", 0);
    this.changed();
  }

  get text(): string {
    return this.editor.text;
  }

  /** untouched is true until somebody has filled in anything: the file names its documents only. */
  get untouched(): boolean {
    const value = this.meeting.value;
    return typeof value === "object" && !this.meeting.broken && Object.entries(value).every(([key, v]) => key === "documents" || blank(v));
  }

  get title(): string {
    return this.meeting.text(["title"]).trim();
  }

  /** read follows the text after it has changed. */
  read(): void {
    this.meeting = new Meeting(this.text, this.schema);
    this.work.text = this.text;
    this.work.changed = Date.now();
    this.later("keep", keepAfter);
    this.later("render", renderAfter);
    this.changed();
  }

  private later(what: "keep" | "render" | "check", ms: number): void {
    clearTimeout(this.timers[what]);
    this.timers[what] = setTimeout(() => void this[what](), ms);
  }

  /** keep stores the work in the browser. */
  async keep(): Promise<void> {
    this.work.history = this.editor.history();
    try {
      await keep({ ...this.work });
    } catch (err) {
      this.say(t("Trình duyệt không giữ được bản này ({0}): hãy tải YAML về.", "The browser cannot keep this ({0}): download the YAML.", String(err)));
    }
  }

  /** leave is called when the tab may end at any moment. */
  leave(): void {
    if (this.work?.text) keepNow(this.work);
  }

  // ---- changes ----

  /** edit makes changes of the form in the text, as one step of undo. */
  edit(...steps: Step[]): void {
    this.apply(steps, "input.form");
  }

  private apply(steps: Step[], event: string): void {
    const old = this.text;
    let text = old;
    for (const step of steps) {
      const m = text === old ? this.meeting : new Meeting(text, this.schema);
      for (const c of step(m)) text = text.slice(0, c.from) + c.insert + text.slice(c.to);
    }
    if (text === old) return;
    this.editor.change(difference(old, text), event);
  }

  /** set gives a field a value, as typing does: keys in a row are one step of undo. */
  set(path: Path, value: Value): void {
    const at = this.place(path);
    this.apply([(m) => m.set(at, value)], "input.type.form");
  }

  insert(path: Path, index: number, value: Value, focus?: Path): void {
    const at = this.place(path);
    this.edit((m) => m.insert(at, index, value));
    this.look([...path, index, ...(focus ?? [])]);
  }

  /** takeEntries makes entries of what was pasted into one, in its place where it is empty, else behind it; where it is not clear, somebody is asked. */
  takeEntries(path: Path, found: Pasted, where: PastedAt): void {
    const asked = { list: path.slice(0, -1), index: path.at(-1) as number, values: found.values, pasted: where };
    if (found.sure) {
      this.split(asked);
      return;
    }
    this.asked = asked;
    this.changed();
  }

  /** answer is what somebody says who was asked. */
  answer(split: boolean): void {
    const asked = this.asked;
    this.asked = undefined;
    if (asked && split) this.split(asked);
    else if (asked) {
      const { old, from, to, text, at } = asked.pasted;
      this.set(at, old.slice(0, from) + text.trim() + old.slice(to));
      this.look(at);
    }
    this.changed();
  }

  private split({ list, index, values }: Asked): void {
    const at = this.place(list);
    const empty = blank(this.meeting.list(at)[index]);
    const first = empty ? index : index + 1;
    const steps: Step[] = values.map((value, i) => (m) => (i === 0 && empty ? m.set([...at, index], value) : m.insert(at, first + i, value)));
    this.edit(...steps);
    this.look([...list, first + values.length - 1]);
    this.say(t("Đã tách thành {0} mục; hoàn tác bằng Ctrl+Z.", "Made {0} entries; Ctrl+Z undoes it.", values.length));
  }

  remove(path: Path): void {
    const at = this.place(path);
    const index = path.at(-1) as number;
    const length = this.meeting.list(at.slice(0, -1)).length;
    this.edit((m) => m.remove(at));
    this.look(length > 1 ? [...path.slice(0, -1), Math.min(index, length - 2)] : path.slice(0, -1));
  }

  move(path: Path, from: number, to: number): void {
    const at = this.place(path);
    if (to < 0 || to >= this.meeting.list(at).length) return;
    this.edit((m) => m.move(at, from, to));
    this.look([...path, to]);
  }

  /** place is where a field is to be read and written: the meeting's own, or what the
   * document that is looked at has otherwise. */
  place(path: Path): Path {
    const key = path[0];
    const name = this.documentName;
    if (name === "" || typeof key !== "string" || key === "documents") return path;
    const own = this.meeting.get(["documents", name]);
    if (own === undefined || typeof own === "string" || Array.isArray(own)) return path;
    if (key in own) return ["documents", name, ...path];
    return ofDocument.has(key) && this.meeting.get([key]) === undefined ? ["documents", name, ...path] : path;
  }

  /** takeTable puts what was copied from a spreadsheet, with its header, in the place of an indicator table. */
  async takeTable(path: Path, text: string): Promise<void> {
    try {
      const { table, above, findings } = await api.table(text);
      const old = this.meeting.get(path);
      const base = old && typeof old === "object" && !Array.isArray(old) ? old : {};
      const title: Record<string, Value> = above.length > 0 ? { title: above.join(" ") } : {};
      const made = { ...title, ...base, ...(table as Record<string, Value>) };
      if (old === undefined) this.edit((m) => m.insert(path.slice(0, -1), path.at(-1) as number, made));
      else this.edit((m) => m.set(path, made));
      this.look([...path, "title"]);
      if (findings.length > 0) this.say(findings.map((f) => f.message).join(" "));
    } catch (err) {
      this.say(err instanceof api.Refusal ? [err.detail, ...err.findings.map((f) => f.message)].join(" ") : String(err));
    }
  }

  undo(): void {
    undo(this.editor.view);
  }

  redo(): void {
    redo(this.editor.view);
  }

  get canUndo(): boolean {
    return undoDepth(this.editor.view.state) > 0;
  }

  get canRedo(): boolean {
    return redoDepth(this.editor.view.state) > 0;
  }

  /** look leads the eye, and the keyboard, to a field. */
  look(path: Path, select = false): void {
    this.focus = { path, select };
    this.changed();
  }

  showTab(tab: Tab): void {
    this.tab = tab;
    this.changed();
    if (tab === "yaml") requestAnimationFrame(() => this.editor.view.requestMeasure());
  }

  // ---- documents ----

  /** documentNames are the templates of the documents that the file asks for. */
  get documentNames(): string[] {
    const documents = this.meeting.get(["documents"]);
    return documents && typeof documents === "object" && !Array.isArray(documents) ? Object.keys(documents) : [];
  }

  /** documentName is the template of the document that is looked at; "" where the file names none. */
  get documentName(): string {
    const names = this.documentNames;
    const template = this.documents[this.current]?.template ?? this.work.document ?? "";
    return names.includes(template) ? template : (names[0] ?? "");
  }

  /** prints reports whether the template that is looked at prints a field; true while that is not known. */
  prints(path: Path): boolean {
    const name = this.documents[this.current]?.template;
    if (!name || !this.templates.some((x) => x.name === name)) return true;
    if (!this.printed.has(name)) {
      this.printed.set(name, undefined);
      api.printedKeys(name).then((keys) => {
        this.printed.set(name, keys);
        this.changed();
      }, () => this.printed.delete(name));
    }
    const keys = this.printed.get(name);
    if (!keys || path[0] === "regime") return true; // it chooses the form
    const key = printedAs(path[0] === "documents" ? path.slice(2) : path);
    return keys.some((k) => within(k, key) || within(key, k));
  }

  /** use makes the document that is looked at with another template, or adds one. */
  use(template: string, add: boolean): void {
    localStorage.setItem("bienban.template", template);
    const old = this.documentName;
    this.work.document = template;
    if (!this.text.trim()) {
      this.begin(template);
    } else if (this.documentNames.includes(template)) {
      this.current = Math.max(0, this.documents.findIndex((d) => d.template === template));
    } else if (add || old === "") {
      this.edit((m) => m.addDocument(template));
    } else {
      this.edit((m) => m.renameDocument(old, template));
    }
    this.dialog = undefined;
    this.changed();
  }

  /** drop leaves a document out. */
  drop(template: string): void {
    this.edit((m) => m.removeDocument(template));
  }

  /** begin starts a new meeting in this work. */
  private begin(template: string): void {
    const length = this.text.length;
    this.edit(() => [{ from: 0, to: length, insert: "title:\n" }], (m) => m.addDocument(template)); // whose name may need quotes
    this.look(["title"]);
  }

  // ---- files ----

  /** renew shows a new work; the one before stays among those that are kept. */
  async renew(work: Work): Promise<void> {
    await this.keep();
    if (!(await take(work))) {
      this.say(t("Bản này đang mở ở một thẻ khác.", "This is open in another tab."));
      return;
    }
    this.show(work);
    this.changed();
  }

  async open(name: string, text: string, files: api.Files = {}, templates: api.Files = {}): Promise<void> {
    const work = { ...newWork(), name, text: text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n"), files, templates };
    if (!this.text.trim()) work.id = this.work.id; // nothing to keep
    await this.renew(work);
    this.dialog = undefined;
    const bad = this.meeting.broken;
    this.showTab(bad ? "yaml" : this.tab);
  }

  async fresh(): Promise<void> {
    if (this.text.trim()) await this.renew(newWork());
    this.dialog = { kind: "templates", add: false };
    this.changed();
  }

  /** bring takes files that somebody dropped or chose. */
  async bring(files: File[]): Promise<void> {
    const kind = (f: File) => f.name.toLowerCase().split(".").pop() ?? "";
    const real = files.filter((f) => !f.name.startsWith(".") && !f.name.startsWith("~$"));
    const meetings = real.filter((f) => ["yaml", "yml"].includes(kind(f)));
    const words = real.filter((f) => kind(f) === "docx");
    if (meetings.length > 1) {
      this.dialog = { kind: "batch", files: real };
      this.changed();
      return;
    }
    const path = (f: File) => f.webkitRelativePath || f.name;
    const folder = meetings[0] ? path(meetings[0]).slice(0, -meetings[0].name.length) : "";
    const beside: api.Files = {};
    for (const f of real) {
      if (meetings.includes(f) || words.includes(f)) continue;
      beside[path(f).startsWith(folder) ? path(f).slice(folder.length) : f.name] = await bytes(f);
    }
    if (meetings[0]) {
      const own: api.Files = {};
      for (const f of words) own[f.name] = await bytes(f);
      await this.open(meetings[0].name, await meetings[0].text(), beside, own);
      return;
    }
    if (Object.keys(beside).length > 0) {
      this.work.files = { ...this.work.files, ...beside };
      this.say(t("Đã nhận tệp đi kèm: {0}", "Taken along: {0}", Object.keys(beside).join(", ")));
      this.read();
    }
    if (words[0]) await this.bringTemplate(words[0].name, await bytes(words[0]));
    if (words.length > 1) this.say(t("Mỗi lần chỉ nhận một mẫu; chưa nhận: {0}", "One template at a time; not taken: {0}", words.slice(1).map((f) => f.name).join(", ")));
  }

  /** bringTemplate checks a template of one's own and shows what was found. */
  async bringTemplate(name: string, data: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      const checked = await api.checkTemplate(name, data);
      this.dialog = { kind: "own-template", name, data, ...checked };
    } catch (err) {
      if (!(err instanceof api.Refusal)) {
        this.failed(err);
        return;
      }
      this.dialog = { kind: "own-template", name, data, ok: false, findings: err.findings.length ? err.findings : [{ severity: "error", code: "", message: err.detail }] };
    }
    this.changed();
  }

  useOwn(name: string, data: Uint8Array<ArrayBuffer>): void {
    this.work.templates = { ...this.work.templates, [name]: data };
    this.use(name, false);
    this.read();
  }

  private get request(): api.MeetingRequest {
    const stem = (this.work.name || slug(this.title) || "bienban").replace(/\.ya?ml$/i, "");
    return { yaml: this.text, name: stem + ".yaml", templates: this.work.templates, files: this.work.files, to: ["pdf"] };
  }

  get fileName(): string {
    return this.request.name;
  }

  async download(what: "docx" | "pdf" | "yaml" | "all"): Promise<void> {
    if (what === "yaml") {
      save(this.fileName, new Blob([this.text], { type: "application/yaml" }));
      return;
    }
    try {
      const template = this.documents[this.current]?.template;
      if (what === "all") {
        const all = await api.renderAll({ ...this.request, to: ["docx", "pdf"] });
        save(all.name, all.data);
        return;
      }
      const made = await api.render({ ...this.request, to: [what] });
      const name = this.documents[this.current]?.name.replace(/\.pdf$/, "." + what);
      const one = made.documents.find((d) => d.name === name) ?? made.documents.find((d) => d.template === template) ?? made.documents[0];
      if (one) save(one.name, new Blob([api.decode(one.content)], { type: what === "pdf" ? "application/pdf" : api.typeDOCX }));
    } catch (err) {
      this.failed(err);
    }
  }

  // ---- pages and findings ----

  async render(): Promise<void> {
    this.rendering?.abort();
    clearTimeout(this.timers.check);
    if (!this.text.trim()) return;
    const run = (this.rendering = new AbortController());
    const text = this.text;
    this.busy = true;
    try {
      const made = await api.render(this.request, run.signal);
      if (run.signal.aborted) return;
      this.documents = made.documents.map((d) => ({ name: d.name, template: d.template, data: api.decode(d.content) }));
      const wanted = this.documents.findIndex((d) => d.template === this.work.document);
      if (this.documents[this.current]?.template !== this.work.document && wanted >= 0) this.current = wanted;
      this.current = Math.min(this.current, Math.max(0, this.documents.length - 1));
      this.stale = false;
      this.offline = false;
      if (text === this.text) this.found(this.withKnown(made.findings));
      this.later("check", checkAfter);
    } catch (err) {
      if (run.signal.aborted) return;
      if (err instanceof api.Refusal && err.status === 503) {
        this.later("render", 1000);
        return;
      }
      this.stale = true;
      this.failed(err);
    } finally {
      if (this.rendering === run) this.busy = false;
    }
    this.changed();
  }

  /** check finds what the pages do not tell: figures that contradict each other, the regulations. */
  async check(): Promise<void> {
    const run = this.rendering;
    const text = this.text;
    if (!text.trim()) return;
    try {
      const checked = await api.check(this.request, run?.signal);
      if (!run?.signal.aborted && text === this.text) this.found(checked.findings);
    } catch (err) {
      if (!run?.signal.aborted && !(err instanceof api.Refusal && err.status === 503)) this.failed(err);
    }
  }

  /** withKnown keeps what only a check finds until the next one: it would go and come back at each key. */
  private withKnown(findings: api.Finding[]): api.Finding[] {
    return withKnown(findings, this.findings, this.foundIn, this.text);
  }

  /** found takes the findings of the text. Of one that nobody has filled in they are not kept: what is missing there would be told after the first key. */
  private found(findings: api.Finding[]): void {
    this.checked = !this.untouched;
    this.findings = this.checked ? findings : [];
    this.foundIn = this.text;
    this.editor.underline(this.findings.filter((f) => this.isMine(f)));
    this.changed();
  }

  /** isMine reports whether a finding is about the text rather than a template or another file. */
  isMine(f: api.Finding): boolean {
    return f.line !== undefined && (f.file === undefined || f.file.endsWith(".yaml")); // the server may write its name otherwise
  }

  private failed(err: unknown): void {
    this.offline = !(err instanceof api.Refusal);
    if (err instanceof api.Refusal) {
      if (err.status === 401) this.dialog = { kind: "token" };
      if (err.findings.length > 0) this.found(this.withKnown(err.findings));
      else this.say(err.detail);
    }
    this.changed();
  }

  /** fieldOf is the field that a finding is about. */
  fieldOf(f: api.Finding): Path {
    return this.isMine(f) ? this.meeting.fieldAt(this.editor.offset(f.line!, f.column ?? 1)) : [];
  }

  /** follow leads to what a finding is about. */
  follow(f: api.Finding): void {
    if (!this.isMine(f)) return;
    const path = this.fieldOf(f);
    if (this.tab === "yaml" || this.meeting.broken || path.length === 0) {
      this.showTab("yaml");
      this.editor.goto(f.line!, f.column ?? 1);
      return;
    }
    const missing = tell(this.schema, f).missing[0];
    const own = path[0] === "documents" ? path.slice(2) : path;
    this.look(missing && (own.length === 0 || path[0] === "documents") ? [missing.key] : own, true);
  }

  say(notice: string): void {
    this.notice = notice;
    clearTimeout(this.timers.notice);
    this.timers.notice = setTimeout(() => {
      this.notice = "";
      this.changed();
    }, 8000);
    this.changed();
  }

  showDialog(dialog: Dialog | undefined): void {
    this.dialog = dialog;
    this.changed();
  }
}

/** printedAs is a field as the server's lists of what is printed name it: a part of a part is a part, and the tables of parts are the meeting's. */
function printedAs(path: Path): string {
  return path
    .map((step) => (typeof step === "number" ? "[]" : "." + step))
    .join("")
    .slice(1)
    .replace(/\b(sections|rows)\[\](?:\.\1(?:\[\])?)+/g, "$1[]")
    .replace(/^sections\[\]\.indicators/, "indicators");
}

/** within reports whether a field is another, or stands in it. */
function within(inner: string, outer: string): boolean {
  return inner.startsWith(outer) && (inner.length === outer.length || outer.endsWith("]") || /^[.[]/.test(inner.slice(outer.length)));
}

/** blank reports whether nothing is filled in. */
function blank(value: Value | undefined): boolean {
  return value === undefined || (typeof value === "string" ? value.trim() === "" : Object.values(value).every(blank));
}

/** difference is the one change between two texts. */
function difference(a: string, b: string): ChangeSpec & Change {
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let end = 0;
  while (end < a.length - from && end < b.length - from && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return { from, to: a.length - end, insert: b.slice(from, b.length - end) };
}

export async function bytes(f: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await f.arrayBuffer());
}

/** save gives the person a file. */
export function save(name: string, data: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function slug(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
}
