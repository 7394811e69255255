import { readFlow } from "./flow.ts";

/**
 * What a manifest holds and where, read by its indentation. Not the grammar's tree: that one falls apart around a
 * half-typed line, which is where completion is asked for; here such a line is a value like others.
 */
export interface MapNode {
  kind: "map";
  indent: number;
  entries: Entry[];
}

export interface ListNode {
  kind: "list";
  indent: number;
  items: Item[];
}

export interface ScalarNode {
  kind: "scalar";
  /** Without quotes. */
  text: string;
  from: number;
  to: number;
}

/** Nothing is written there (yet). */
export interface EmptyNode {
  kind: "empty";
}

export type Node = MapNode | ListNode | ScalarNode | EmptyNode;

/** Where a node hangs; what is filled in later is filled in here. */
export interface Slot {
  value: Node;
}

/** `key: value`, with the span of the key. */
export interface Entry extends Slot {
  key: string;
  from: number;
  to: number;
}

/** What follows a dash. */
export type Item = Slot;

/** A YAML document of the text. */
export interface Outline extends Slot {
  from: number;
  to: number;
}

const EMPTY: EmptyNode = { kind: "empty" };
const DOCUMENT_MARK = /^(?:---(?=\s|$)|\.\.\.\s*$)/;
const KEY = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#[\]{},&*!|>'"%@`][^#]*?|[^\s#[\]{},&*!|>'"%@`]))\s*:(?=\s|$)/;
const BLOCK_TEXT = /^(?:[&!]\S+\s+)*[|>][+-]?\d?[+-]?\s*(?:#.*)?$/;
const PROPERTIES = /^(?:[&!]\S*\s+|[&!]\S*$)+/;

/** The documents of a text, each with where it stands. */
export function outlines(text: string): Outline[] {
  const documents: Outline[] = [];
  let reader = new Reader(text, 0);
  let offset = 0;
  while (offset <= text.length) {
    const end = lineEnd(text, offset);
    const line = text.slice(offset, end);
    if (DOCUMENT_MARK.test(line)) {
      documents.push(reader.finish(offset));
      reader = new Reader(text, end);
      offset = end + 1;
    } else {
      offset = reader.line(offset, end);
    }
  }
  documents.push(reader.finish(text.length));
  return documents;
}

/** The document around an offset. */
export function outlineAt(documents: readonly Outline[], offset: number): Outline | null {
  return documents.findLast((document) => document.from <= offset) ?? null;
}

/** The entry of a map by its key. */
export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  return node?.kind === "map" ? node.entries.findLast((entry) => entry.key === key) : undefined;
}

/** What stands under a path; numbers are items of lists. */
export function nodeAt(node: Node | undefined, path: readonly (string | number)[]): Node | undefined {
  let here = node;
  for (const step of path) {
    here = typeof step === "number" ? (here?.kind === "list" ? here.items[step]?.value : undefined) : entryOf(here, step)?.value;
  }
  return here;
}

/** The text of a scalar under a path. */
export function textAt(node: Node | undefined, path: readonly (string | number)[]): string | undefined {
  const found = nodeAt(node, path);
  return found?.kind === "scalar" ? found.text : undefined;
}

/** A map or list that lines may still add to. */
interface Open {
  indent: number;
  node: MapNode | ListNode;
}

class Reader {
  private readonly root: Outline;
  private open: Open[] = [];
  /** Filled by what comes deeper than `indent`: an entry without a value, an item, the document. */
  private slot: { indent: number; of: Slot } | null;

  constructor(private readonly text: string, from: number) {
    this.root = { value: EMPTY, from, to: from };
    this.slot = { indent: -1, of: this.root };
  }

  finish(to: number): Outline {
    this.root.to = to;
    return this.root;
  }

  /** Reads the line at `from`; answers where the next one begins. */
  line(from: number, end: number): number {
    let column = 0;
    while (this.text[from + column] === " ") column++;
    let at = from + column;
    if (at >= end || this.text[at] === "#" || this.text.slice(at, end).trim() === "") return end + 1;
    while (this.text[at] === "-" && (at + 1 >= end || this.text[at + 1] === " ")) {
      this.item(column);
      let next = at + 1;
      while (next < end && this.text[next] === " ") next++;
      column += next - at;
      at = next;
    }
    if (at >= end || this.text[at] === "#") return end + 1;
    return this.content(at, end, column);
  }

  private content(at: number, end: number, column: number): number {
    const rest = this.text.slice(at, end);
    const key = KEY.exec(rest);
    if (key === null) return this.value(at, end, column);
    const name = key[1] ?? key[2]?.replaceAll("''", "'") ?? key[3] ?? "";
    const entry: Entry = { key: name, from: at, to: at + key[0].length - 1, value: EMPTY };
    while (/\s/.test(this.text[entry.to - 1] ?? "")) entry.to--;
    this.mapAt(column).entries.push(entry);
    this.slot = { indent: column, of: entry };
    let valueAt = at + key[0].length;
    while (valueAt < end && this.text[valueAt] === " ") valueAt++;
    if (valueAt >= end || this.text[valueAt] === "#") return end + 1;
    return this.value(valueAt, end, column);
  }

  /** A value on this line, for whatever waits for one. */
  private value(at: number, end: number, column: number): number {
    const slot = this.slot;
    let start = at;
    const properties = PROPERTIES.exec(this.text.slice(at, end));
    if (properties !== null) start += properties[0].length;
    if (start >= end) return end + 1;
    if (BLOCK_TEXT.test(this.text.slice(start, end))) {
      this.fill(slot, { kind: "scalar", text: "", from: start, to: end });
      return this.afterBlock(end + 1, slot?.indent ?? column);
    }
    if (this.text[start] === "[" || this.text[start] === "{") {
      const flow = readFlow(this.text, start);
      this.fill(slot, flow.node);
      return flow.closed ? lineEnd(this.text, flow.to) + 1 : end + 1;
    }
    this.fill(slot, scalar(this.text, start, end));
    return end + 1;
  }

  private fill(slot: { of: Slot } | null, node: Node): void {
    if (slot !== null && slot.of.value.kind === "empty") slot.of.value = node;
    this.slot = null;
  }

  /** Lines of a block of text are deeper than what the text is the value of. */
  private afterBlock(from: number, indent: number): number {
    let offset = from;
    while (offset < this.text.length) {
      const end = lineEnd(this.text, offset);
      const line = this.text.slice(offset, end);
      if (line.trim() !== "" && line.length - line.trimStart().length <= indent) break;
      offset = end + 1;
    }
    return offset;
  }

  private mapAt(column: number): MapNode {
    this.closeDeeper(column);
    const top = this.open.at(-1);
    // A list at the same column as its key ends where the next key comes.
    if (top?.indent === column && top.node.kind === "list") this.open.pop();
    const present = this.open.at(-1);
    if (present?.indent === column && present.node.kind === "map") return present.node;
    return this.begin({ kind: "map", indent: column, entries: [] }, column, this.slot !== null && this.slot.indent < column);
  }

  private item(column: number): void {
    this.closeDeeper(column);
    const top = this.open.at(-1);
    let list: ListNode;
    if (top?.node.kind === "list" && top.indent === column) {
      list = top.node;
    } else {
      list = this.begin({ kind: "list", indent: column, items: [] }, column, this.slot !== null && this.slot.indent <= column);
    }
    const item: Item = { value: EMPTY };
    list.items.push(item);
    this.slot = { indent: column, of: item };
  }

  /** A map or list begins; one that nothing waits for hangs nowhere, but what is in it is still told apart. */
  private begin<T extends MapNode | ListNode>(node: T, indent: number, fits: boolean): T {
    if (fits) this.fill(this.slot, node);
    this.open.push({ indent, node });
    return node;
  }

  private closeDeeper(column: number): void {
    while ((this.open.at(-1)?.indent ?? -1) > column) {
      this.open.pop();
      this.slot = null;
    }
  }
}

function scalar(text: string, from: number, end: number): ScalarNode {
  const rest = text.slice(from, end);
  const quoted = /^"((?:[^"\\]|\\.)*)"|^'((?:[^']|'')*)'/.exec(rest);
  if (quoted !== null) {
    return { kind: "scalar", text: quoted[1] ?? quoted[2]?.replaceAll("''", "'") ?? "", from, to: from + quoted[0].length };
  }
  const plain = rest.replace(/\s+#.*$/, "").trimEnd();
  return { kind: "scalar", text: plain, from, to: from + plain.length };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}
