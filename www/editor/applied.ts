import { RangeSet, RangeSetBuilder, StateEffect, StateField, type EditorState, type Extension, type Text } from "@codemirror/state";
import { GutterMarker, gutter, type EditorView } from "@codemirror/view";
import { diffLines } from "./lines.ts";
import type { Phrase } from "./phrases.ts";

/** What the cluster has, and which lines of the document differ from it. */
interface Applied {
  /** Null until the page has told: a text nobody compared has no marks. */
  text: string | null;
  marks: RangeSet<GutterMarker>;
}

const applied = StateEffect.define<string>();

const appliedField = StateField.define<Applied>({
  create: () => ({ text: null, marks: RangeSet.empty }),
  update(value, transaction) {
    let text = value.text;
    for (const effect of transaction.effects) if (effect.is(applied)) text = effect.value;
    if (text === null || (text === value.text && !transaction.docChanged)) return value;
    return { text, marks: marksOf(text, transaction.newDoc) };
  },
});

/** Remembers what was applied. The gutter that shows it is a separate extension, because the diff view replaces it. */
export const appliedText: Extension = appliedField;

/** The gutter with a bar beside each line that is new or changed, and a wedge where lines were removed. */
export const appliedGutter: Extension = gutter({
  class: "cm-appliedGutter",
  markers: (view) => view.state.field(appliedField).marks,
});

/** The effect that tells what the cluster has. */
export function setApplied(text: string): StateEffect<string> {
  return applied.of(text.replace(/\r\n?/g, "\n"));
}

/** What the cluster has; the document itself when nobody told, so that a diff against it is empty. */
export function appliedOf(state: EditorState): string {
  return state.field(appliedField).text ?? state.doc.toString();
}

class AppliedMarker extends GutterMarker {
  constructor(
    readonly kind: "added" | "changed" | "removed" | "removedBelow",
    readonly title: Phrase,
  ) {
    super();
  }

  override eq(other: GutterMarker): boolean {
    return other instanceof AppliedMarker && other.kind === this.kind;
  }

  override toDOM(view: EditorView): Node {
    const mark = document.createElement("div");
    mark.className = `cm-applied cm-applied-${this.kind}`;
    mark.title = view.state.phrase(this.title);
    return mark;
  }
}

const ADDED = new AppliedMarker("added", "New, not applied yet");
const CHANGED = new AppliedMarker("changed", "Changed, not applied yet");
const REMOVED = new AppliedMarker("removed", "Lines were removed here, not applied yet");
const REMOVED_BELOW = new AppliedMarker("removedBelow", "Lines were removed here, not applied yet");

function marksOf(text: string, document: Text): RangeSet<GutterMarker> {
  const marks = new RangeSetBuilder<GutterMarker>();
  for (const hunk of diffLines(linesOf(text), linesOf(document.toString()))) {
    if (hunk.fromAfter === hunk.toAfter) {
      // Removed lines have no line of their own: the mark goes above the next one, or under the last.
      const below = hunk.toAfter >= document.lines;
      const line = document.line(below ? document.lines : hunk.toAfter + 1);
      marks.add(line.from, line.from, below ? REMOVED_BELOW : REMOVED);
      continue;
    }
    const marker = hunk.fromBefore === hunk.toBefore ? ADDED : CHANGED;
    for (let number = hunk.fromAfter + 1; number <= hunk.toAfter; number++) {
      const line = document.line(number);
      marks.add(line.from, line.from, marker);
    }
  }
  return marks.finish();
}

/** The lines without the empty one after a final line break: whether a file ends in one changes nothing in the cluster. */
function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.length > 1 && lines[lines.length - 1] === "") lines.pop();
  return lines;
}
