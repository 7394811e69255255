import { Annotation, type Extension } from "@codemirror/state";
import { EditorView, type ViewUpdate } from "@codemirror/view";
import type { MountOptions, PageDiagnostic } from "./contract.ts";

/** Marks a transaction as the page's own doing, so that it is not reported back to it. */
export const byPage = Annotation.define<true>();

/** How often an open composition is looked at. Its end is an event of different objects in different browsers, so it is asked for. */
const COMPOSITION_POLL_MS = 80;

type Callbacks = Pick<MountOptions, "onChange" | "onCursor">;

/**
 * Tells the page what the person did, and keeps the page's answers until they do no harm.
 *
 * While an input method composes (Chinese, Japanese, and every word on some phones), the text holds half-typed
 * syllables. Neither are they reported, nor is anything drawn into them: both wait for the composition's end.
 */
export class Reports {
  private textPending = false;
  private cursorPending = false;
  private diagnosticsPending: readonly PageDiagnostic[] | null = null;
  private timer: number | null = null;
  private stopped = false;

  constructor(
    private readonly callbacks: Callbacks,
    private readonly draw: (list: readonly PageDiagnostic[]) => void,
  ) {}

  /** Listens to the view; part of its extensions. */
  readonly listener: Extension = EditorView.updateListener.of((update) => this.updated(update));

  /** Draws diagnostics now, or when the composition is over. */
  diagnostics(view: EditorView, list: readonly PageDiagnostic[]): void {
    if (view.compositionStarted) {
      this.diagnosticsPending = list;
      this.wait(view);
    } else {
      this.diagnosticsPending = null;
      this.draw(list);
    }
  }

  /** The page has set the text: what was typed before is no news any more. */
  forgetText(): void {
    this.textPending = false;
  }

  /** Reports what is still unreported. Called where waiting would be wrong: before applying, and when the focus leaves. */
  flush(view: EditorView): void {
    if (this.stopped) return;
    if (this.textPending) {
      this.textPending = false;
      this.callbacks.onChange(view.state.doc.toString());
    }
    const list = this.diagnosticsPending;
    if (list !== null && !view.compositionStarted) {
      this.diagnosticsPending = null;
      this.draw(list);
    }
  }

  /** Nothing is reported from here on. */
  stop(): void {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private updated(update: ViewUpdate): void {
    if (update.docChanged && !update.transactions.every((transaction) => transaction.annotation(byPage) ?? !transaction.docChanged)) {
      this.textPending = true;
      if (update.view.compositionStarted) this.wait(update.view);
      else this.flush(update.view);
    }
    if (update.docChanged || update.selectionSet) this.cursorLater(update.view);
  }

  /** A microtask runs when the page's own call has returned, so the page is never entered twice; several moves are one report. */
  private cursorLater(view: EditorView): void {
    if (this.cursorPending || !this.callbacks.onCursor) return;
    this.cursorPending = true;
    queueMicrotask(() => {
      this.cursorPending = false;
      if (!this.stopped) this.callbacks.onCursor?.(view.state.selection.main.head);
    });
  }

  private wait(view: EditorView): void {
    if (this.timer !== null) return;
    this.timer = window.setTimeout(() => {
      this.timer = null;
      if (view.compositionStarted) this.wait(view);
      else this.flush(view);
    }, COMPOSITION_POLL_MS);
  }
}
