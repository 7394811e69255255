import { getOriginalDoc, originalDocChangeEffect, unifiedMergeView } from "@codemirror/merge";
import { ChangeSet, type EditorState, type Extension, type StateEffect } from "@codemirror/state";
import { changesTo } from "./replace.ts";

/** The extension that shows the document as a unified diff against `original`. This file is a chunk of its own. */
export function unifiedDiff(original: string): Extension {
  return unifiedMergeView({ original, mergeControls: false, syntaxHighlightDeletions: false });
}

/** The effect that changes what an open diff compares with. */
export function compareWith(state: EditorState, original: string): StateEffect<unknown> {
  const before = getOriginalDoc(state);
  return originalDocChangeEffect(state, ChangeSet.of(changesTo(before, original), before.length));
}
