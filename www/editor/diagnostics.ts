import { forEachDiagnostic, lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { Facet, type EditorState, type Extension, type TransactionSpec } from "@codemirror/state";
import { EditorView, keymap, type Command } from "@codemirror/view";
import type { PageDiagnostic, Severity } from "./contract.ts";
import type { Phrase } from "./phrases.ts";

const SEVERITY_WORDS: Readonly<Record<Severity, Phrase>> = { error: "Error", warning: "Warning", info: "Note" };

/** Puts the diagnostic at an index of the page's list right. */
type Fix = (view: EditorView, index: number) => void;

const onFix = Facet.define<Fix>();

/** A diagnostic that knows what the page would do about it. */
interface Fixable extends Diagnostic {
  fix?: (view: EditorView) => void;
}

/**
 * The gutter marks, the keys that walk from one diagnostic to the next and put one right, and what assistive
 * technology is told.
 */
export function diagnostics(fix: Fix): Extension {
  return [
    onFix.of(fix),
    lintGutter(),
    keymap.of([
      { key: "F8", run: walk(nextDiagnostic), shift: walk(previousDiagnostic), preventDefault: true },
      // Where other editors have their light bulb.
      { key: "Mod-.", run: fixHere, preventDefault: true },
    ]),
    EditorView.contentAttributes.of((view): Record<string, string> => (hasError(view.state) ? { "aria-invalid": "true" } : {})),
  ];
}

/** The transaction that replaces all diagnostics. */
export function replaceDiagnostics(state: EditorState, list: readonly PageDiagnostic[]): TransactionSpec {
  return setDiagnostics(state, list.map((diagnostic, index) => toCodeMirror(diagnostic, index, state.doc.length)));
}

/** The nearest offset that exists. Text and diagnostics come from two sides and may be one keystroke apart. */
export function clamp(offset: number, length: number): number {
  return Number.isNaN(offset) ? 0 : Math.max(0, Math.min(Math.trunc(offset), length));
}

function toCodeMirror(diagnostic: PageDiagnostic, index: number, length: number): Fixable {
  const from = clamp(diagnostic.from, length);
  const severity = diagnostic.severity in SEVERITY_WORDS ? diagnostic.severity : "error";
  const hint = diagnostic.hint ?? "";
  const fix = (view: EditorView): void => view.state.facet(onFix)[0]?.(view, index);
  return {
    ...(diagnostic.fix == null ? {} : { fix, actions: [{ name: diagnostic.fix, apply: fix }] }),
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

/** Puts right what stands at the cursor or, if nothing does, in its line. */
function fixHere(view: EditorView): boolean {
  const { state } = view;
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  let here: Fixable | null = null;
  let near: Fixable | null = null;
  forEachDiagnostic(state, (diagnostic: Fixable, from, to) => {
    if (diagnostic.fix === undefined) return;
    if (from <= head && head <= to) here ??= diagnostic;
    if (from <= line.to && line.from <= to) near ??= diagnostic;
  });
  const chosen = (here ?? near) as Fixable | null;
  if (chosen === null) {
    const phrase: Phrase = "There is nothing to mend here";
    view.dispatch({ effects: EditorView.announce.of(state.phrase(phrase)) });
  } else {
    chosen.fix?.(view);
  }
  return true;
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
