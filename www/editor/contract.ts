/** What the page and the editor promise each other. Types only: nothing here reaches the bundle. */

/** The languages the page speaks. YAML itself, and Kubernetes' words in it, stay as they are. */
export type Language = "en" | "zh";

/** How bad a diagnostic is. An unknown word from the page counts as "error", so that nothing is hidden. */
export type Severity = "error" | "warning" | "info";

/** One remark about the text, in UTF-16 offsets into what `text()` returns. */
export interface PageDiagnostic {
  from: number;
  to: number;
  severity: Severity;
  message: string;
  /** What to do about it, shown under the message. */
  hint?: string | null | undefined;
  /** What one press would do about it, in the page's language; pressing calls `onFix` with the diagnostic's place in the list. */
  fix?: string | null | undefined;
}

/** A manifest to start from. */
export interface SnippetName {
  /** Its kinds; also what `insert` takes. */
  name: string;
}

/** What the page hands over when it mounts the editor. */
export interface MountOptions {
  /** The text to start with; it is not reported back and cannot be undone. */
  text: string;
  language: Language;
  /** The accessible name of the text box, in the page's language. */
  label: string;
  /** The person changed the text. Never called for what the page sets, nor in the middle of an input method's composition. */
  onChange(text: string): void;
  /** The person asked to apply (Ctrl+Enter, or Cmd+Enter). `onChange` has been told everything before. */
  onApply(): void;
  /** The cursor moved, whoever moved it. Called from a microtask, so never while the page is inside one of our methods. */
  onCursor?: ((offset: number) => void) | null | undefined;
  /** The person wants the diagnostic at this index of the last `setDiagnostics` put right. `onChange` has been told everything before. */
  onFix?: ((index: number) => void) | null | undefined;
  /** The names of the cluster's objects of a kind such as "Service", for completion. */
  names?: ((kind: string) => readonly string[]) | null | undefined;
}

/** The mounted editor. Offsets are UTF-16 code units; out-of-range ones are clamped. */
export interface Editor {
  /** The text now; line ends are always "\n". */
  text(): string;
  /** Replaces the text in one undoable step; what did not change keeps its cursor, marks and scroll position. */
  setText(text: string): void;
  /** Tells what the cluster has; lines that differ from it get a mark in the gutter. */
  setApplied(text: string): void;
  /** Replaces all diagnostics. */
  setDiagnostics(list: readonly PageDiagnostic[]): void;
  /** Shows the text as a unified diff against what was applied, still editable. The first call loads more code. */
  showDiff(on: boolean): void;
  /** Changes the editor's own words; `label` also changes the accessible name. Text, history and cursor stay. */
  setLanguage(language: Language, label?: string | null): void;
  /** Puts the cursor there and scrolls it into the middle, without taking the focus. */
  goTo(offset: number): void;
  focus(): void;
  /** The manifests that `insert` knows. */
  snippets(): readonly SnippetName[];
  /** Adds one of them at the end of the text, its places to fill in open for Tab, and takes the focus. */
  insert(name: string): void;
  /** Removes the editor. No callback is called afterwards. */
  destroy(): void;
}
