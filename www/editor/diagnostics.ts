import { forEachDiagnostic, lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import type { EditorState, Extension, TransactionSpec } from "@codemirror/state";
import { EditorView, keymap, type Command } from "@codemirror/view";
import type { PageDiagnostic, Severity } from "./contract.ts";
import type { Phrase } from "./phrases.ts";

const SEVERITY_WORDS: Readonly<Record<Severity, Phrase>> = { error: "Error", warning: "Warning", info: "Note" };

/** The gutter marks, the keys that walk from one diagnostic to the next, and what assistive technology is told. */
export const diagnostics: Extension = [
  lintGutter(),
  keymap.of([
    { key: "F8", run: walk(nextDiagnostic), shift: walk(previousDiagnostic), preventDefault: true },
  ]),
  EditorView.contentAttributes.of((view): Record<string, string> => (hasError(view.state) ? { "aria-invalid": "true" } : {})),
];

/** The transaction that replaces all diagnostics. */
export function replaceDiagnostics(state: EditorState, list: readonly PageDiagnostic[]): TransactionSpec {
  return setDiagnostics(state, list.map((diagnostic) => toCodeMirror(diagnostic, state.doc.length)));
}

/** The nearest offset that exists. Text and diagnostics come from two sides and may be one keystroke apart. */
export function clamp(offset: number, length: number): number {
  return Number.isNaN(offset) ? 0 : Math.max(0, Math.min(Math.trunc(offset), length));
}

function toCodeMirror(diagnostic: PageDiagnostic, length: number): Diagnostic {
  const from = clamp(diagnostic.from, length);
  const severity = diagnostic.severity in SEVERITY_WORDS ? diagnostic.severity : "error";
  const hint = diagnostic.hint ?? "";
  return {
    from,
    to: Math.max(from, clamp(diagnostic.to, length)),
    severity,
    // The plain message is what a screen reader is told; the rendered one adds shape and type.
    message: hint === "" ? diagnostic.message : `${diagnostic.message} ${hint}`,
    renderMessage: (view) => render(view.state.phrase(SEVERITY_WORDS[severity]), diagnostic.message, hint),
  };
}

function render(word: string, message: string, hint: string): Node {
  const box = document.createElement("span");
  box.append(part("cm-diagnosticSeverity", word), " ", part("cm-diagnosticMessage", message));
  if (hint !== "") box.append(" ", part("cm-diagnosticHint", hint));
  return box;
}

function part(className: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}

/** Moves to a diagnostic and says it aloud: the tooltip that opens with it is not in the reading order. */
function walk(move: Command): Command {
  return (view) => {
    move(view);
    view.dispatch({ effects: EditorView.announce.of(wordsAtSelection(view.state)) });
    return true;
  };
}

function wordsAtSelection(state: EditorState): string {
  const { from, to } = state.selection.main;
  const words: string[] = [];
  forEachDiagnostic(state, (diagnostic, start, end) => {
    if (start > to || end < from) return;
    const severity = state.phrase(SEVERITY_WORDS[diagnostic.severity === "hint" ? "info" : diagnostic.severity]);
    words.push(`${severity}: ${diagnostic.message}`);
  });
  return words.length > 0 ? words.join(" ") : state.phrase("No diagnostics");
}

function hasError(state: EditorState): boolean {
  let found = false;
  forEachDiagnostic(state, (diagnostic) => {
    found ||= diagnostic.severity === "error";
  });
  return found;
}
