import { Compartment } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import type { ClusterNames } from "./names.ts";
import type { Phrase } from "./phrases.ts";

type AssistChunk = typeof import("./assist.ts");

/** A word somebody is typing. */
const TYPED = /[A-Za-z]$/;

/** Brings completion and the words about fields when nothing more urgent is left to do, or somebody comes to the editor. */
export class Assistance {
  private readonly place = new Compartment();
  private chunk: Promise<AssistChunk> | null = null;
  private stopped = false;
  /** Whether completion was asked for before it was there. */
  private asked = false;

  readonly extension = [
    this.place.of([]),
    EditorView.domEventObservers({
      focus: (_event, view) => void this.arrive(view),
      pointerover: (_event, view) => void this.arrive(view),
    }),
    EditorView.updateListener.of((update) => {
      if (update.transactions.some((transaction) => transaction.isUserEvent("input.type"))) this.asked = true;
    }),
    // Its own binding comes with it, and before this one.
    keymap.of([{ key: "Ctrl-Space", run: (view) => this.ask(view) }]),
  ];

  constructor(private readonly cluster: ClusterNames) {}

  /** Fetches it when the browser has nothing else to do. */
  prepare(view: EditorView): void {
    const later = (): void => void (this.stopped || this.arrive(view));
    if (typeof requestIdleCallback === "function") requestIdleCallback(later);
    else setTimeout(later, 500);
  }

  /** Adds a manifest to start from. */
  async insert(view: EditorView, name: string): Promise<void> {
    const chunk = await this.arrive(view);
    if (this.stopped) return;
    if (chunk !== null) {
      chunk.insert(view, name);
    } else {
      const phrase: Phrase = "Completion could not be loaded";
      view.dispatch({ effects: EditorView.announce.of(view.state.phrase(phrase)) });
    }
  }

  /** The view is gone; a chunk that arrives now changes nothing. */
  stop(): void {
    this.stopped = true;
  }

  private async arrive(view: EditorView): Promise<AssistChunk | null> {
    if (this.chunk === null) {
      this.chunk = import("./assist.ts");
      this.chunk.then(
        (chunk) => {
          if (this.stopped) return;
          view.dispatch({ effects: this.place.reconfigure(chunk.assist(this.cluster)) });
          if (this.asked && view.hasFocus && !view.compositionStarted && this.isTyping(view)) chunk.complete(view);
        },
        // The next visit tries again.
        () => (this.chunk = null),
      );
    }
    return this.chunk.catch(() => null);
  }

  private ask(view: EditorView): boolean {
    this.asked = true;
    void this.arrive(view).then((chunk) => chunk?.complete(view));
    return true;
  }

  private isTyping(view: EditorView): boolean {
    const { head } = view.state.selection.main;
    return TYPED.test(view.state.sliceDoc(Math.max(0, head - 1), head));
  }
}
