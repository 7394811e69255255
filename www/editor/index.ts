/**
 * The YAML editor of the page: the one module that is loaded when the first picture stands.
 *
 * The page imports the bundle dynamically and calls `mount` once per place; everything else goes through the
 * `Editor` it gets back. The page owns the meaning of the text: it parses, validates and applies; this module
 * shows what it is told and reports what the person typed.
 *
 * - What the page sets (`setText`, `goTo` …) is never reported back through `onChange`, so the page may call any
 *   method at any time without being entered a second time. Undoing a `setText` is the person's doing and is reported.
 * - Offsets are UTF-16 code units into what `text()` returns; line ends in it are always "\n".
 * - Colours, sizes and fonts are read from the page's custom properties when they are painted: --canvas, --surface,
 *   --sunken, --text, --muted, --border, --line, --accent, --focus, --status-failed, --status-starting,
 *   --status-ready, --status-terminating, --font-mono, and --syntax-key, --syntax-string, --syntax-scalar,
 *   --syntax-mark, --syntax-comment where the page wants its own. A change of theme needs no call.
 * - The editor fills its parent, which must have a height.
 * - Completion and the words about fields are a chunk beside this file, fetched when the browser has nothing else to do, or
 *   somebody comes to the editor.
 * - What is known of the API comes in two files beside this one: schema.json with that chunk,
 *   schema-words.json when somebody first asks what a field is for.
 * - The diff is a chunk of its own beside this file, fetched by the first `showDiff(true)`.
 */

import type { Editor, MountOptions } from "./contract.ts";
import { YamlEditor } from "./editor.ts";

export type { Editor, Language, MountOptions, PageDiagnostic, Severity, SnippetName } from "./contract.ts";

/** Puts an editor into `parent`, after what is there already. */
export function mount(parent: HTMLElement, options: MountOptions): Editor {
  return new YamlEditor(parent, options);
}
