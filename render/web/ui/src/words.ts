// The page speaks Vietnamese, and English on request.
export type Lang = "vi" | "en";

const key = "bienban.lang";
let lang: Lang = localStorage.getItem(key) === "en" ? "en" : "vi";

export function language(): Lang {
  return lang;
}

export function speak(wanted: Lang): void {
  lang = wanted;
  localStorage.setItem(key, wanted);
  document.documentElement.lang = wanted;
}

/** t chooses one of two texts; {0} is the first argument. */
export function t(vi: string, en: string, ...args: (string | number)[]): string {
  return (lang === "vi" ? vi : en).replace(/\{(\d)\}/g, (_, n) => String(args[n]));
}
