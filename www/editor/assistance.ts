import { Compartment } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { ClusterNames } from "./names.ts";
import type { Phrase } from "./phrases.ts";

type AssistChunk = typeof import("./assist.ts");

/** Brings completion and the words about fields when somebody comes to the editor, and not before. */
export class Assistance {
  private readonly place = new Compartment();
  private chunk: Promise<AssistChunk> | null = null;
  private stopped = false;

  readonly extension = [
    this.place.of([]),
    EditorView.domEventObservers({
      focus: (_event, view) => void this.arrive(view),
      pointerover: (_event, view) => void this.arrive(view),
    }),
  ];

  constructor(private readonly cluster: ClusterNames) {}

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
          if (!this.stopped) view.dispatch({ effects: this.place.reconfigure(chunk.assist(this.cluster)) });
        },
        // The next visit tries again.
        () => (this.chunk = null),
      );
    }
    return this.chunk.catch(() => null);
  }
}
