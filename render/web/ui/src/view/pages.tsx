// The pages as they will print. A new version is drawn beside the one that is seen and put
// in its place page by page, so that nothing flickers and the place is kept.
import { getDocument, GlobalWorkerOptions, PDFWorker, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { useEffect, useRef, useState } from "preact/hooks";
import type { App } from "../app";
import { t } from "../words";
import { short } from "./dialogs";

GlobalWorkerOptions.workerSrc = "ui/pdf.worker.js";
let worker: PDFWorker | undefined;

const gap = 12; // CSS pixels between pages, as the style sheet has it

/** A Viewer shows one PDF in an element that scrolls. */
class Viewer {
  private document: PDFDocumentProxy | undefined;
  private sheets: { box: HTMLDivElement; drawn: unknown; ratio: number }[] = [];
  private run = 0;
  private zoom = 1;
  private data: Uint8Array<ArrayBuffer> | undefined;

  constructor(private scroller: HTMLElement, private told: (pages: number, page: number) => void) {}

  async show(data: Uint8Array<ArrayBuffer> | undefined): Promise<void> {
    if (data === this.data) return;
    this.data = data;
    const run = ++this.run;
    if (!data) {
      this.sheets.forEach((s) => s.box.remove());
      this.sheets = [];
      return;
    }
    worker ??= new PDFWorker();
    const document = await getDocument({ data: data.slice(), worker, isEvalSupported: false, useWasm: false, disableAutoFetch: true, disableStream: true, verbosity: 0 }).promise;
    if (run !== this.run) {
      void document.destroy();
      return;
    }
    const old = this.document;
    this.document = document;
    await this.lay(run);
    void old?.destroy();
  }

  async scale(zoom: number): Promise<void> {
    if (zoom === this.zoom) return;
    const at = this.scroller.scrollTop / Math.max(1, this.scroller.scrollHeight);
    this.zoom = zoom;
    await this.lay(++this.run);
    this.scroller.scrollTop = at * this.scroller.scrollHeight;
  }

  resized(): void {
    void this.lay(++this.run);
  }

  private get width(): number {
    return Math.max(200, Math.floor((this.scroller.clientWidth - 2 * gap) * this.zoom));
  }

  /** lay gives each page its room, then draws those that are seen before the others. */
  private async lay(run: number): Promise<void> {
    const document = this.document;
    if (!document) return;
    const count = document.numPages;
    const first = await document.getPage(1);
    if (run !== this.run) return;
    while (this.sheets.length > count) this.sheets.pop()!.box.remove();
    while (this.sheets.length < count) {
      const box = globalThis.document.createElement("div");
      box.className = "sheet";
      box.setAttribute("role", "img");
      this.scroller.append(box);
      this.sheets.push({ box, drawn: undefined, ratio: 0 });
    }
    const view = first.getViewport({ scale: 1 });
    this.sheets.forEach((sheet, i) => {
      sheet.ratio ||= view.height / view.width;
      sheet.box.setAttribute("aria-label", t("Trang {0} trên {1}", "Page {0} of {1}", i + 1, count));
      this.size(sheet);
    });
    this.scrolled();
    const seen = this.sheets.map((s, i) => ({ s, i })).filter(({ s }) => this.isSeen(s.box)).map(({ i }) => i);
    for (const i of seen) await this.draw(document, i, run);
    if (run === this.run && seen.length > 0) this.scroller.dataset.drawn = String(Number(this.scroller.dataset.drawn ?? 0) + 1);
    for (let i = 0; i < count && run === this.run; i++) { // those that a turn of the wheel brings
      if (!seen.includes(i) && this.isSeen(this.sheets[i]!.box, 1)) await this.draw(document, i, run);
    }
  }

  private size(sheet: { box: HTMLDivElement; ratio: number }): void {
    sheet.box.style.width = this.width + "px";
    sheet.box.style.height = Math.round(this.width * sheet.ratio) + "px";
  }

  /** isSeen reports whether a page is on the screen, or within so many screens of it. */
  private isSeen(box: HTMLElement, screens = 0): boolean {
    const room = screens * this.scroller.clientHeight;
    const top = this.scroller.scrollTop - room;
    const start = box.offsetTop; // from the top of the scroller
    return start + box.offsetHeight > top && start < top + this.scroller.clientHeight + 2 * room;
  }

  private async draw(document: PDFDocumentProxy, i: number, run: number): Promise<void> {
    try {
      await this.paint(document, i, run);
    } catch (err) {
      if (run === this.run) throw err; // else its document has gone under it
    }
  }

  private async paint(document: PDFDocumentProxy, i: number, run: number): Promise<void> {
    if (run !== this.run) return;
    const sheet = this.sheets[i]!;
    const key = document.fingerprints[0] + "/" + document.loadingTask.docId + "/" + this.width;
    if (sheet.drawn === key) return;
    const page = await document.getPage(i + 1);
    const natural = page.getViewport({ scale: 1 });
    sheet.ratio = natural.height / natural.width;
    const pixels = Math.min(window.devicePixelRatio || 1, 2);
    const viewport = page.getViewport({ scale: (this.width / natural.width) * pixels });
    const canvas = globalThis.document.createElement("canvas");
    canvas.width = Math.round(viewport.width);
    canvas.height = Math.round(viewport.height);
    await page.render({ canvas, viewport }).promise;
    if (run !== this.run || !this.sheets[i]) return;
    this.size(sheet);
    sheet.box.replaceChildren(canvas);
    sheet.drawn = key;
  }

  /** scrolled draws what has come into sight, and tells where we are. */
  scrolled(): void {
    const middle = this.scroller.scrollTop + this.scroller.clientHeight / 2;
    let page = 1;
    this.sheets.forEach((s, i) => {
      if (s.box.offsetTop <= middle) page = i + 1;
    });
    this.told(this.sheets.length, page);
  }

  async drawSeen(): Promise<void> {
    const run = this.run;
    const document = this.document;
    if (!document) return;
    for (let i = 0; i < this.sheets.length; i++) if (this.isSeen(this.sheets[i]!.box, 0.5)) await this.draw(document, i, run);
    for (const sheet of this.sheets) { // what is far away takes no memory
      if (sheet.drawn === undefined || this.isSeen(sheet.box, 6)) continue;
      sheet.box.replaceChildren();
      sheet.drawn = undefined;
    }
  }
}

export function Pages({ app }: { app: App }) {
  const scroller = useRef<HTMLDivElement>(null);
  const viewer = useRef<Viewer | undefined>(undefined);
  const [where, setWhere] = useState({ pages: 0, page: 0 });
  const [zoom, setZoom] = useState(1);
  const shown = app.documents[app.current];

  useEffect(() => {
    const element = scroller.current!;
    const v = (viewer.current = new Viewer(element, (pages, page) => setWhere((w) => (w.pages === pages && w.page === page ? w : { pages, page }))));
    let waiting: ReturnType<typeof setTimeout>;
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === width) return;
      width = element.clientWidth;
      clearTimeout(waiting);
      waiting = setTimeout(() => v.resized(), 100);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => void scroller.current!.scrollTo(0, 0), [shown?.name, app.work.id]);
  useEffect(() => void viewer.current?.show(shown?.data), [shown?.data]);
  useEffect(() => void viewer.current?.scale(zoom), [zoom]);

  return (
    <section class="pages" aria-label={t("Trang in", "Pages")}>
      <div class="bar">
        <Documents app={app} />
        <span class="space" />
        <span class="quiet" aria-live="polite">{app.stale ? t("Chưa cập nhật: còn lỗi", "Not up to date: there are errors") : where.pages > 0 ? t("Trang {0}/{1}", "Page {0}/{1}", where.page, where.pages) : ""}</span>
        <button class="plain" onClick={() => setZoom(Math.max(0.5, zoom / 1.2))} aria-label={t("Thu nhỏ", "Zoom out")}>−</button>
        <button class="plain" onClick={() => setZoom(1)} title={t("Vừa bề ngang", "Fit the width")}>{Math.round(zoom * 100)}%<span class="hidden"> {t("vừa bề ngang", "fit the width")}</span></button>
        <button class="plain" onClick={() => setZoom(Math.min(3, zoom * 1.2))} aria-label={t("Phóng to", "Zoom in")}>+</button>
      </div>
      <div class={"scroller" + (app.stale ? " stale" : "")} ref={scroller} tabIndex={0} role="region" aria-label={t("Các trang", "The pages")} onScroll={() => {
        viewer.current?.scrolled();
        void viewer.current?.drawSeen();
      }} />
      {!shown && !app.busy && <p class="empty">{t("Điền tên cuộc họp ở bên trái: trang in hiện ra ở đây.", "Fill in the meeting's name on the left: the pages appear here.")}</p>}
    </section>
  );
}

/** Documents are those that the file asks for, one of which is looked at. */
function Documents({ app }: { app: App }) {
  const made = app.documents;
  const about = (name: string) => short(app.templates.find((x) => x.name === name)?.about ?? "") || name;
  if (made.length > 8) {
    return (
      <label class="documents">
        <span class="hidden">{t("Văn bản", "Document")}</span>
        <select value={app.current} onChange={(e) => { app.current = Number(e.currentTarget.value); app.work.document = made[app.current]?.template ?? ""; app.changed(); }}>
          {made.map((d, i) => <option value={i}>{d.name.replace(/\.pdf$/, "")}</option>)}
        </select>
      </label>
    );
  }
  return (
    <div class="documents" role="group" aria-label={t("Văn bản", "Documents")}>
      {made.map((d, i) => (
        <button class={"tab" + (i === app.current ? " on" : "")} aria-pressed={i === app.current} title={d.name} onClick={() => { app.current = i; app.work.document = d.template; app.changed(); }}>
          {about(d.template)}
        </button>
      ))}
      {app.documentNames.length > 1 && app.documentNames.includes(made[app.current]?.template ?? "") && (
        <button class="plain" onClick={() => app.drop(made[app.current]!.template)} title={t("Bỏ văn bản này (hoàn tác được)", "Leave this document out (can be undone)")} aria-label={t("Bỏ văn bản này", "Leave this document out")}>✕</button>
      )}
      <button class="plain" onClick={() => app.showDialog({ kind: "templates", add: true })} title={t("Thêm một văn bản từ cuộc họp này", "Another document of this meeting")} aria-label={t("Thêm văn bản", "Add a document")}>+</button>
    </div>
  );
}
