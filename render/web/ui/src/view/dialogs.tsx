// What opens over the page: templates, files, a template of one's own, batches, help.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import * as api from "../api";
import type { App, Dialog } from "../app";
import { forget, works, type Work } from "../keep";
import { t } from "../words";
import { Batch } from "./batch";

export function Dialogs({ app }: { app: App }) {
  const dialog = app.dialog;
  if (!dialog) return null;
  switch (dialog.kind) {
    case "templates":
      return <Templates app={app} add={dialog.add} />;
    case "open":
      return <Open app={app} />;
    case "own-template":
      return <OwnTemplate app={app} dialog={dialog} />;
    case "batch":
      return <Batch app={app} files={dialog.files} />;
    case "token":
      return <Token app={app} />;
    case "help":
      return <Help app={app} />;
  }
}

interface ModalProps {
  app: App;
  title: string;
  children: ComponentChildren;
  narrow?: boolean;
  closable?: boolean;
}

/** Modal is a dialog of the browser's: it holds the focus, and Esc closes it. */
export function Modal({ app, title, children, narrow, closable = true }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const mine = useRef(app.dialog); // the browser tells of a close later: another may be open by then
  useEffect(() => {
    if (mine.current === app.dialog) return;
    mine.current = app.dialog;
    if (!dialog.current!.open) dialog.current!.showModal();
  });
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current!.showModal();
    return () => {
      if (!document.activeElement || document.activeElement === document.body) before?.focus(); // unless something has taken it already
    };
  }, []);
  return (
    <dialog ref={dialog} class={narrow ? "narrow" : ""} aria-labelledby="dialog-title" onClose={() => app.dialog === mine.current && app.showDialog(undefined)} onCancel={(e) => !closable && e.preventDefault()}
      onClick={(e) => closable && e.target === dialog.current && app.showDialog(undefined)}>
      <div class="inside">
        <div class="bar">
          <h2 id="dialog-title">{title}</h2>
          <span class="space" />
          {closable && <button class="plain" onClick={() => app.showDialog(undefined)} aria-label={t("Đóng", "Close")}>✕</button>}
        </div>
        {children}
      </div>
    </dialog>
  );
}

function Templates({ app, add }: { app: App; add: boolean }) {
  const started = app.text.trim() !== "";
  const own = Object.entries(app.work.templates);
  const file = useRef<HTMLInputElement>(null);
  const last = localStorage.getItem("bienban.template");
  const chosen = app.documentName || (started ? "tom-tat" : last);
  const first = chosen || app.templates[0]?.name;
  const cards = [...app.templates.map((x) => ({ name: x.name, about: x.about ?? "", data: undefined as Uint8Array<ArrayBuffer> | undefined })), ...own.map(([name, data]) => ({ name, about: t("Mẫu của bạn", "Your template"), data }))];
  return (
    <Modal app={app} title={!started ? t("Chọn mẫu văn bản để bắt đầu", "Choose a template to start with") : add ? t("Thêm một văn bản từ cuộc họp này", "Another document of this meeting") : t("Chọn mẫu văn bản", "Choose the template")}>
      <div class="cards">
        {cards.map((c) => (
          <button class={"card" + (c.name === chosen && !add ? " on" : "")} aria-pressed={c.name === chosen && !add} autofocus={c.name === first} onClick={() => app.use(c.name, add)}>
            <Picture name={c.name} {...(c.data ? { data: c.data } : {})} />
            <b>{short(c.about) || c.name}</b>
            <span class="quiet">{c.about}</span>
          </button>
        ))}
      </div>
      <div class="row foot">
        <button onClick={() => file.current!.click()}>{t("Mẫu Word của bạn (.docx)…", "Your own Word template (.docx)…")}</button>
        <input ref={file} type="file" hidden accept=".docx" onChange={(e) => void app.bring([...e.currentTarget.files!])} />
        {!started && <button onClick={() => app.showDialog({ kind: "open" })}>{t("Mở tệp hoặc ví dụ…", "Open a file or an example…")}</button>}
        <span class="quiet">{t("Hoặc thả tệp .docx, .yaml hay cả thư mục vào trang này.", "Or drop a .docx, a .yaml or a whole folder on this page.")}</span>
      </div>
    </Modal>
  );
}

/** short is the name of a template: its description up to what it goes by. */
export function short(about: string): string {
  return about.split(/ theo | kèm |, |: | để | under | with | by | for (?:the )?(?:participants|people)/)[0]!;
}

const pictures = new Map<string | Uint8Array, Promise<string>>();

function Picture({ name, data }: { name: string; data?: Uint8Array<ArrayBuffer> }) {
  const [url, setURL] = useState("");
  useEffect(() => {
    const key = data ?? name;
    let picture = pictures.get(key);
    if (!picture) {
      picture = api.picture(name, data).then((blob) => URL.createObjectURL(blob));
      pictures.set(key, picture);
    }
    picture.then(setURL, () => pictures.delete(key));
  }, [name, data]);
  return <span class="picture">{url && <img src={url} alt="" />}</span>;
}

function Open({ app }: { app: App }) {
  const [kept, setKept] = useState<Work[]>([]);
  const [examples, setExamples] = useState<{ name: string; title: string }[]>([]);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const list = () => works().then((all) => setKept(all.filter((w) => w.id !== app.work.id && w.text.trim())));
  useEffect(() => {
    void list();
    api.samples().then(setExamples, () => setExamples([]));
  }, []);
  const take = (input: HTMLInputElement) => void app.bring([...input.files!]);
  return (
    <Modal app={app} title={t("Mở, tạo mới", "Open, new")}>
      <div class="row">
        <button class="main" autofocus onClick={() => void app.fresh()}>{t("Cuộc họp mới", "A new meeting")}</button>
        <button onClick={() => files.current!.click()}>{t("Mở tệp…", "Open files…")}</button>
        <button onClick={() => folder.current!.click()}>{t("Cả thư mục (tạo hàng loạt)…", "A folder (batch)…")}</button>
        <input ref={files} type="file" hidden multiple accept=".yaml,.yml,.docx,.xlsx,.csv,.png,.jpg,.jpeg" onChange={(e) => take(e.currentTarget)} />
        <input ref={folder} type="file" hidden multiple {...{ webkitdirectory: true }} onChange={(e) => app.showDialog({ kind: "batch", files: [...e.currentTarget.files!] })} />
      </div>
      {kept.length > 0 && <h3>{t("Đang làm dở, giữ trong trình duyệt này", "Kept in this browser")}</h3>}
      <ul class="files">
        {kept.map((w) => (
          <li key={w.id}>
            <button class="link" onClick={() => void app.renew(w).then(() => app.showDialog(undefined))}>{w.name || /^(?:title|tieu_de):\s*(.*)/m.exec(w.text)?.[1] || t("Chưa có tên", "Without a name")}</button>
            <span class="quiet">{new Date(w.changed).toLocaleString(t("vi-VN", "en-GB"))}</span>
            <button class="plain" aria-label={t("Xóa khỏi trình duyệt: {0}", "Forget: {0}", w.name || w.id)} onClick={() => {
              if (confirm(t("Xóa hẳn bản này khỏi trình duyệt?", "Remove this from the browser for good?"))) void forget(w.id).then(list);
            }}>✕</button>
          </li>
        ))}
      </ul>
      <h3>{t("Ví dụ", "Examples")}</h3>
      <ul class="files">
        {examples.map((x) => (
          <li key={x.name}>
            <button class="link" onClick={() => void openSample(app, x.name)}>{x.title}</button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}

/** openSample opens an example with the spreadsheet that it names. */
async function openSample(app: App, name: string): Promise<void> {
  const text = await (await api.sample(name)).text();
  const files: api.Files = {};
  for (const [, file] of text.matchAll(/^\s*(?:rows_from|dong_tu):\s*([\w-]+\.(?:xlsx|csv))/gm)) files[file!] = new Uint8Array(await (await api.sample(file!)).arrayBuffer());
  await app.open(name, text, files);
}

function OwnTemplate({ app, dialog }: { app: App; dialog: Extract<Dialog, { kind: "own-template" }> }) {
  return (
    <Modal app={app} title={t("Mẫu của bạn: {0}", "Your template: {0}", dialog.name)}>
      <p class={"message " + (dialog.ok ? "good" : "error")}>{dialog.ok ? t("Mẫu dùng được.", "The template can be used.") : t("Mẫu có lỗi: hãy sửa trong Word rồi thả lại vào đây.", "The template has errors: mend it in Word and drop it here again.")}</p>
      <ul class="report">
        {dialog.findings.map((f) => <li class={f.severity}><b>{f.place ? f.place + ": " : ""}</b>{f.message} {f.hint && <span class="hint">{f.hint}</span>}</li>)}
      </ul>
      <div class="row">
        {dialog.ok && <button class="main" autofocus onClick={() => app.useOwn(dialog.name, dialog.data)}>{t("Dùng mẫu này", "Use this template")}</button>}
        <button onClick={() => app.showDialog(undefined)}>{t("Đóng", "Close")}</button>
      </div>
    </Modal>
  );
}

function Token({ app }: { app: App }) {
  const [token, setToken] = useState("");
  return (
    <Modal app={app} narrow title={t("Mã truy cập", "Access token")}>
      <form onSubmit={(e) => {
        e.preventDefault();
        api.setToken(token.trim());
        location.reload();
      }}>
        <p><label for="token">{t("Máy chủ này cần một mã truy cập (người cài đặt có mã).", "This server needs an access token (whoever set it up has it).")}</label></p>
        <input id="token" type="password" autocomplete="off" value={token} onInput={(e) => setToken(e.currentTarget.value)} autofocus />
        <div class="row"><button class="main">{t("Vào", "Enter")}</button></div>
      </form>
    </Modal>
  );
}

function Help({ app }: { app: App }) {
  const keys: [string, string][] = [
    ["Ctrl+Z, Ctrl+Y", t("hoàn tác, làm lại", "undo, redo")],
    ["Alt+↑, Alt+↓", t("chuyển mục lên, xuống", "move an entry up, down")],
    ["Enter", t("thêm dòng kế tiếp trong danh sách; trong bảng: ô dưới", "the next line of a list; in a table: the cell below")],
    ["Ctrl+Enter", t("thêm mục sau mục đang đứng", "a new entry after this one")],
    ["Ctrl+Shift+Delete", t("xóa mục đang đứng", "remove this entry")],
    ["Alt+→, Alt+←", t("trong bảng: thành dòng con, ra một cấp", "in a table: one level in, out")],
    ["Ctrl+Space", t("trong YAML: gợi ý", "in the YAML: suggestions")],
    ["F1", t("trang này", "this page")],
  ];
  return (
    <Modal app={app} title={t("Cách dùng", "How to use it")}>
      <ol>
        <li>{t("Chọn mẫu văn bản: biên bản, thông báo kết luận, giấy mời, bản tin…", "Choose a template: minutes, a notice of conclusions, an invitation, a briefing…")}</li>
        <li>{t("Điền biểu mẫu bên trái; trang in hiện ngay bên phải. Mục nào để trống thì văn bản không in.", "Fill in the form on the left; the pages appear on the right. What is left empty is not printed.")}</li>
        <li>{t("Biểu chỉ tiêu: chọn cả bảng trong Excel, Ctrl+C, rồi dán vào nhóm “Chỉ tiêu”.", "Indicator tables: select the table in Excel, Ctrl+C, and paste it in the group “Indicators”.")}</li>
        <li>{t("Lỗi và lưu ý hiện ở cuối bên trái: bấm vào để đến chỗ cần sửa.", "Errors and warnings are at the bottom left: a click leads to their place.")}</li>
        <li>{t("Tải Word, PDF về để in, ký; tải YAML để lần sau mở lại.", "Download Word and PDF to print and sign; YAML to go on another time.")}</li>
        <li>{t("Thả nhiều tệp YAML hoặc cả thư mục vào trang để tạo hàng loạt.", "Drop several YAML files, or a folder, on the page for a batch.")}</li>
      </ol>
      <p>{t("Mọi việc diễn ra trên máy này; không có gì gửi ra ngoài. Nội dung được giữ trong trình duyệt, cả khi tắt máy đột ngột.", "Everything happens on this computer; nothing is sent anywhere. Your work is kept in the browser, even if the computer dies.")}</p>
      <table class="keys"><tbody>{keys.map(([k, what]) => <tr><th scope="row"><kbd>{k}</kbd></th><td>{what}</td></tr>)}</tbody></table>
    </Modal>
  );
}
