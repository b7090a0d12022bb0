// Many meetings at once: the files go to the server, which tells of each as it is made, and
// come back as one archive.
import { useRef, useState } from "preact/hooks";
import * as api from "../api";
import { save, type App } from "../app";
import { t } from "../words";
import { Modal } from "./dialogs";

interface Progress {
  done: number;
  total: number;
  file: string;
  status: string;
  findings?: api.Finding[];
}

export function Batch({ app, files }: { app: App; files: File[] }) {
  const real = files.filter((f) => !f.name.startsWith(".") && !f.name.startsWith("~$"));
  const meetings = real.filter((f) => /\.ya?ml$/i.test(f.name));
  const [template, setTemplate] = useState("");
  const [to, setTo] = useState({ docx: true, pdf: true });
  const [progress, setProgress] = useState<Progress>();
  const [failed, setFailed] = useState<Progress[]>([]);
  const [result, setResult] = useState("");
  const [problem, setProblem] = useState("");
  const stop = useRef<AbortController | undefined>(undefined);
  const running = progress !== undefined && result === "" && problem === "";

  const start = async () => {
    const run = (stop.current = new AbortController());
    setFailed([]);
    setResult("");
    setProblem("");
    setProgress({ done: 0, total: meetings.length, file: "", status: "" });
    const form = new FormData();
    for (const format of ["docx", "pdf"] as const) if (to[format]) form.append("to", format);
    if (template) form.append("template", template);
    for (const [name, data] of Object.entries(app.work.templates)) if (name === template) form.append("files", new Blob([data]), name);
    for (const f of real) form.append("files", f, f.webkitRelativePath || f.name);
    try {
      const answer = await api.ask("api/v1/batch", { method: "POST", body: form, headers: { Accept: "text/event-stream" }, signal: run.signal });
      let end = "";
      for await (const event of api.events(answer)) {
        if (event.name === "progress") {
          const p = JSON.parse(event.data) as Progress;
          setProgress(p);
          if (p.status === "failed") setFailed((all) => [...all, p]);
        } else if (event.name === "done") end = (JSON.parse(event.data) as { result: string }).result;
      }
      if (!end) throw new Error(t("Máy chủ ngừng giữa chừng.", "The server stopped in the middle."));
      setResult(end);
    } catch (err) {
      setProblem(run.signal.aborted ? t("Đã dừng.", "Stopped.") : err instanceof api.Refusal ? [err.detail, ...err.findings.map((f) => f.message)].join(" ") : String(err));
    }
  };
  const fetchResult = async () => {
    try {
      save("van-ban.zip", await (await api.ask("api/v1/" + result)).blob());
    } catch (err) {
      setProblem(err instanceof api.Refusal ? err.detail : String(err));
    }
  };

  return (
    <Modal app={app} title={t("Tạo hàng loạt", "Batch")} closable={!running}>
      <p>{t("{0} cuộc họp, {1} tệp đi kèm.", "{0} meetings, {1} files beside them.", meetings.length, real.length - meetings.length)}</p>
      {meetings.length === 0 && <p class="message error">{t("Không có tệp .yaml nào.", "There is no .yaml file.")}</p>}
      <div class="row">
        <label>{t("Mẫu", "Template")} <select value={template} disabled={running} onChange={(e) => setTemplate(e.currentTarget.value)}>
          <option value="">{t("Như từng tệp ghi", "As each file says")}</option>
          {[...app.templates.map((x) => x.name), ...Object.keys(app.work.templates)].map((name) => <option value={name}>{name}</option>)}
        </select></label>
        <label><input type="checkbox" checked={to.docx} disabled={running} onChange={(e) => setTo({ ...to, docx: e.currentTarget.checked })} /> Word</label>
        <label><input type="checkbox" checked={to.pdf} disabled={running} onChange={(e) => setTo({ ...to, pdf: e.currentTarget.checked })} /> PDF</label>
        {!running && <button class="main" autofocus disabled={meetings.length === 0 || !(to.docx || to.pdf)} onClick={() => void start()}>{t("Tạo văn bản", "Make the documents")}</button>}
        {running && <button onClick={() => stop.current?.abort()}>{t("Dừng", "Stop")}</button>}
      </div>
      {progress && (
        <p>
          <progress value={progress.done} max={Math.max(1, progress.total)} aria-label={t("Tiến độ", "Progress")} /> <span aria-live="polite">{progress.done}/{progress.total}</span> <span class="quiet">{progress.file}</span>
        </p>
      )}
      {problem && <p class="message error" role="alert">{problem}</p>}
      {result && (
        <p class={"message " + (failed.length > 0 ? "warning" : "good")}>
          {failed.length > 0 ? t("Xong; {0} tệp có lỗi, chưa tạo được.", "Done; {0} files have errors.", failed.length) : t("Xong, không có lỗi.", "Done, without errors.")}{" "}
          <button class="main" autofocus onClick={() => void fetchResult()}>{t("Tải tất cả (zip)", "All of them (zip)")}</button>
        </p>
      )}
      <ul class="report">
        {failed.flatMap((p) => (p.findings?.length ? p.findings : [{ message: "" } as api.Finding]).map((f) => <li class="error"><b>{f.file ?? p.file}{f.line ? `:${f.line}` : ""}: </b>{f.message} {f.hint && <span class="hint">{f.hint}</span>}</li>))}
      </ul>
    </Modal>
  );
}
