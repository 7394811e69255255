import { outlineAt, outlines, type Node, type Outline } from "./outline.ts";
import type { Path } from "./schema.ts";

/** Stands in for the word that is being typed; a character nobody writes. */
export const MARK = "\ue000";
const WORD = /[A-Za-z0-9_./$\-]/;

/** Where somebody is typing, and what. */
export interface Place {
  /** The whole text, with a mark in place of the word. */
  documents: readonly Outline[];
  document: Outline;
  /** A key of the map at `path`, the value at `path`, or something in a list, which may yet become either. */
  is: "key" | "value" | "item";
  path: Path;
  /** Keys that the map has already. */
  siblings: readonly string[];
  /** The span of the word. */
  from: number;
  to: number;
  /** The column that keys beside this one begin at. */
  column: number;
  /** Whether a colon follows already. */
  hasColon: boolean;
  /** Whether the word stands in brackets. */
  inFlow: boolean;
  quoted: boolean;
}

/** The place at an offset; null in comments, in blocks of text, and where no map or list is. */
export function placeAt(text: string, offset: number): Place | null {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const next = text.indexOf("\n", offset);
  const lineEnd = next === -1 ? text.length : next;
  let from = offset;
  while (from > lineStart && WORD.test(text[from - 1] ?? "")) from--;
  let to = offset;
  while (to < lineEnd && WORD.test(text[to] ?? "")) to++;
  const before = text.slice(lineStart, from);
  if (/(?:^|\s)#/.test(before) || DOCUMENT_LINE.test(text.slice(lineStart, lineEnd))) return null;
  // The dash of a list is no word: what comes after it is.
  const atStart = /^ *(?:- +)*$/.test(before);
  const hasColon = /^\s*:(?:\s|$)/.test(text.slice(to, lineEnd));
  const mark = atStart && !hasColon ? `${MARK}: ` : MARK;
  const documents = outlines(text.slice(0, from) + mark + text.slice(atStart && !hasColon ? lineEnd : to));
  const document = outlineAt(documents, from);
  const found = document === null ? null : find(document.value, []);
  if (document === null || found === null) return null;
  const isItem = found.is === "key" && typeof found.path.at(-1) === "number" && found.siblings.length === 0;
  return {
    documents,
    document,
    is: isItem ? "item" : found.is,
    path: found.path,
    siblings: found.siblings,
    from,
    to,
    column: before.length,
    hasColon,
    inFlow: !atStart && found.is === "key",
    quoted: /["']$/.test(before),
  };
}

const DOCUMENT_LINE = /^(?:---|\.\.\.)(?:\s|$)/;

interface Found {
  is: "key" | "value";
  path: Path;
  siblings: readonly string[];
}

function find(node: Node, path: Path): Found | null {
  switch (node.kind) {
    case "scalar":
      return node.text.includes(MARK) ? { is: "value", path, siblings: [] } : null;
    case "list":
      for (const [index, item] of node.items.entries()) {
        const found = find(item.value, [...path, index]);
        if (found !== null) return found;
      }
      return null;
    case "map":
      if (node.entries.some((entry) => entry.key.includes(MARK))) {
        return { is: "key", path, siblings: node.entries.map((entry) => entry.key).filter((key) => !key.includes(MARK)) };
      }
      for (const entry of node.entries) {
        const found = find(entry.value, [...path, entry.key]);
        if (found !== null) return found;
      }
      return null;
    case "empty":
      return null;
  }
}
