// What the page asks its server, under /api/v1. Addresses are relative: the page works
// wherever it is mounted, and nothing else is ever asked.
import { language } from "./words";

export interface Finding {
  severity: "error" | "warning" | "note";
  code: string;
  file?: string;
  line?: number;
  column?: number;
  place?: string;
  message: string;
  hint?: string;
}

export interface Made {
  name: string;
  format: "docx" | "pdf";
  template: string;
  content: string; // base64
}

export interface TemplateInfo {
  name: string;
  file: string;
  own: boolean;
  about?: string;
}

/** Files are what lies beside a meeting, by name. */
export type Files = Record<string, Uint8Array<ArrayBuffer>>;

export interface MeetingRequest {
  yaml: string;
  name: string;
  templates: Files;
  files: Files;
  to: ("docx" | "pdf")[];
}

/** A Refusal is a problem that the server answered with (RFC 9457). */
export class Refusal extends Error {
  constructor(readonly status: number, readonly detail: string, readonly findings: Finding[]) {
    super(detail);
  }
}

/** The token comes after the # of the address, which no server sees, and goes from there. */
const tokenKey = "bienban.token";
const given = /^#token=(.+)$/.exec(location.hash)?.[1];
if (given) {
  sessionStorage.setItem(tokenKey, decodeURIComponent(given));
  history.replaceState(null, "", location.pathname + location.search);
}

export function setToken(token: string): void {
  sessionStorage.setItem(tokenKey, token);
}

export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("Accept-Language", language());
  const token = sessionStorage.getItem(tokenKey);
  if (token) headers.set("Authorization", "Bearer " + token);
  const answer = await fetch(path, { ...init, headers });
  if (answer.ok) return answer;
  let problem: { detail?: string; title?: string; findings?: Finding[] } = {};
  try {
    problem = await answer.json();
  } catch {
    // not one of ours: the status says enough
  }
  throw new Refusal(answer.status, problem.detail ?? problem.title ?? answer.statusText, problem.findings ?? []);
}

export function post(path: string, type: string, body: BodyInit, more: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
  return ask("api/v1/" + path, { method: "POST", body, headers: { "Content-Type": type, ...more }, ...(signal ? { signal } : {}) });
}

function base64(files: Files): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, data]) => [name, encode(data)]));
}

const encoded = new WeakMap<Uint8Array, string>(); // files are sent with every key that is typed

export function encode(data: Uint8Array): string {
  let text = encoded.get(data);
  if (text === undefined) {
    let binary = "";
    for (let i = 0; i < data.length; i += 0x8000) binary += String.fromCharCode(...data.subarray(i, i + 0x8000));
    text = btoa(binary);
    encoded.set(data, text);
  }
  return text;
}

export function decode(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const data = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) data[i] = binary.charCodeAt(i);
  return data;
}

function body(r: MeetingRequest): string {
  return JSON.stringify({ ...r, templates: base64(r.templates), files: base64(r.files) });
}

export async function render(r: MeetingRequest, signal?: AbortSignal): Promise<{ documents: Made[]; findings: Finding[] }> {
  return (await post("render", "application/json", body(r), { Accept: "application/json" }, signal)).json();
}

/** renderAll gives all documents as the server packs them: one file, or a zip. */
export async function renderAll(r: MeetingRequest): Promise<{ name: string; data: Blob }> {
  const answer = await post("render", "application/json", body(r));
  return { name: fileName(answer, "bienban.zip"), data: await answer.blob() };
}

export async function check(r: MeetingRequest, signal?: AbortSignal): Promise<{ ok: boolean; findings: Finding[] }> {
  return (await post("check", "application/json", body({ ...r, to: [] }), {}, signal)).json();
}

export const typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

export async function checkTemplate(name: string, data: Uint8Array<ArrayBuffer>): Promise<{ ok: boolean; findings: Finding[] }> {
  return (await post("check?name=" + encodeURIComponent(name), typeDOCX, data)).json();
}

export async function templates(): Promise<{ templates: TemplateInfo[]; findings: Finding[] }> {
  return (await ask("api/v1/templates")).json();
}

/** printedKeys are the fields of a meeting that a template prints, as paths of keys: "tasks[].due". */
export async function printedKeys(name: string): Promise<string[]> {
  const { fields } = (await (await ask("api/v1/templates/" + encodeURIComponent(name))).json()) as { fields?: { key: string }[] };
  return (fields ?? []).map((f) => f.key);
}

export async function schema(): Promise<unknown> {
  return (await ask("api/v1/schema?lang=" + language())).json();
}

/** picture is the first page of a template, or of a template of one's own. */
export async function picture(name: string, own?: Uint8Array<ArrayBuffer>): Promise<Blob> {
  const answer = own ? await post("picture?width=240", typeDOCX, own) : await ask(`api/v1/templates/${encodeURIComponent(name)}/picture?width=240`);
  return answer.blob();
}

export interface Table {
  table: Record<string, unknown>;
  above: string[]; // the texts over the table
  findings: Finding[];
}

/** table gives the rows of a paste as an indicator table has them. */
export async function table(tsv: string): Promise<Table> {
  return (await post("table", "text/tab-separated-values", tsv)).json();
}

export async function samples(): Promise<{ name: string; title: string }[]> {
  return (await ask("ui/samples")).json();
}

export async function sample(name: string): Promise<Blob> {
  return (await ask("ui/samples/" + encodeURIComponent(name))).blob();
}

/** fileName is what an answer is to be saved as. */
function fileName(answer: Response, otherwise: string): string {
  const header = answer.headers.get("Content-Disposition") ?? "";
  const utf8 = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (utf8) return decodeURIComponent(utf8);
  return /filename="([^"]+)"/.exec(header)?.[1] ?? otherwise;
}

export interface Event {
  name: string;
  data: string;
}

/** events reads server-sent events from an answer, one by one. */
export async function* events(answer: Response): AsyncGenerator<Event> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += value;
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
      const event: Event = { name: "message", data: "" };
      for (const line of rest.slice(0, end).split("\n")) {
        if (line.startsWith("event:")) event.name = line.slice(6).trim();
        if (line.startsWith("data:")) event.data += line.slice(5).trim();
      }
      rest = rest.slice(end + 2);
      if (event.data) yield event;
    }
  }
}
