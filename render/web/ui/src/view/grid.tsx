// Tables of figures: a grid that is filled by hand, or by a paste from a spreadsheet.
import { useState } from "preact/hooks";
import type { App } from "../app";
import type { Meeting } from "../model/meeting";
import { typeAt, type Field, type Type } from "../model/schema";
import type { Path, Value } from "../model/yaml";
import { parseTSV } from "../model/tsv";
import { t } from "../words";
import { Entry, Input, More, pathId, type Context } from "./form";

const asked = ["title", "unit", "caption", "as_of", "preset", "total", "id", "rows_from"]; // of a table itself
const usual = ["unit", "plan", "actual", "previous", "percent_of_plan"]; // columns of a table that declares none
const most = 400; // rows that are shown at a time

export function Indicators({ app, errors }: Context) {
  const tables = app.meeting.list(["indicators"]);
  return (
    <fieldset class="list" id={pathId(["indicators"])}>
      <legend class="hidden">{t("Biểu chỉ tiêu", "Indicator tables")}</legend>
      {tables.map((_, i) => (
        <Entry key={i} app={app} list={["indicators"]} index={i} count={tables.length} small={false} name={t("Biểu {0}", "Table {0}", i + 1) + ": " + app.meeting.text(["indicators", i, "title"]).slice(0, 40)}>
          <Table app={app} errors={errors} index={i} />
        </Entry>
      ))}
      <button class="add" onClick={() => app.insert(["indicators"], tables.length, "")}>+ {t("Thêm biểu chỉ tiêu", "Add an indicator table")}</button>
      {tables.length === 0 && <Paste app={app} path={["indicators", 0]} />}
    </fieldset>
  );
}

interface Column {
  id: string;
  label: string;
  path: (row: Path) => Path;
}

interface Row {
  path: Path;
  depth: number;
  siblings: number;
}

function Table({ app, errors, index }: Context & { index: number }) {
  const path: Path = ["indicators", index];
  const [more, setMore] = useState(false);
  const [shown, setShown] = useState(most);
  const [active, setActive] = useState(-1); // the row that the cursor was in last
  const record = typeAt(app.schema, path) as Extract<Type, { kind: "record" }>;
  const fields = record.fields.filter((f) => asked.includes(f.key)).sort((a, b) => asked.indexOf(a.key) - asked.indexOf(b.key));
  const rows = flat(app, [...path, "rows"], 0);
  const columns = columnsOf(app, path, rows);
  const visible = fields.filter((f) => more || f.key === "title" || f.key === "unit" || app.meeting.get([...path, f.key]) !== undefined);
  return (
    <>
      <div class="grid2">
        {visible.map((f) => (
          <div class={"field" + (f.key === "title" ? " wide" : "")} key={f.key}>
            <label for={pathId([...path, f.key])} title={f.about}>{f.label}</label>
            <Input app={app} id={pathId([...path, f.key])} type={f.type} path={[...path, f.key]} describe={f} {...problem(errors, [...path, f.key])} />
          </div>
        ))}
        {visible.length < fields.length && <More fields={fields.filter((f) => !visible.includes(f))} onClick={() => setMore(true)} />}
      </div>
      {rows.length > 0 && (
        <div class="sheet-frame">
          <table class="sheet-grid" onKeyDown={(e) => gridKeys(e, app)} onFocusIn={(e) => setActive(Number((e.target as HTMLElement).dataset.cell?.split(",")[0] ?? -1))}>
            <thead>
              <tr>
                <th scope="col">{t("Chỉ tiêu", "Indicator")}</th>
                {columns.map((c) => <th scope="col" key={c.id} title={c.id}>{c.label}</th>)}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, shown).map((row, n) => <RowView key={row.path.join(".")} app={app} errors={errors} row={row} n={n} columns={columns} table={path} rows={rows} />)}
            </tbody>
          </table>
          {rows.length > shown && <button class="link" onClick={() => setShown(shown + most)}>{t("Hiện thêm {0} dòng", "Show {0} more rows", Math.min(most, rows.length - shown))}</button>}
        </div>
      )}
      <div class="row">
        <RowTools app={app} rows={rows} active={active} />
        <button class="add" onClick={() => app.insert([...path, "rows"], app.meeting.list([...path, "rows"]).length, "", ["name"])}>+ {t("Thêm dòng", "Add a row")}</button>
      </div>
      {rows.length === 0 && app.meeting.text([...path, "rows_from"]) === "" && <Paste app={app} path={path} />}
    </>
  );
}

function problem(errors: Map<string, string>, path: Path): { error: string } | object {
  const error = errors.get(pathId(path));
  return error ? { error } : {};
}

/** flat is the rows of a table, those below a row after it. */
function flat(app: App, list: Path, depth: number): Row[] {
  const rows: Row[] = [];
  const walk = (values: Value[], at: Path, d: number) => values.forEach((value, i) => {
    const path = [...at, i];
    rows.push({ path, depth: d, siblings: values.length });
    const below = typeof value === "object" && !Array.isArray(value) ? value.rows : undefined;
    if (Array.isArray(below)) walk(below, [...path, "rows"], d + 1);
  });
  walk(app.meeting.list(list), list, depth);
  return rows;
}

/** columnsOf are the columns that a table declares, else those that its rows have figures for. */
function columnsOf(app: App, path: Path, rows: Row[]): Column[] {
  const fields = (typeAt(app.schema, [...path, "rows", 0]) as Extract<Type, { kind: "record" }>).fields;
  const byId = new Map<string, Field>(fields.flatMap((f) => f.names.map((n) => [n, f] as const)));
  const declared = app.meeting.list([...path, "columns"]);
  const column = (id: string, label: string, place?: number): Column => {
    const field = byId.get(id);
    return { id, label: label || field?.label || id, path: (row) => (field ? [...row, field.key] : place !== undefined && Array.isArray(app.meeting.get([...row, "values"])) ? [...row, "values", place] : [...row, "values", id]) };
  };
  if (declared.length > 0) {
    const columns = declared.map((value, i) => {
      const own = typeof value === "object" && !Array.isArray(value) ? value : {};
      const group = Array.isArray(own.group) ? own.group.join(" – ") : "";
      return { id: String(own.id ?? own.header ?? i), header: [group, own.header].filter((v) => typeof v === "string" && v !== "").join(": "), formula: own.formula };
    });
    const made = columns.map((c, i) => column(c.id, c.header, i));
    return made.some((c) => byId.get(c.id)?.key === "unit") || !rows.some((r) => app.meeting.get([...r.path, "unit"]) !== undefined) ? made : [column("unit", ""), ...made];
  }
  const used = new Set<string>();
  const values = new Set<string>();
  for (const row of rows) {
    const value = app.meeting.get(row.path);
    if (typeof value !== "object" || Array.isArray(value)) continue;
    for (const key of Object.keys(value)) used.add(key);
    const own = value.values;
    if (own && typeof own === "object") for (const key of Object.keys(own)) values.add(key);
  }
  const known = fields.filter((f) => ["figure"].includes(f.type.kind) || ["unit", "assessment", "note"].includes(f.key));
  const preset = app.meeting.text([...path, "preset"]) !== "";
  return [...known.filter((f) => used.has(f.key) || (!preset && values.size === 0 && usual.includes(f.key))).map((f) => column(f.key, "")), ...[...values].map((id) => column(id, ""))];
}

interface RowProps extends Context {
  row: Row;
  n: number;
  columns: Column[];
  table: Path;
  rows: Row[];
}

function RowView({ app, errors, row, n, columns, table, rows }: RowProps) {
  const name = app.meeting.text([...row.path, "name"]) || t("dòng {0}", "row {0}", n + 1);
  const cells: { path: Path; label: string }[] = [{ path: [...row.path, "name"], label: t("Chỉ tiêu, dòng {0}", "Indicator, row {0}", n + 1) }, ...columns.map((c) => ({ path: c.path(row.path), label: `${name}: ${c.label}` }))];
  return (
    <tr data-entry={JSON.stringify(row.path)} id={pathId(row.path)}>
      {cells.map((cell, c) => {
        const error = errors.get(pathId(cell.path)) ?? (c === 0 ? errors.get(pathId(row.path)) : undefined);
        return (
          <td key={c} class={c === 0 ? "name depth" + Math.min(row.depth, 5) : ""}>
            <input id={pathId(cell.path)} type="text" autocomplete="off" spellcheck={false} value={app.meeting.text(cell.path)} aria-label={cell.label} aria-invalid={error ? "true" : undefined} title={error}
              data-cell={`${n},${c}`} data-rest={JSON.stringify(cell.path.slice(row.path.length))}
              onInput={(e) => app.set(cell.path, e.currentTarget.value)}
              onPaste={(e) => {
                const text = e.clipboardData?.getData("text/plain") ?? "";
                if (!/[\t\n]/.test(text.trimEnd())) return;
                e.preventDefault();
                fill(app, table, rows, columns, n, c, parseTSV(text));
              }} />
          </td>
        );
      })}
    </tr>
  );
}

/** RowTools do with the row that the cursor is in what the keyboard does. */
function RowTools({ app, rows, active }: { app: App; rows: Row[]; active: number }) {
  const row = rows[active];
  if (rows.length === 0) return null;
  const path = row?.path ?? [];
  const list = path.slice(0, -1);
  const index = (path.at(-1) ?? 0) as number;
  const tools: [sign: string, name: string, off: boolean, act: () => void][] = [
    ["⇥", t("Thành dòng con của dòng trên (Alt+→)", "Under the row above (Alt+→)"), index === 0, () => indent(app, path)],
    ["⇤", t("Ra một cấp (Alt+←)", "One level out (Alt+←)"), row?.depth === 0, () => outdent(app, path)],
    ["↑", t("Lên (Alt+↑)", "Up (Alt+↑)"), index === 0, () => app.move(list, index, index - 1)],
    ["↓", t("Xuống (Alt+↓)", "Down (Alt+↓)"), index + 1 === row?.siblings, () => app.move(list, index, index + 1)],
    ["✕", t("Xóa (Ctrl+Shift+Delete)", "Remove (Ctrl+Shift+Delete)"), false, () => app.remove(path)],
  ];
  return (
    <div class="row-tools" role="toolbar" aria-label={t("Dòng đang đứng", "This row")}>
      <span class="quiet">{row ? t("Dòng {0}", "Row {0}", active + 1) : t("Dòng", "Row")}</span>
      {tools.map(([sign, name, off, act]) => <button key={sign} class="plain" disabled={!row || off} title={name} aria-label={name} onClick={act}>{sign}</button>)}
    </div>
  );
}

/** fill puts a pasted block into the grid from a cell on, and adds the rows that it needs. */
function fill(app: App, table: Path, rows: Row[], columns: Column[], n: number, c: number, cells: string[][]): void {
  app.edit(...cells.flatMap((line, i) => {
    const row = rows[n + i]?.path ?? [...table, "rows", app.meeting.list([...table, "rows"]).length + (n + i - rows.length)];
    const places = [[...row, "name"], ...columns.map((column) => column.path(row))];
    const fresh = !rows[n + i];
    return [
      ...(fresh ? [(m: Meeting) => m.insert([...table, "rows"], m.list([...table, "rows"]).length, "")] : []),
      ...line.flatMap((text, j) => (places[c + j] ? [(m: Meeting) => m.set(places[c + j]!, text.trim())] : [])),
    ];
  }));
  const lost = Math.max(...cells.map((line) => c + line.length)) - columns.length - 1;
  if (lost > 0) app.say(t("{0} cột dán vào nằm ngoài bảng nên bị bỏ. Hoàn tác: Ctrl+Z.", "{0} pasted columns are beyond the table and were left out. Undo: Ctrl+Z.", lost));
}

function indent(app: App, path: Path): void {
  const index = path.at(-1) as number;
  if (index === 0) return;
  const value = app.meeting.get(path) ?? "";
  const above = [...path.slice(0, -1), index - 1, "rows"];
  const at = app.meeting.list(above).length;
  app.edit((m) => m.remove(path), (m) => m.insert(above, at, value));
  app.look([...above, at, "name"]);
}

function outdent(app: App, path: Path): void {
  if (path.length < 5 || path.at(-2) !== "rows") return;
  const parent = path.slice(0, -2); // the row that it is under
  if (typeof parent.at(-1) !== "number" || parent.length < 4) return;
  const value = app.meeting.get(path) ?? "";
  const at = (parent.at(-1) as number) + 1;
  app.edit((m) => m.remove(path), (m) => m.insert(parent.slice(0, -1), at, value));
  app.look([...parent.slice(0, -1), at, "name"]);
}

/** gridKeys go from cell to cell; what moves a row is the form's affair, but for its level. */
function gridKeys(e: KeyboardEvent, app: App): void {
  const input = e.target as HTMLInputElement;
  if (!input.dataset.cell || e.isComposing) return;
  const [n, c] = input.dataset.cell.split(",").map(Number) as [number, number];
  const path = JSON.parse(input.closest<HTMLElement>("[data-entry]")!.dataset.entry!) as Path;
  const go = (row: number, column: number) => {
    const next = input.closest("table")!.querySelector<HTMLInputElement>(`[data-cell="${row},${column}"]`);
    if (!next) return false;
    e.preventDefault();
    next.focus();
    next.select();
    return true;
  };
  if (e.altKey && e.key === "ArrowRight") {
    e.preventDefault();
    indent(app, path);
  } else if (e.altKey && e.key === "ArrowLeft") {
    e.preventDefault();
    outdent(app, path);
  } else if (e.altKey || e.ctrlKey || e.metaKey) return;
  else if (e.key === "ArrowDown") go(n + 1, c);
  else if (e.key === "ArrowUp") go(n - 1, c);
  else if (e.key === "Enter") {
    e.preventDefault();
    if (!go(n + (e.shiftKey ? -1 : 1), c) && !e.shiftKey) app.insert(path.slice(0, -1), (path.at(-1) as number) + 1, "", ["name"]);
  }
}

/** Paste takes a table from a spreadsheet, with its header, as rows_from would read it. */
function Paste({ app, path }: { app: App; path: Path }) {
  const [busy, setBusy] = useState(false);
  const take = async (text: string) => {
    if (!text.trim()) return;
    setBusy(true);
    await app.takeTable(path, text);
    setBusy(false);
  };
  return (
    <textarea class="paste" rows={2} value="" readOnly={busy} aria-label={t("Dán bảng từ Excel vào đây", "Paste a table from Excel here")}
      placeholder={t("Dán bảng từ Excel vào đây: chọn cả đầu bảng trong Excel, Ctrl+C, bấm vào ô này, Ctrl+V", "Paste a table from Excel here: select it in Excel with its header, Ctrl+C, click here, Ctrl+V")}
      onPaste={(e) => {
        e.preventDefault();
        void take(e.clipboardData?.getData("text/plain") ?? "");
      }}
      onInput={(e) => {
        const text = e.currentTarget.value;
        e.currentTarget.value = "";
        if (/[\t\n]/.test(text)) void take(text);
      }} />
  );
}
