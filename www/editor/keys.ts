import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { indentUnit } from "@codemirror/language";
import { openLintPanel } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState, Prec, type Extension } from "@codemirror/state";
import { EditorView, closeHoverTooltips, keymap, type Command } from "@codemirror/view";
import type { Phrase } from "./phrases.ts";

/** YAML knows no tabs, and Kubernetes' manifests step by two. */
const INDENT = "  ";

/** How long Tab leaves the editor after Escape: long enough for somebody who has to look for the key. Any other key ends it. */
const TAB_LEAVES_MS = 30_000;

/** A line that ends in `key:`, or in the header of a block of text; the group is what stands before the key. */
const MAPPING_OPENER = /^( *(?:- +)*)[^\s#'"{[](?:(?!: )[^#])*:(?: +[|>][+-]?\d?)?\s*$/;

/** Everything the keyboard does. `apply` runs on Ctrl+Enter and Cmd+Enter. */
export function keys(apply: Command): Extension {
  return [
    indentUnit.of(INDENT),
    EditorState.tabSize.of(INDENT.length),
    history(),
    search({ top: true }),
    Prec.highest(keymap.of([
      // The page may have the same key for the rest of the screen, which must not apply a second time.
      { key: "Mod-Enter", run: apply, preventDefault: true, stopPropagation: true },
      { key: "Ctrl-Enter", run: apply, preventDefault: true, stopPropagation: true },
      { key: "Escape", run: letTabLeave },
    ])),
    keymap.of([
      { key: "Tab", run: indentAtCursor, shift: indentLess },
      { key: "Enter", run: openMapping },
      { key: "Mod-Shift-m", run: openLintPanel, preventDefault: true },
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
  ];
}

/** Also takes away a tooltip that covers the text. Always false: Escape goes on to whatever else it closes. */
function letTabLeave(view: EditorView): boolean {
  // CodeMirror sets a mode of two seconds itself when the key has been through all handlers: this comes after.
  queueMicrotask(() => view.setTabFocusMode(TAB_LEAVES_MS));
  const phrase: Phrase = "Tab now leaves the editor";
  view.dispatch({ effects: [closeHoverTooltips, EditorView.announce.of(view.state.phrase(phrase))] });
  return false;
}

/** Fills up to the next stop at the cursor; a selection is indented as a whole. */
function indentAtCursor(view: EditorView): boolean {
  const { state } = view;
  if (state.selection.ranges.some((range) => !range.empty)) return indentMore(view);
  view.dispatch(
    state.changeByRange((range) => {
      const column = range.head - state.doc.lineAt(range.head).from;
      const insert = " ".repeat(INDENT.length - (column % INDENT.length));
      return { changes: { from: range.head, insert }, range: range.map(state.changes({ from: range.head, insert }), 1) };
    }),
    { scrollIntoView: true, userEvent: "input" },
  );
  return true;
}

/** After `key:` at the end of a line its value comes, one step deeper; every other Enter is CodeMirror's. */
function openMapping(view: EditorView): boolean {
  const { state } = view;
  const { main } = state.selection;
  if (!main.empty || state.selection.ranges.length > 1) return false;
  const line = state.doc.lineAt(main.head);
  const opener = MAPPING_OPENER.exec(line.text.slice(0, main.head - line.from));
  if (opener === null || line.text.slice(main.head - line.from).trim() !== "") return false;
  const insert = `\n${" ".repeat((opener[1] ?? "").length)}${INDENT}`;
  view.dispatch({
    changes: { from: main.head, to: line.to, insert },
    selection: { anchor: main.head + insert.length },
    scrollIntoView: true,
    userEvent: "input",
  });
  return true;
}
