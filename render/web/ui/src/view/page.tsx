// The page: what stands at its top, the meeting at the left, the pages at the right.
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { App } from "../app";
import { tell } from "../model/tell";
import { language, t } from "../words";
import { Dialogs } from "./dialogs";
import { Form } from "./form";
import { Pages } from "./pages";

export function Page({ app }: { app: App }) {
  const [, again] = useReducer((n: number) => n + 1, 0);
  useEffect(() => app.subscribe(() => again(0)), []);
  useEffect(() => {
    document.title = (app.title ? app.title + " – " : "") + "bienban";
  });
  useDrops(app);
  return (
    <>
      <Header app={app} />
      {app.offline && <p class="message error banner" role="alert">{t("Mất kết nối với bienban. Hãy mở lại chương trình (bấm đúp bienban.exe): nội dung vẫn được giữ ở đây.", "The connection to bienban is lost. Start the program again: your work is kept here.")} <button onClick={() => void app.render()}>{t("Thử lại", "Try again")}</button></p>}
      <main>
        <section class="meeting" aria-label={t("Cuộc họp", "The meeting")}>
          <Tabs app={app} />
          <div class="pane" id="pane-form" role="tabpanel" aria-labelledby="tab-form" hidden={app.tab !== "form"}><Form app={app} /></div>
          <div class="pane" id="pane-yaml" role="tabpanel" aria-labelledby="tab-yaml" hidden={app.tab !== "yaml"}><EditorHost app={app} /></div>
          <Findings app={app} />
        </section>
        <Pages app={app} />
      </main>
      <Dialogs app={app} />
      <div class="notice" role="status">{app.notice}</div>
    </>
  );
}

function Header({ app }: { app: App }) {
  const none = app.documents.length === 0;
  return (
    <header>
      <strong class="brand">bienban</strong>
      <button onClick={() => app.showDialog({ kind: "open" })}>{t("Mở, tạo mới…", "Open, new…")}</button>
      <button onClick={() => app.showDialog({ kind: "templates", add: false })}>{t("Mẫu văn bản…", "Template…")}</button>
      <span class="pair">
        <button class="plain" disabled={!app.canUndo} onClick={() => app.undo()} title={t("Hoàn tác (Ctrl+Z)", "Undo (Ctrl+Z)")} aria-label={t("Hoàn tác", "Undo")}>↶</button>
        <button class="plain" disabled={!app.canRedo} onClick={() => app.redo()} title={t("Làm lại (Ctrl+Y)", "Redo (Ctrl+Y)")} aria-label={t("Làm lại", "Redo")}>↷</button>
      </span>
      <span class="space" />
      <button class="main" disabled={none || app.stale} onClick={() => void app.download("docx")}>{t("Tải Word", "Word file")}</button>
      <button class="main" disabled={none || app.stale} onClick={() => void app.download("pdf")}>{t("Tải PDF", "PDF")}</button>
      {app.documents.length > 1 && <button disabled={app.stale} onClick={() => void app.download("all")}>{t("Tải tất cả", "All of them")}</button>}
      <button onClick={() => void app.download("yaml")} title={t("Tệp để mở lại, sửa tiếp sau này", "The file to go on with later")}>{t("Tải YAML", "YAML")}</button>
      <button class="plain" onClick={() => app.showDialog({ kind: "help" })} aria-label={t("Trợ giúp", "Help")} title={t("Trợ giúp (F1)", "Help (F1)")}>?</button>
      <button class="plain" lang={language() === "vi" ? "en" : "vi"} onClick={() => void app.speak(language() === "vi" ? "en" : "vi")} >{language() === "vi" ? "English" : "Tiếng Việt"}</button>
    </header>
  );
}

function Tabs({ app }: { app: App }) {
  const tabs = [["form", t("Biểu mẫu", "Form")], ["yaml", "YAML"]] as const;
  return (
    <div class="bar" role="tablist" aria-label={t("Cách nhập", "How to fill in")} onKeyDown={(e) => {
      if (e.key !== "ArrowLeft" && e.key !== "ArrowRight") return;
      app.showTab(app.tab === "form" ? "yaml" : "form");
      requestAnimationFrame(() => document.getElementById("tab-" + app.tab)?.focus());
    }}>
      {tabs.map(([id, name]) => (
        <button key={id} id={"tab-" + id} class={"tab" + (app.tab === id ? " on" : "")} role="tab" aria-selected={app.tab === id} aria-controls={"pane-" + id} tabIndex={app.tab === id ? 0 : -1} onClick={() => app.showTab(id)}>{name}</button>
      ))}
      <span class="space" />
      <span class="quiet name" title={app.fileName}>{app.work.name || app.title}</span>
      {Object.keys(app.work.files).length > 0 && <span class="quiet" title={Object.keys(app.work.files).join(", ")}>{t("+ {0} tệp", "+ {0} files", Object.keys(app.work.files).length)}</span>}
    </div>
  );
}

function EditorHost({ app }: { app: App }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => void host.current!.append(app.editor.host), []);
  return <div class="editor" ref={host} />;
}

const signs = { error: "✖", warning: "▲", note: "ℹ" } as const;

/** Findings are told in a panel that opens for errors, and closes only for who closes it: it does not move away under the pointer. */
function Findings({ app }: { app: App }) {
  const [open, setOpen] = useState(false);
  const list = [...app.findings].sort((a, b) => rank(a.severity) - rank(b.severity));
  const count = (s: string) => list.filter((f) => f.severity === s).length;
  const errors = count("error");
  const summary = errors > 0 ? t("{0} lỗi cần sửa", "{0} errors to mend", errors) : count("warning") > 0 ? t("{0} lưu ý", "{0} warnings", count("warning")) : list.length > 0 ? t("{0} gợi ý", "{0} notes", list.length) : t("Không có lỗi", "No errors");
  const shown = app.text.trim() !== "" && !app.untouched && app.checked; // nothing is red before the first key
  useEffect(() => setOpen((was) => shown && (was || errors > 0)), [shown, errors > 0]);
  if (!shown) return null;
  return (
    <details class="findings" open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary><span class={errors > 0 ? "mark error" : "quiet"} aria-live="polite">{summary}</span></summary>
      <ul>
        {list.map((f) => ({ f, told: app.tab === "form" && !app.meeting.broken ? tell(app.schema, f) : { message: f.message, hint: f.hint ?? "", missing: [] } })).map(({ f, told }) => (
          <li class={f.severity}>
            <button class="finding" disabled={!app.isMine(f)} onClick={() => app.follow(f)}>
              <span class="sign" aria-label={{ error: t("Lỗi", "Error"), warning: t("Lưu ý", "Warning"), note: t("Gợi ý", "Note") }[f.severity]}>{signs[f.severity]}</span>
              <span>{!app.isMine(f) && f.file && <b>{f.file}{f.place ? ` (${f.place})` : ""}: </b>}{told.message} {told.hint && <span class="hint">{told.hint}</span>}</span>
              {app.isMine(f) && app.tab === "yaml" && <span class="quiet">{t("dòng {0}", "line {0}", f.line!)}</span>}
            </button>
            {told.missing.length > 0 && <p class="missing">{t("Điền:", "Fill in:")} {told.missing.map((field) => <button key={field.key} class="link" onClick={() => app.look([field.key], true)}>{field.label}</button>)}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function rank(severity: string): number {
  return ["error", "warning", "note"].indexOf(severity);
}

/** useDrops takes files and folders that are dropped anywhere on the page, and the keys that hold everywhere. */
function useDrops(app: App): void {
  useEffect(() => {
    const isFiles = (e: DragEvent) => e.dataTransfer?.types.includes("Files") ?? false;
    const over = (e: DragEvent) => {
      if (!isFiles(e)) return;
      e.preventDefault();
      document.body.classList.add("dropping");
    };
    const leave = (e: DragEvent) => {
      if (e.relatedTarget === null) document.body.classList.remove("dropping");
    };
    const drop = (e: DragEvent) => {
      document.body.classList.remove("dropping");
      if (!isFiles(e)) return;
      e.preventDefault();
      void dropped(e.dataTransfer!).then((files) => app.bring(files));
    };
    const key = (e: KeyboardEvent) => {
      const inEditor = (e.target as HTMLElement).closest?.(".editor");
      const command = e.ctrlKey || e.metaKey;
      if (command && !e.altKey && !inEditor && e.key.toLowerCase() === "z" && !app.dialog) {
        e.preventDefault();
        if (e.shiftKey) app.redo();
        else app.undo();
      } else if (command && !inEditor && e.key.toLowerCase() === "y" && !app.dialog) {
        e.preventDefault();
        app.redo();
      } else if (command && e.key.toLowerCase() === "s") {
        e.preventDefault();
        void app.keep();
        app.say(t("Nội dung luôn được giữ trong trình duyệt này; “Tải YAML” để có tệp.", "Your work is always kept in this browser; “YAML” gives a file."));
      } else if (e.key === "F1") {
        e.preventDefault();
        app.showDialog({ kind: "help" });
      }
    };
    const paste = (e: ClipboardEvent) => { // a table, with the cursor nowhere
      const text = e.clipboardData?.getData("text/plain") ?? "";
      if ((e.target as HTMLElement).closest?.("input, textarea, select, .editor, dialog") || !/\t[^\n]*\n/.test(text)) return;
      e.preventDefault();
      const empty = app.meeting.list(["indicators"]).findIndex((_, i) => app.meeting.list(["indicators", i, "rows"]).length === 0 && app.meeting.text(["indicators", i, "rows_from"]) === "");
      void app.takeTable(["indicators", empty >= 0 ? empty : app.meeting.list(["indicators"]).length], text);
    };
    const leaving = () => app.leave();
    const until = new AbortController();
    const on = { signal: until.signal };
    document.addEventListener("dragover", over, on);
    document.addEventListener("dragleave", leave, on);
    document.addEventListener("drop", drop, on);
    document.addEventListener("keydown", key, on);
    document.addEventListener("paste", paste, on);
    document.addEventListener("visibilitychange", leaving, on);
    window.addEventListener("pagehide", leaving, on);
    return () => until.abort();
  }, []);
}

/** dropped are the files of a drop, those in folders too, which keep their path. */
async function dropped(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((e) => e !== null);
  const files: File[] = [];
  const walk = async (entry: FileSystemEntry): Promise<void> => {
    if (entry.isFile) {
      const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
      Object.defineProperty(file, "webkitRelativePath", { value: entry.fullPath.replace(/^\//, "") });
      files.push(file);
      return;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) { // a hundred at a time
      const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
      if (some.length === 0) return;
      for (const e of some) await walk(e);
    }
  };
  if (entries.length === 0) return [...data.files];
  for (const entry of entries) await walk(entry);
  return files;
}
