import { acceptCompletion, closeBrackets, closeBracketsKeymap, startCompletion } from "@codemirror/autocomplete";
import { EditorState, type Extension } from "@codemirror/state";
import { keymap, type EditorView } from "@codemirror/view";
import { completion } from "./completion.ts";
import { hover } from "./hover.ts";
import type { ClusterNames } from "./names.ts";
import { Schema } from "./schema.ts";
import { appendSnippet } from "./snippets.ts";

/** Completion, brackets that close themselves, and the words about fields. This file is a chunk of its own: the first key press does not wait for it. */
export function assist(cluster: ClusterNames): Extension {
  const schema = new Schema();
  // Whoever comes to write will want it soon; a failure is told when it matters.
  schema.structure().catch(() => null);
  return [
    completion(schema, cluster),
    hover(schema),
    closeBrackets(),
    EditorState.languageData.of(() => [{ closeBrackets: { brackets: ["[", "{", '"'] } }]),
    keymap.of([{ key: "Tab", run: acceptCompletion }, ...closeBracketsKeymap]),
  ];
}

/** Opens the list of completions. */
export function complete(view: EditorView): void {
  startCompletion(view);
}

/** Adds a manifest to start from at the end. */
export function insert(view: EditorView, name: string): void {
  appendSnippet(view, name);
}
