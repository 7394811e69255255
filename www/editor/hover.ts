import { Prec, StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { EditorView, closeHoverTooltips, hoverTooltip, keymap, showTooltip, type Tooltip } from "@codemirror/view";
import { describe, describeAloud } from "./describe.ts";
import { outlineAt, outlines, type Node } from "./outline.ts";
import { knownAt, pathText, type Known, type Path, type Schema } from "./schema.ts";
import type { Phrase } from "./phrases.ts";

/** How long the mouse rests before it asks. */
const HOVER_MS = 350;

/** A field of the text: where it stands and what it is. */
interface Found {
  from: number;
  to: number;
  path: Path;
  object: Node;
}

/** What a field is for, under the resting mouse, and at the cursor for who presses F1. */
export function hover(schema: Schema): Extension {
  return [
    hoverTooltip((view, offset) => tooltipAt(view.state, offset, schema), { hoverTime: HOVER_MS, hideOnChange: true }),
    asked,
    keymap.of([{ key: "F1", run: (view) => ask(view, schema), preventDefault: true }]),
    Prec.highest(keymap.of([{ key: "Escape", run: close }])),
  ];
}

const show = StateEffect.define<Tooltip | null>();

/** The tooltip that was asked for by key; it goes when the cursor does. */
const asked = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(show)) return effect.value;
    return transaction.docChanged || transaction.selection !== undefined ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

/** Escape takes it away, and goes on to whatever else it closes. */
function close(view: EditorView): boolean {
  if (view.state.field(asked) !== null) view.dispatch({ effects: show.of(null) });
  return false;
}

function ask(view: EditorView, schema: Schema): boolean {
  const { state } = view;
  const { head } = state.selection.main;
  void tooltipAt(state, head, schema).then((tooltip) => {
    // Who went on meanwhile has not asked for this any more.
    if (view.state.doc !== state.doc || view.state.selection.main.head !== head) return;
    const phrase: Phrase = "Nothing is known about this";
    const aloud = tooltip === null ? state.phrase(phrase) : tooltip.aloud;
    // The mouse may rest on the same field, and once is enough.
    view.dispatch({ effects: [closeHoverTooltips, show.of(tooltip), EditorView.announce.of(aloud)] });
  });
  return true;
}

async function tooltipAt(state: EditorState, offset: number, schema: Schema): Promise<(Tooltip & { aloud: string }) | null> {
  const text = state.doc.toString();
  const document = outlineAt(outlines(text), offset);
  const found = document === null ? null : find(document.value, [], offset, document.value);
  if (found === null) return null;
  const structure = await schema.structure().catch(() => null);
  if (structure === null) return null;
  const known = knownAt(structure, found.object, found.path);
  if (known === null) return null;
  const words = await schema.words().catch(() => null);
  return tooltip(state, found, known, words);
}

function tooltip(state: EditorState, found: Found, known: Known, words: Parameters<typeof describe>[2]): Tooltip & { aloud: string } {
  const path = pathText(found.path);
  return {
    pos: found.from,
    end: found.to,
    above: true,
    aloud: describeAloud(state, known, words, path),
    create: () => {
      const dom = describe(state, known, words, path);
      dom.setAttribute("role", "tooltip");
      return { dom };
    },
  };
}

/** The innermost key or value over an offset. */
function find(node: Node, path: Path, offset: number, object: Node): Found | null {
  if (node.kind === "list") {
    for (const [index, item] of node.items.entries()) {
      const found = find(item.value, [...path, index], offset, object);
      if (found !== null) return found;
    }
  }
  if (node.kind === "map") {
    for (const entry of node.entries) {
      const here = [...path, entry.key];
      if (entry.from <= offset && offset <= entry.to) return { from: entry.from, to: entry.to, path: here, object };
      const found = find(entry.value, here, offset, object);
      if (found !== null) return found;
    }
  }
  if (node.kind === "scalar" && node.from <= offset && offset <= node.to) return { from: node.from, to: node.to, path, object };
  return null;
}
