import type { ChangeSpec, Text } from "@codemirror/state";
import { diffLines } from "./lines.ts";

/**
 * The smallest set of line-wise changes from `document` to `text`; empty when they are equal.
 * Replacing everything would throw the cursor, the scroll position and all marks to the end.
 */
export function changesTo(document: Text, text: string): ChangeSpec[] {
  const before = document.toString().split("\n");
  const after = text.split(/\r\n?|\n/);
  return diffLines(before, after).map((hunk) => {
    const lines = after.slice(hunk.fromAfter, hunk.toAfter);
    const trimmed = trim(before.slice(hunk.fromBefore, hunk.toBefore).join("\n"), lines.join("\n"));
    if (hunk.fromBefore < hunk.toBefore && hunk.fromAfter < hunk.toAfter) {
      const start = document.line(hunk.fromBefore + 1).from;
      const end = document.line(hunk.toBefore).to;
      return { from: start + trimmed.head, to: end - trimmed.tail, insert: trimmed.insert };
    }
    return wholeLines(document, hunk.fromBefore, hunk.toBefore, lines);
  });
}

/** Lines that come or go bring one line break with them: the one after, or at the end of the text the one before. */
function wholeLines(document: Text, from: number, to: number, lines: readonly string[]): ChangeSpec {
  const atEnd = to >= document.lines;
  if (lines.length === 0) {
    return atEnd
      ? { from: document.line(from).to, to: document.length }
      : { from: document.line(from + 1).from, to: document.line(to + 1).from };
  }
  return atEnd
    ? { from: document.length, insert: `\n${lines.join("\n")}` }
    : { from: document.line(from + 1).from, insert: `${lines.join("\n")}\n` };
}

function trim(before: string, after: string): { head: number; tail: number; insert: string } {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { head, tail, insert: after.slice(head, after.length - tail) };
}
