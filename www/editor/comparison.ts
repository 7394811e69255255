import { Compartment, type StateEffect } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { appliedGutter, appliedOf, setApplied } from "./applied.ts";
import { byPage } from "./reports.ts";
import type { Phrase } from "./phrases.ts";

type DiffChunk = typeof import("./diff.ts");

/** Shows how the text differs from what was applied: as gutter marks, or as a whole diff, whose code is loaded when first asked for. */
export class Comparison {
  private readonly place = new Compartment();
  private chunk: DiffChunk | null = null;
  private wanted = false;
  private shown = false;

  readonly extension = this.place.of(appliedGutter);

  /** Tells what the cluster has. */
  apply(view: EditorView, text: string): void {
    const effects: StateEffect<unknown>[] = [setApplied(text)];
    if (this.shown && this.chunk !== null) effects.push(this.chunk.compareWith(view.state, text));
    view.dispatch({ effects, annotations: byPage.of(true) });
  }

  /** Opens or closes the diff. What was asked last wins, however long the code takes to arrive. */
  async show(view: EditorView, on: boolean): Promise<void> {
    this.wanted = on;
    if (on && this.chunk === null) {
      try {
        this.chunk = await import("./diff.ts");
      } catch {
        const phrase: Phrase = "The diff could not be loaded";
        if (this.wanted) view.dispatch({ effects: EditorView.announce.of(view.state.phrase(phrase)) });
        return;
      }
    }
    if (this.wanted === this.shown || (this.wanted && this.chunk === null)) return;
    this.shown = this.wanted;
    const content = this.shown && this.chunk !== null ? this.chunk.unifiedDiff(appliedOf(view.state)) : appliedGutter;
    view.dispatch({ effects: this.place.reconfigure(content) });
  }

  /** The view is gone; a chunk that arrives now changes nothing. */
  stop(): void {
    this.wanted = this.shown;
  }
}
