import type { Entry, ListNode, MapNode, Node, ScalarNode } from "./outline.ts";

/** A list or map in brackets: what was read, and where reading stopped. */
export interface Flow {
  node: Node;
  to: number;
  /** Whether the bracket that opens it is closed again. */
  closed: boolean;
}

const EMPTY: Node = { kind: "empty" };

/** Nobody nests brackets deeper by hand. */
const LEVELS_MAX = 50;

/** Reads `[…]` or `{…}` at an offset, as far as it goes. */
export function readFlow(text: string, from: number, level = 0): Flow {
  return new FlowReader(text, from, level).read();
}

class FlowReader {
  private at: number;

  constructor(private readonly text: string, from: number, private readonly level: number) {
    this.at = from;
  }

  read(): Flow {
    const isMap = this.text[this.at] === "{";
    const end = isMap ? "}" : "]";
    this.at++;
    const map: MapNode = { kind: "map", indent: -1, entries: [] };
    const list: ListNode = { kind: "list", indent: -1, items: [] };
    for (;;) {
      this.skip(/[\s,]/);
      const next = this.text[this.at];
      if (next === undefined || this.level > LEVELS_MAX) return { node: isMap ? map : list, to: this.at, closed: false };
      if (next === end) return { node: isMap ? map : list, to: this.at + 1, closed: true };
      const before = this.at;
      if (isMap) map.entries.push(this.entry());
      else list.items.push({ value: this.value() });
      // A stray bracket of the other kind belongs to nobody.
      if (this.at === before) this.at++;
    }
  }

  private entry(): Entry {
    const key = this.scalar(true);
    const entry: Entry = { key: key.text, from: key.from, to: key.to, value: EMPTY };
    this.skip(/[ \t]/);
    if (this.text[this.at] !== ":") return entry;
    this.at++;
    this.skip(/\s/);
    entry.value = this.value();
    return entry;
  }

  private value(): Node {
    const next = this.text[this.at];
    if (next === "[" || next === "{") {
      const inner = readFlow(this.text, this.at, this.level + 1);
      this.at = inner.to;
      return inner.node;
    }
    if (next === undefined || /[,\]}]/.test(next)) return EMPTY;
    return this.scalar(false);
  }

  private scalar(isKey: boolean): ScalarNode {
    const from = this.at;
    const rest = this.text.slice(from, from + 1000);
    const quoted = /^"((?:[^"\\]|\\.)*)"|^'((?:[^']|'')*)'/.exec(rest);
    if (quoted !== null) {
      this.at += quoted[0].length;
      return { kind: "scalar", text: quoted[1] ?? quoted[2]?.replaceAll("''", "'") ?? "", from, to: this.at };
    }
    const plain = (isKey ? /^[^,\]}\n]*?(?=\s*(?::(?:\s|$)|[,\]}\n]|$))/ : /^[^,\]}\n]*/).exec(rest)?.[0].trimEnd() ?? "";
    this.at += plain.length;
    return { kind: "scalar", text: plain, from, to: this.at };
  }

  private skip(what: RegExp): void {
    while (this.at < this.text.length && what.test(this.text[this.at] ?? "")) this.at++;
  }
}
