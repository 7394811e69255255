import { bracketMatching } from "@codemirror/language";
import { yaml } from "@codemirror/lang-yaml";
import { isolateHistory } from "@codemirror/commands";
import { Compartment, type Extension } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, lineNumbers } from "@codemirror/view";
import { appliedText } from "./applied.ts";
import { Assistance } from "./assistance.ts";
import { Comparison } from "./comparison.ts";
import type { Editor, Language, MountOptions, PageDiagnostic, SnippetName } from "./contract.ts";
import { clamp, diagnostics, replaceDiagnostics } from "./diagnostics.ts";
import { keys } from "./keys.ts";
import { phrases, type Phrase } from "./phrases.ts";
import { changesTo } from "./replace.ts";
import { Reports, byPage } from "./reports.ts";
import snippets from "./snippets.json";
import { syntax } from "./syntax.ts";
import { theme } from "./theme.ts";

/** Spaces that look like spaces and are none for YAML; Chinese input methods and copied web pages bring them. */
const TREACHEROUS_SPACES = /[\u00a0\u3000]/g;

const KEYBOARD_HELP: Phrase =
  "Tab indents. To leave the editor, press Escape, then Tab. Control Space completes, F1 describes the field, F8 goes to the next problem, Control period mends it.";

let mounted = 0;

/** CodeMirror behind the contract with the page. */
export class YamlEditor implements Editor {
  private readonly view: EditorView;
  private readonly reports: Reports;
  private readonly comparison = new Comparison();
  private readonly assistance: Assistance;
  private readonly words = new Compartment();
  private readonly name = new Compartment();
  private readonly help = document.createElement("span");

  constructor(parent: HTMLElement, private readonly options: MountOptions) {
    this.reports = new Reports(options, (list) => this.drawDiagnostics(list));
    this.assistance = new Assistance((kind) => options.names?.(kind) ?? []);
    this.help.id = `yaml-editor-help-${++mounted}`;
    this.help.hidden = true;
    this.view = new EditorView({ parent, doc: options.text, extensions: this.extensions() });
    this.view.dom.append(this.help);
    this.help.textContent = this.view.state.phrase(KEYBOARD_HELP);
    this.assistance.prepare(this.view);
  }

  text(): string {
    return this.view.state.doc.toString();
  }

  setText(text: string): void {
    this.reports.forgetText();
    const changes = changesTo(this.view.state.doc, text);
    if (changes.length === 0) return;
    this.view.dispatch({ changes, annotations: [byPage.of(true), isolateHistory.of("full")], userEvent: "set" });
  }

  setApplied(text: string): void {
    this.comparison.apply(this.view, text);
  }

  setDiagnostics(list: readonly PageDiagnostic[]): void {
    this.reports.diagnostics(this.view, list);
  }

  showDiff(on: boolean): void {
    void this.comparison.show(this.view, on);
  }

  setLanguage(language: Language, label?: string | null): void {
    const effects = [this.words.reconfigure(phrases(language))];
    if (label != null) effects.push(this.name.reconfigure(labelled(label)));
    this.view.dispatch({ effects });
    this.help.textContent = this.view.state.phrase(KEYBOARD_HELP);
  }

  goTo(offset: number): void {
    const anchor = clamp(offset, this.view.state.doc.length);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }), annotations: byPage.of(true) });
  }

  focus(): void {
    this.view.focus();
  }

  snippets(): readonly SnippetName[] {
    return snippets;
  }

  insert(name: string): void {
    void this.assistance.insert(this.view, name);
  }

  destroy(): void {
    this.reports.stop();
    this.comparison.stop();
    this.assistance.stop();
    this.view.destroy();
  }

  private extensions(): Extension {
    return [
      this.words.of(phrases(this.options.language)),
      this.name.of(labelled(this.options.label)),
      // Said although it goes without saying: checkers of accessibility do not count contenteditable as focusable.
      EditorView.contentAttributes.of({ "aria-describedby": this.help.id, tabindex: "0" }),
      diagnostics((view, index) => this.fix(view, index)),
      // Before the keys: Escape first closes what the assistance has opened.
      this.assistance.extension,
      lineNumbers(),
      appliedText,
      this.comparison.extension,
      keys((view) => this.apply(view)),
      yaml(),
      syntax,
      theme,
      bracketMatching(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSpecialChars({ addSpecialChars: TREACHEROUS_SPACES }),
      this.reports.listener,
      EditorView.domEventObservers({ blur: (_event, view) => this.reports.flush(view) }),
    ];
  }

  private apply(view: EditorView): boolean {
    this.reports.flush(view);
    this.options.onApply();
    return true;
  }

  private fix(view: EditorView, index: number): void {
    this.reports.flush(view);
    this.options.onFix?.(index);
  }

  private drawDiagnostics(list: readonly PageDiagnostic[]): void {
    this.view.dispatch(replaceDiagnostics(this.view.state, list));
  }
}

function labelled(label: string): Extension {
  return EditorView.contentAttributes.of({ "aria-label": label });
}
