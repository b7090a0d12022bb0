// What is kept in the browser: each piece of work, until the person throws it away. A tab
// has its own, so that two tabs do not write over each other; a reload, or a browser that
// died, comes back to the same.
import { del, entries, get, set, type UseStore } from "idb-keyval";
import type { Files } from "./api";

export interface Work {
  id: string;
  name: string; // of the file
  text: string;
  files: Files;
  templates: Files;
  changed: number; // milliseconds
  history?: unknown; // of the editor
  document?: string; // the one that is looked at
}

/** store writes through to the disk: a computer that dies must not lose what was kept. */
let database: Promise<IDBDatabase> | undefined;
const store: UseStore = async (mode, use) => {
  database ??= new Promise((opened, failed) => {
    const request = indexedDB.open("bienban", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("work");
    request.onsuccess = () => opened(request.result);
    request.onerror = () => failed(request.error);
  });
  return use((await database).transaction("work", mode, { durability: "strict" }).objectStore("work"));
};
const mine = "bienban.work"; // in the session: which work this tab has
const last = (id: string) => "bienban.text." + id; // in the local storage: a text that is newer than the store's
const most = 30; // works that are kept

/** newWork is one that has not been kept yet. */
export function newWork(): Work {
  return { id: crypto.randomUUID?.() ?? String(Math.random()).slice(2), name: "", text: "", files: {}, templates: {}, changed: Date.now() };
}

/** resume gives the work of this tab: its own after a reload, else the last one that no
 * other tab has. The oldest above the number that is kept are let go of. */
export async function resume(): Promise<Work> {
  const id = sessionStorage.getItem(mine);
  let work = id ? await load(id) : undefined;
  if (work && !(await claim(work.id))) work = undefined; // a tab that was duplicated
  if (!work) {
    for (const other of await works()) {
      if (await claim(other.id)) {
        work = other;
        break;
      }
    }
  }
  if (!work) {
    work = newWork();
    await claim(work.id);
  }
  sessionStorage.setItem(mine, work.id);
  for (const old of (await works()).slice(most)) if (old.id !== work.id) await forget(old.id);
  return work;
}

/** claim takes a work for this tab, for as long as the tab lives. */
let held = "";
let release: (() => void) | undefined;
async function claim(id: string): Promise<boolean> {
  if (!navigator.locks || id === held) return true; // without TLS beyond this computer there are none
  return new Promise((told) => {
    void navigator.locks.request("bienban." + id, { ifAvailable: true }, (lock) => {
      told(lock !== null);
      if (!lock) return undefined;
      release?.();
      held = id;
      return new Promise<void>((end) => (release = end));
    });
  });
}

/** take makes another work this tab's. */
export async function take(work: Work): Promise<boolean> {
  if (!(await claim(work.id))) return false;
  sessionStorage.setItem(mine, work.id);
  return true;
}

async function load(id: string): Promise<Work | undefined> {
  const work = await get<Work>(id, store);
  return work ? newest(work) : orphan(id);
}

/** orphan is a work whose tab ended before the store had anything of it. */
function orphan(id: string): Work | undefined {
  return localStorage.getItem(last(id)) === null ? undefined : newest({ ...newWork(), id, changed: 0 });
}

/** newest gives a work the text that was written when its tab ended. */
function newest(work: Work): Work {
  const raw = localStorage.getItem(last(work.id));
  if (!raw) return work;
  const { text, changed } = JSON.parse(raw) as { text: string; changed: number };
  return changed > work.changed ? { ...work, text, changed, history: undefined } : work;
}

/** works are all that are kept, the last changed first. */
export async function works(): Promise<Work[]> {
  const kept = (await entries<string, Work>(store)).map(([, work]) => newest(work));
  const known = new Set(kept.map((work) => work.id));
  const orphans = Object.keys(localStorage).filter((key) => key.startsWith(last(""))).map((key) => key.slice(last("").length)).filter((id) => !known.has(id)).map(orphan);
  return [...kept, ...orphans.filter((work) => work !== undefined)].sort((a, b) => b.changed - a.changed);
}

/** keep stores a work. */
export async function keep(work: Work): Promise<void> {
  await set(work.id, work, store);
  const newer = localStorage.getItem(last(work.id));
  if (newer && (JSON.parse(newer) as { changed: number }).changed <= work.changed) localStorage.removeItem(last(work.id));
}

export async function forget(id: string): Promise<void> {
  await del(id, store);
  localStorage.removeItem(last(id));
}

/** keepNow stores the text at once: the tab may end before the store has it. */
export function keepNow(work: Work): void {
  try {
    localStorage.setItem(last(work.id), JSON.stringify({ text: work.text, changed: work.changed }));
  } catch {
    // too large for the local storage: what the store has is at most a moment older
  }
}
