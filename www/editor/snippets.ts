import { snippet } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import list from "./snippets.json";

/** A manifest to start from, with places to fill in that Tab walks through. */
export interface Snippet {
  /** The kinds in it, which are the same in every language. */
  name: string;
  text: readonly string[];
}

export const snippets: readonly Snippet[] = list;

/** Puts a snippet there, its places open for Tab. */
export function insertSnippet(view: EditorView, chosen: Snippet, from: number, to: number): void {
  snippet(`${chosen.text.join("\n")}\n`)(view, null, from, to);
}

/** Adds a snippet at the end, as a document of its own. */
export function appendSnippet(view: EditorView, name: string): void {
  const chosen = snippets.find((known) => known.name === name);
  if (chosen === undefined) return;
  const { doc } = view.state;
  const before = doc.toString().trimEnd();
  const isFirst = before === "" || before === "---" || before.endsWith("\n---");
  const mark = before === "" ? "" : isFirst ? "\n" : "\n---\n";
  // On a line of its own first: a snippet is indented as the line it begins in.
  view.dispatch({ changes: { from: before.length, to: doc.length, insert: mark }, userEvent: "input.complete" });
  const end = view.state.doc.length;
  insertSnippet(view, chosen, end, end);
  view.focus();
}
