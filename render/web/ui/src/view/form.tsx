// The meeting as a form: the fields of the schema, in the groups that a secretary thinks in.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { App } from "../app";
import { pasted } from "../model/paste";
import { typeAt, type Field, type Type } from "../model/schema";
import { tell } from "../model/tell";
import type { Path, Value } from "../model/yaml";
import { t } from "../words";
import { Indicators } from "./grid";

interface Group {
  id: string;
  name: () => string;
  keys: string[];
  rare?: string[]; // of them, shown when they are used or asked for
}

const groups: Group[] = [
  { id: "organization", name: () => t("Cơ quan, số hiệu", "Organization, number"), keys: ["regime", "organization", "place", "number", "symbol", "date", "draft", "urgency", "secrecy", "circulation"], rare: ["draft", "urgency", "secrecy", "circulation"] },
  { id: "time", name: () => t("Thời gian – địa điểm", "Time and place"), keys: ["start", "end", "venue"] },
  { id: "people", name: () => t("Thành phần", "People"), keys: ["chair", "secretary", "attendance", "invitees"] },
  { id: "content", name: () => t("Nội dung", "Content"), keys: ["bases", "agenda", "sections", "speeches"] },
  { id: "indicators", name: () => t("Chỉ tiêu", "Indicators"), keys: ["indicators"] },
  { id: "votes", name: () => t("Biểu quyết", "Votes"), keys: ["votes"] },
  { id: "conclusion", name: () => t("Kết luận", "Conclusion"), keys: ["conclusion"] },
  { id: "tasks", name: () => t("Nhiệm vụ", "Tasks"), keys: ["tasks"] },
  { id: "signatures", name: () => t("Ký tên", "Signatures"), keys: ["signatures", "authors"], rare: ["authors"] },
  { id: "recipients", name: () => t("Nơi nhận", "Recipients"), keys: ["recipients", "addressees"], rare: ["addressees"] },
];
const top = ["title", "lead"]; // before all groups
const elsewhere = ["documents"]; // the pages have them

/** groupOf is the group that a key stands in. */
function groupOf(key: string): string {
  return groups.find((g) => g.keys.includes(key))?.id ?? (top.includes(key) ? "" : "other");
}

export function pathId(path: Path): string {
  return "f-" + path.join(".");
}

export function Form({ app }: { app: App }) {
  const fields = new Map(app.schema.fields.map((f) => [f.key, f]));
  const errors = problems(app);
  const known = new Set([...groups.flatMap((g) => g.keys), ...top, ...elsewhere]);
  const rest = app.schema.fields.filter((f) => !known.has(f.key)).map((f) => f.key);
  const all = [...groups, { id: "other", name: () => t("Dữ liệu riêng", "Own data"), keys: rest }];
  const form = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => { // at once: a later effect of the render before would look in vain
    const wanted = app.focus;
    if (!wanted || app.tab !== "form") return;
    const key = String(wanted.path[0]);
    const group = groupOf(key);
    if (group && !app.openGroups.has(group)) {
      app.openGroups.add(group);
      app.changed();
      return; // once it is open
    }
    app.focus = undefined;
    for (let n = wanted.path.length; n > 0; n--) {
      const element = form.current?.querySelector(`[id="${CSS.escape(pathId(wanted.path.slice(0, n)))}"]`);
      if (!element) continue;
      for (let d = element.closest("details:not([open])"); d; d = d.parentElement!.closest("details:not([open])")) (d as HTMLDetailsElement).open = true;
      const input = element.matches("input,textarea,select,button") ? element : (element.querySelector("input:not(.picker),textarea,select") ?? element.querySelector("button.add") ?? element);
      (input as HTMLElement).focus({ preventScroll: true });
      (input as HTMLElement).scrollIntoView({ block: "center", behavior: "instant" });
      if (wanted.select && input instanceof HTMLInputElement) input.select();
      return;
    }
  });

  if (app.meeting.broken) {
    return (
      <div class="form" ref={form}>
        <div class="message error">
          <p>{t("YAML đang có chỗ sai nên chưa hiện được thành biểu mẫu.", "The YAML is broken, so there is no form to show.")}</p>
          <button onClick={() => app.showTab("yaml")}>{t("Sửa ở thẻ YAML", "Mend it in the YAML tab")}</button> <button onClick={() => app.undo()}>{t("Hoàn tác", "Undo")}</button>
        </div>
      </div>
    );
  }
  const context: Context = { app, errors };
  return (
    <div class="form" ref={form} onKeyDown={(e) => keys(e, app)}>
      {top.map((key) => fields.has(key) && <FieldView key={key} {...context} field={fields.get(key)!} path={[key]} />)}
      {all.map((group) => {
        const members = group.keys.filter((key) => fields.has(key));
        if (members.length === 0 || (group.id === "other" && members.every((key) => app.meeting.get([key]) === undefined))) return null;
        const filled = members.filter((key) => app.meeting.get(app.place([key])) !== undefined).length;
        const bad = [...errors.keys()].some((id) => members.some((key) => id === pathId([key]) || id.startsWith(pathId([key]) + ".")));
        const open = app.openGroups.has(group.id);
        return (
          <details key={group.id} class="group" open={open} onToggle={(e) => {
            const now = e.currentTarget.open;
            if (now === app.openGroups.has(group.id)) return;
            if (now) app.openGroups.add(group.id);
            else app.openGroups.delete(group.id);
            app.changed();
          }}>
            <summary>
              <span>{group.name()}</span>
              {bad ? <span class="mark error">{t("có lỗi", "errors")}</span> : filled > 0 && <span class="mark" role="img" aria-label={t("đã điền", "filled in")}>●</span>}
              {!members.some((key) => app.prints([key])) && <NotPrinted />}
            </summary>
            {open && <Members {...context} fields={members.map((key) => fields.get(key)!)} rare={group.rare ?? []} />}
          </details>
        );
      })}
    </div>
  );
}

/** NotPrinted marks what the document that is looked at has no place for. */
function NotPrinted() {
  return <>{" "}<span class="quiet aside">{t("mẫu này không in", "not in this template")}</span></>;
}

/** Members are the fields of a group, the rare ones when they are used or asked for. */
function Members({ app, errors, fields, rare }: Context & { fields: Field[]; rare: string[] }) {
  const [all, setAll] = useState(false);
  const wanted = app.focus && String(app.focus.path[0]);
  const shown = fields.filter((f) => all || !rare.includes(f.key) || f.key === wanted || app.meeting.get(app.place([f.key])) !== undefined);
  return (
    <div class="fields">
      {shown.map((f) => (f.key === "indicators" ? <Indicators key={f.key} app={app} errors={errors} /> : <FieldView key={f.key} app={app} errors={errors} field={f} path={[f.key]} alone={fields.length === 1} />))}
      {shown.length < fields.length && <More fields={fields.filter((f) => !shown.includes(f))} onClick={() => setAll(true)} />}
    </div>
  );
}

/** More asks for the fields that are seldom filled in. */
export function More({ fields, onClick }: { fields: Field[]; onClick: () => void }) {
  return <button class="link more" onClick={onClick}>+ {fields.slice(0, 4).map((f) => f.label.toLocaleLowerCase("vi")).join(", ") + (fields.length > 4 ? "…" : "")}</button>;
}

export interface Context {
  app: App;
  errors: Map<string, string>;
}

/** problems are the messages by field: errors and warnings that are about the text. */
function problems(app: App): Map<string, string> {
  const found = new Map<string, string>();
  if (app.untouched) return found; // nothing is red before the first key
  for (const f of app.findings) {
    if (f.severity === "note" || !app.isMine(f)) continue;
    const path = app.fieldOf(f);
    if (path.length > 0) {
      const told = tell(app.schema, f);
      found.set(pathId(path[0] === "documents" && path.length > 2 ? path.slice(2) : path), told.message + (told.hint ? " " + told.hint : ""));
    }
  }
  return found;
}

/** keys are what the form does with the keyboard, besides typing. */
function keys(e: KeyboardEvent, app: App): void {
  const element = e.target as HTMLElement;
  const entry = element.closest<HTMLElement>("[data-entry]");
  if (!entry) return;
  const path = JSON.parse(entry.dataset.entry!) as (string | number)[];
  const index = path.at(-1) as number;
  const list = path.slice(0, -1);
  const rest = JSON.parse(element.dataset.rest ?? "[]") as (string | number)[];
  if (e.altKey && !e.ctrlKey && (e.key === "ArrowUp" || e.key === "ArrowDown")) {
    e.preventDefault();
    app.move(list, index, index + (e.key === "ArrowUp" ? -1 : 1));
    if (app.focus) app.focus.path = [...app.focus.path, ...rest];
  } else if (e.ctrlKey && e.key === "Enter") {
    e.preventDefault();
    app.insert(list, index + 1, "");
  } else if (e.ctrlKey && e.shiftKey && e.key === "Delete") {
    e.preventDefault();
    app.remove(path);
  }
}

interface FieldProps extends Context {
  field: Field;
  path: Path;
  alone?: boolean; // the group has its name already
}

function FieldView({ app, errors, field, path, alone }: FieldProps) {
  const id = pathId(path);
  const { type } = field;
  const mark = !alone && unprinted(app, path) && <NotPrinted />;
  switch (type.kind) {
    case "record":
      return (
        <fieldset id={id} class="record">
          <legend>{field.label}{mark}</legend>
          <Record app={app} errors={errors} type={type} path={path} />
        </fieldset>
      );
    case "list":
      return <List app={app} errors={errors} field={field} path={path} alone={alone ?? false} of={type.of} />;
    case "free":
      return (
        <div class="field" id={id}>
          <span class="label">{field.label}</span>
          <button class="link" onClick={() => app.showTab("yaml")}>{t("Sửa ở thẻ YAML", "Edit in the YAML tab")}</button>
        </div>
      );
  }
  const error = errors.get(id);
  return (
    <div class={"field " + type.kind + (wide(field, path) ? " wide" : "")}>
      <label for={id} title={field.about} class={alone ? "hidden" : ""}>{field.label}{mark}</label>
      <Input app={app} id={id} type={type} path={path} describe={field} {...(error ? { error } : {})} />
    </div>
  );
}

/** unprinted reports whether a field has no place in the document while what holds it has: then it is marked itself. */
function unprinted(app: App, path: Path): boolean {
  if (app.prints(path)) return false;
  const holder = path.slice(0, typeof path.at(-2) === "number" ? -2 : -1);
  if (holder.length > 0) return app.prints(holder);
  const group = groups.find((g) => g.keys.includes(String(path[0])));
  return !group || group.keys.some((key) => app.prints([key]));
}

/** wide reports whether a field takes a whole line. */
function wide(field: Field, path: Path): boolean {
  return field.type.kind === "lines" || ["title", "lead", "venue", "matter", "content", "heading", "address", "authority"].includes(field.key) || (field.key === "name" && (path[0] === "organization" || path.at(-3) === "groups"));
}

const regimes: Record<string, () => string> = {
  state: () => t("Cơ quan nhà nước", "State body"),
  party: () => t("Cơ quan Đảng", "Party body"),
  company: () => t("Doanh nghiệp", "Company"),
  other: () => t("Khác", "Other"),
};

interface InputProps {
  app: App;
  id: string;
  type: Type;
  path: Path;
  describe: Field;
  error?: string;
  label?: string;
  rest?: Path; // of the entry that it stands in
  onKeyDown?: (e: KeyboardEvent) => void;
}

/** Input is one value. What is typed goes into the text at once. */
export function Input({ app, id, type, path, describe, error, label, rest, onKeyDown }: InputProps) {
  const place = app.place(path);
  const raw = app.meeting.text(place);
  const value = raw.replace(/\n$/, "");
  const set = (v: string) => app.set(path, v);
  const common = {
    id, "aria-label": label, "aria-invalid": error ? ("true" as const) : undefined, "aria-describedby": error ? id + "-error" : undefined, "data-rest": rest ? JSON.stringify(rest) : undefined, "data-path": JSON.stringify(path),
    title: label ? describe.about : undefined, onKeyDown,
  };
  const message = error && <p class="problem" id={id + "-error"}>{error}</p>;
  if (type.kind === "truth") {
    const truth = /^(true|có|co|yes|x|1)$/i.test(value) ? "true" : value === "" ? "" : /^(false|không|khong|no|0)$/i.test(value) ? "false" : value;
    return (
      <>
        <select {...common} value={truth} onChange={(e) => set(e.currentTarget.value)}>
          <option value="">{t("—", "—")}</option>
          <option value="true">{t("Có", "Yes")}</option>
          <option value="false">{t("Không", "No")}</option>
          {!["", "true", "false"].includes(truth) && <option value={truth}>{truth}</option>}
        </select>
        {message}
      </>
    );
  }
  if (type.kind === "choice") {
    const aliases: Record<string, string> = { nha_nuoc: "state", dang: "party", doanh_nghiep: "company", khac: "other" };
    const chosen = aliases[value] ?? value;
    const options = [...(type.options ?? [])];
    if (chosen && !options.includes(chosen)) options.push(chosen);
    return (
      <>
        <select {...common} value={chosen} onChange={(e) => set(e.currentTarget.value)}>
          <option value="">{t("Theo mẫu", "As the template has it")}</option>
          {options.map((o) => <option value={o}>{regimes[o]?.() ?? o}</option>)}
        </select>
        {message}
      </>
    );
  }
  if (type.kind === "moment" || type.kind === "date" || type.kind === "deadline") {
    return (
      <>
        <span class="when">
          <Typed {...common} value={value} set={set} placeholder={type.kind === "moment" ? "08:00 07/9/2026" : type.kind === "date" ? "07/9/2026" : t("07/9/2026 hoặc “thường xuyên”", "07/9/2026 or “thường xuyên”")} />
          <Picker clock={type.kind === "moment"} value={value} set={set} label={describe.label} />
        </span>
        {message}
      </>
    );
  }
  if (type.kind === "figure" || type.kind === "count") {
    return <><Typed {...common} value={value} set={set} inputMode="decimal" />{message}</>;
  }
  return <><Area {...common} value={value} raw={() => app.meeting.text(app.place(path))} set={set} lines={type.kind === "lines"} />{message}</>;
}

/** Picker is the browser's calendar, beside what is typed. */
function Picker({ clock, value, set, label }: { clock: boolean; value: string; set: (v: string) => void; label: string }) {
  const iso = toISO(value, clock);
  return (
    <input class="picker" type={clock ? "datetime-local" : "date"} value={iso} aria-label={t("Chọn trên lịch: {0}", "Choose in a calendar: {0}", label)}
      onChange={(e) => e.currentTarget.value && set(e.currentTarget.value.replace("T", " "))} />
  );
}

/** toISO is a day, and a time, as the browser's calendar has them; "" if it is otherwise. */
function toISO(text: string, clock: boolean): string {
  const day = /(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text) ?? undefined;
  const local = /(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text) ?? undefined;
  const [y, m, d] = day ? [day[1], day[2], day[3]] : local ? [local[3], local[2], local[1]] : [];
  if (!y || !m || !d) return "";
  const time = /(\d{1,2}):(\d{2})/.exec(text);
  const date = `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
  return clock ? `${date}T${time ? time[1]!.padStart(2, "0") + ":" + time[2] : "00:00"}` : date;
}

type TypedProps = { value: string; set: (v: string) => void } & Record<string, unknown>;

function Typed({ value, set, ...rest }: TypedProps) {
  return <input {...rest} type="text" autocomplete="off" spellcheck={false} value={value} onInput={(e) => set(e.currentTarget.value)} />;
}

type AreaProps = { value: string; raw: () => string; set: (v: string) => void; lines: boolean } & Record<string, unknown>;

/** Area is a text that grows with what is in it. The file has lines without the empty ones at
 * their end; who has just typed one goes on there, so what was typed is shown as long as the
 * file has what came of it, and nobody has gone elsewhere. */
function Area({ value: read, raw, set, lines, ...rest }: AreaProps) {
  const [typed, setTyped] = useState<{ text: string; raw: string }>();
  const value = typed && typed.raw === raw() ? typed.text : read;
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = area.current!;
    if (CSS.supports("field-sizing", "content")) return;
    element.style.height = "auto";
    element.style.height = element.scrollHeight + 2 + "px";
  }, [value]);
  return <textarea {...rest} ref={area} rows={lines ? 4 : 1} value={value} onBlur={() => setTyped(undefined)} onInput={(e) => {
    const text = e.currentTarget.value;
    set(text);
    setTyped({ text, raw: raw() });
  }} />;
}

interface ListProps extends Context {
  field: Field;
  path: Path;
  of: Type;
  alone: boolean;
}

/** List is what may be there several times: each with its handle, and buttons for the same. */
function List({ app, errors, field, path, of, alone }: ListProps) {
  const place = app.place(path);
  const values = app.meeting.list(place);
  const id = pathId(path);
  const error = errors.get(id);
  const add = () => app.insert(path, values.length, "");
  return (
    <fieldset class="list" id={id} onPaste={(e) => takeList(e, app, path, of)}>
      <legend class={alone ? "hidden" : ""}>{field.label}{!alone && unprinted(app, path) && <NotPrinted />}</legend>
      {error && <p class="problem">{error}</p>}
      {app.asked && pathId(app.asked.list) === id && (
        <div class="message asked" role="alertdialog" aria-label={t("Nội dung vừa dán", "What was pasted")}>
          <p>{t("Nội dung vừa dán có {0} dòng. Mỗi dòng là một mục?", "What was pasted has {0} lines. Is each an entry?", app.asked.values.length)}</p>
          <button class="main" autofocus onClick={() => app.answer(true)}>{t("Tách thành {0} mục", "Make {0} entries", app.asked.values.length)}</button> <button onClick={() => app.answer(false)}>{t("Để nguyên một mục", "Leave it one entry")}</button>
        </div>
      )}
      {values.map((value, i) => (
        <Entry key={i} app={app} list={path} index={i} count={values.length} name={entryName(field, value, i)} small={of.kind !== "record"}>
          {of.kind === "record" ? <Record app={app} errors={errors} type={of} path={[...path, i]} /> : <Item app={app} errors={errors} field={field} of={of} path={[...path, i]} />}
        </Entry>
      ))}
      <button class="add" onClick={add}>+ {t("Thêm", "Add")}<span class={alone || values.length > 0 ? "hidden" : ""}> {field.label.toLocaleLowerCase("vi")}</span></button>
    </fieldset>
  );
}

/** takeList makes entries of lines, or rows, that are pasted into the field that an entry is
 * named by. A text of several lines is pasted as it is where the field has lines. */
function takeList(e: ClipboardEvent, app: App, list: Path, of: Type): void {
  const element = e.target as HTMLInputElement | HTMLTextAreaElement;
  const entry = element.closest<HTMLElement>("[data-entry]");
  if (!entry || !element.matches("input, textarea") || e.defaultPrevented) return;
  const path = JSON.parse(entry.dataset.entry!) as (string | number)[];
  if (pathId(path.slice(0, -1)) !== pathId(list)) return; // of a list within this one
  const text = e.clipboardData?.getData("text/plain") ?? "";
  const type = typeAt(app.schema, JSON.parse(element.dataset.path ?? "[]") as Path);
  if (type?.kind === "lines" && !/\t/.test(text)) return;
  const found = pasted(text, of);
  if (!found) return;
  e.preventDefault();
  app.takeEntries(path, found, { text, from: element.selectionStart ?? 0, to: element.selectionEnd ?? 0, old: element.value, at: JSON.parse(element.dataset.path ?? "[]") as Path });
}

function entryName(field: Field, value: Value, i: number): string {
  const words = typeof value === "string" ? value : Object.values(value).find((v) => typeof v === "string" && v !== "");
  return `${field.label} ${i + 1}` + (words ? `: ${String(words).slice(0, 40)}` : "");
}

function Item({ app, errors, field, of, path }: Context & { field: Field; of: Type; path: Path }) {
  const index = path.at(-1) as number;
  const id = pathId(path);
  const error = errors.get(id);
  const ids = field.key === "indicators"; // a part names the tables that it prints
  if (ids) {
    const known = app.meeting.list(["indicators"]).map((_, i) => ({ id: app.meeting.text(["indicators", i, "id"]), title: app.meeting.text(["indicators", i, "title"]) })).filter((x) => x.id);
    const value = app.meeting.text(app.place(path));
    return (
      <select id={id} value={value} aria-label={`${field.label} ${index + 1}`} onChange={(e) => app.set(path, e.currentTarget.value)}>
        <option value="">—</option>
        {known.map((k) => <option value={k.id}>{k.title || k.id}</option>)}
        {value && !known.some((k) => k.id === value) && <option value={value}>{value}</option>}
      </select>
    );
  }
  return (
    <Input app={app} id={id} type={of} path={path} describe={field} label={`${field.label} ${index + 1}`} {...(error ? { error } : {})} onKeyDown={(e) => {
      if (e.key !== "Enter" || e.shiftKey || e.ctrlKey || e.isComposing) return;
      e.preventDefault();
      app.insert(path.slice(0, -1), index + 1, "");
    }} />
  );
}

/** few fields of a record are shown at first; the others when one asks for them. */
const first: Record<string, string[]> = {
  person: ["name", "position"], absence: ["name", "position", "reason"], ballot: ["name", "position", "vote"], signature: ["authority", "position", "name"],
  vote: ["matter", "for", "against", "abstain"], section: ["heading", "text"], group: ["name", "people"], organization: ["parent", "name"], attendance: ["summoned", "present", "groups", "absent"],
};

function Record({ app, errors, type, path }: Context & { type: Extract<Type, { kind: "record" }>; path: Path }) {
  const [all, setAll] = useState(false);
  const wanted = first[type.name];
  const at = app.place(path);
  const shown = type.fields.filter((f) => all || !wanted || wanted.includes(f.key) || app.meeting.get([...at, f.key]) !== undefined);
  return (
    <div class="grid2">
      {shown.map((f) => <FieldView key={f.key} app={app} errors={errors} field={f} path={[...path, f.key]} />)}
      {shown.length < type.fields.length && <More fields={type.fields.filter((f) => !shown.includes(f))} onClick={() => setAll(true)} />}
    </div>
  );
}

interface EntryProps {
  app: App;
  list: Path;
  index: number;
  count: number;
  name: string;
  small: boolean;
  children: ComponentChildren;
}

let dragged: { list: string; index: number } | undefined;

/** Entry is one of a list, which can be dragged, moved by its buttons, and taken away. */
export function Entry({ app, list, index, count, name, small, children }: EntryProps) {
  const path = [...list, index];
  const key = JSON.stringify(list);
  const [over, setOver] = useState(false);
  return (
    <div class={"entry" + (small ? " small" : "") + (over ? " over" : "")} id={pathId(path)} data-entry={JSON.stringify(path)} role="group" aria-label={name}
      onDragOver={(e) => {
        if (dragged?.list !== key) return;
        e.preventDefault();
        e.stopPropagation();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        setOver(false);
        if (dragged?.list !== key) return;
        e.preventDefault();
        e.stopPropagation();
        app.move(list, dragged.index, index);
        dragged = undefined;
      }}>
      <span class="handle" draggable title={t("Kéo để đổi chỗ (hoặc Alt+↑, Alt+↓)", "Drag to move (or Alt+↑, Alt+↓)")} aria-hidden="true"
        onDragStart={(e) => {
          dragged = { list: key, index };
          e.dataTransfer!.effectAllowed = "move";
          e.dataTransfer!.setData("text/plain", name);
        }}
        onDragEnd={() => (dragged = undefined)}>⠿</span>
      <div class="body">{children}</div>
      <span class="tools">
        <button class="plain" disabled={index === 0} aria-label={t("Lên: {0}", "Up: {0}", name)} title={t("Lên (Alt+↑)", "Up (Alt+↑)")} onClick={() => app.move(list, index, index - 1)}>↑</button>
        <button class="plain" disabled={index === count - 1} aria-label={t("Xuống: {0}", "Down: {0}", name)} title={t("Xuống (Alt+↓)", "Down (Alt+↓)")} onClick={() => app.move(list, index, index + 1)}>↓</button>
        <button class="plain" aria-label={t("Xóa: {0}", "Remove: {0}", name)} title={t("Xóa (Ctrl+Shift+Delete)", "Remove (Ctrl+Shift+Delete)")} onClick={() => app.remove(path)}>✕</button>
      </span>
    </div>
  );
}
