// The meeting as YAML: CodeMirror, with the keys and values that may stand at a place, and
// findings underlined. It stands in a shadow tree, whose style sheets are made by script
// rather than written into the page: the page's policy forbids the latter.
import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyField, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, defaultHighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, Transaction, type ChangeSpec, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import type { App } from "./app";
import type { Finding } from "./api";
import { typeAt, type Field, type Type } from "./model/schema";
import { t } from "./words";

export class Editor {
  readonly view: EditorView;
  readonly host = document.createElement("div");
  private words = new Compartment();
  private loading = false;

  constructor(private app: App) {
    const root = this.host.attachShadow({ mode: "open" });
    this.view = new EditorView({ root, parent: root, state: this.state("") });
  }

  private state(doc: string): EditorState {
    return EditorState.create({ doc, extensions: this.extensions() });
  }

  private extensions(): Extension {
    return [
      lineNumbers(), highlightActiveLineGutter(), history(), drawSelection(), indentOnInput(), bracketMatching(), highlightActiveLine(), highlightSelectionMatches(),
      yaml(), syntaxHighlighting(defaultHighlightStyle), lintGutter(), search({ top: true }), EditorState.tabSize.of(2), EditorView.lineWrapping, look,
      autocompletion({ override: [(c) => this.complete(c)], icons: false }),
      keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
      this.words.of(this.phrases()),
      EditorView.updateListener.of((u) => {
        if (u.docChanged && !this.loading) this.app.read();
      }),
    ];
  }

  private phrases(): Extension {
    const label = EditorView.contentAttributes.of({ "aria-label": t("Cuộc họp, dạng YAML (Esc rồi Tab để ra ngoài)", "The meeting as YAML (Esc, then Tab, leaves)"), spellcheck: "false", tabindex: "0" });
    return t("vi", "en") === "en" ? label : [label, EditorState.phrases.of(vietnamese)];
  }

  relabel(): void {
    this.view.dispatch({ effects: this.words.reconfigure(this.phrases()) });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** load shows another text, with the history that it had if that is known. */
  load(text: string, saved: unknown): void {
    this.loading = true;
    let state = this.state(text);
    if (saved) {
      try {
        const json = { doc: text, selection: state.selection.toJSON(), history: saved };
        state = EditorState.fromJSON(json, { extensions: this.extensions() }, { history: historyField });
      } catch {
        // of an older version: the text is what counts
      }
    }
    this.view.setState(state);
    this.loading = false;
  }

  /** history is what undo needs, for storing. */
  history(): unknown {
    return (this.view.state.toJSON({ history: historyField }) as { history: unknown }).history;
  }

  change(changes: ChangeSpec, event: string): void {
    this.view.dispatch({ changes, annotations: Transaction.userEvent.of(event) });
  }

  /** offset is where a line and a column, from 1 and in code points, stand. */
  offset(line: number, column: number): number {
    const doc = this.view.state.doc;
    const at = doc.line(Math.min(Math.max(1, line), doc.lines));
    return at.from + [...at.text].slice(0, column - 1).join("").length;
  }

  goto(line: number, column: number): void {
    const at = this.offset(line, column);
    this.view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    this.view.focus();
  }

  underline(findings: Finding[]): void {
    const doc = this.view.state.doc;
    const diagnostics = findings.map((f): Diagnostic => {
      const from = this.offset(f.line!, f.column ?? 1);
      const line = doc.lineAt(from);
      const word = /^[^:#]*[^:#\s]/.exec(line.text.slice(from - line.from))?.[0].length ?? 0;
      return { from, to: Math.min(from + Math.max(1, word), Math.max(line.to, from)), severity: f.severity === "note" ? "info" : f.severity, message: f.message + (f.hint ? "\n" + f.hint : "") };
    });
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  /** complete gives the keys of the mapping that the cursor is in, or the values of its key. */
  private complete(context: CompletionContext): CompletionResult | null {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const value = /^(\s*(?:- )*)([\w-]+):\s+(\S*)$/.exec(before);
    if (value) {
      const field = this.fieldsAt(line.number, value[1]!.length).find((f) => f.names.includes(value[2]!));
      const options = field ? values(field.type) : [];
      return options.length > 0 ? { from: context.pos - value[3]!.length, options: options.map((label) => ({ label, type: "constant" })) } : null;
    }
    const key = /^(\s*(?:- )*)([\w-]*)$/.exec(before);
    if (!key || (key[2] === "" && !context.explicit)) return null;
    const columns = key[1]!.length;
    const fields = this.fieldsAt(line.number, columns);
    const used = this.keysBeside(line.number, columns);
    const options = fields.filter((f) => !f.names.some((n) => used.has(n))).flatMap((f) => f.names.slice(0, 2).map((name): Completion => ({
      label: name, detail: f.label, info: f.about, type: "property", boost: name === f.key ? 1 : 0,
      apply: name + (f.type.kind === "list" || f.type.kind === "record" || f.type.kind === "free" ? ":\n" + " ".repeat(columns + 2) + (f.type.kind === "list" ? "- " : "") : ": "),
    })));
    if (this.pathAbove(line.number, columns).join() === "documents") {
      for (const d of this.app.schema.documents) if (!used.has(d.name)) options.push({ label: d.name, info: d.about, type: "property", apply: d.name + ":" });
    }
    return { from: context.pos - key[2]!.length, options, validFor: /^[\w-]*$/ };
  }

  /** pathAbove is the path of the mapping whose keys stand at a column, by the lines above:
   * a text that is being typed need not be YAML. */
  private pathAbove(number: number, columns: number): (string | number)[] {
    const doc = this.view.state.doc;
    const path: (string | number)[] = [];
    let column = columns;
    const own = /^(\s*)((?:- )+)/.exec(doc.line(number).text);
    if (own && own[1]!.length < columns) {
      path.unshift(0);
      column = own[1]!.length + 1; // a key may have its list at its own column
    }
    for (let n = number - 1; n > 0 && column > 0; n--) {
      const text = doc.line(n).text;
      const found = /^(\s*)((?:- )*)([\w-]+):/.exec(text);
      if (!found) continue;
      const at = found[1]!.length + found[2]!.length;
      if (at < column) {
        path.unshift(found[3]!);
        column = at;
        if (found[2] && found[1]!.length < at) {
          path.unshift(0);
          column = found[1]!.length + 1;
        }
      } else if (found[2] && found[1]!.length < column && at === column && path.length === 0) {
        path.unshift(0); // the first key of the same entry
        column = found[1]!.length + 1;
      }
    }
    return path;
  }

  private fieldsAt(number: number, columns: number): Field[] {
    let type: Type | undefined = typeAt(this.app.schema, this.pathAbove(number, columns));
    if (type?.kind === "list") type = type.of;
    return type?.kind === "record" ? type.fields : [];
  }

  /** keysBeside are the keys that the mapping has already. */
  private keysBeside(number: number, columns: number): Set<string> {
    const doc = this.view.state.doc;
    const used = new Set<string>();
    for (const step of [-1, 1]) {
      for (let n = number + step; n > 0 && n <= doc.lines; n += step) {
        const found = /^(\s*(?:- )*)(?:([\w-]+):)?/.exec(doc.line(n).text)!;
        if (!doc.line(n).text.trim() || doc.line(n).text.trim().startsWith("#")) continue;
        if (found[1]!.length < columns) break;
        if (found[1]!.length === columns && found[2]) used.add(found[2]);
        if (found[1]!.includes("-") && found[1]!.length === columns) {
          if (step > 0) used.delete(found[2] ?? "");
          break;
        }
      }
    }
    return used;
  }
}

function values(type: Type): string[] {
  if (type.kind === "choice") return type.options ?? [];
  return type.kind === "truth" ? ["true", "false"] : [];
}

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "14px", backgroundColor: "#fff" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace', lineHeight: "1.55" },
  "&.cm-focused": { outline: "2px solid #14557b", outlineOffset: "-2px" },
  ".cm-gutters": { backgroundColor: "#f7f8f9", color: "#5c6670", border: "none" },
  ".cm-tooltip": { fontFamily: 'system-ui, "Segoe UI", sans-serif' },
  ".cm-tooltip.cm-completionInfo": { maxWidth: "20rem" },
});

const vietnamese = {
  Find: "Tìm", Replace: "Thay bằng", next: "tiếp", previous: "trước", all: "tất cả", "match case": "phân biệt hoa thường", regexp: "biểu thức", "by word": "cả từ",
  replace: "thay", "replace all": "thay hết", close: "đóng", "Go to line": "Đến dòng", go: "đi", Completions: "Gợi ý", Diagnostics: "Lỗi và lưu ý", "No diagnostics": "Không có lỗi",
  "current match": "chỗ đang tìm", "on line": "ở dòng", "replaced match on line $": "đã thay ở dòng $", "replaced $ matches": "đã thay $ chỗ",
};
