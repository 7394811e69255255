import { HighlightStyle, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { RangeSetBuilder, type Extension } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/*
 * Hue means status on this page, so the syntax keeps to ink: each colour is the page's text with a share of a
 * token in it, which also keeps its contrast near that of the text in both themes. Weight says the rest.
 * A page that wants other colours sets the --syntax-* properties.
 */
const ink = (name: string, token: string, share: number): string =>
  `var(--syntax-${name}, color-mix(in oklab, var(${token}) ${share}%, var(--text)))`;

const KEY = ink("key", "--accent", 75);
const STRING = ink("string", "--status-ready", 45);
const SCALAR = ink("scalar", "--status-starting", 50);
const MARK = ink("mark", "--status-terminating", 60);

const style = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: KEY },
  { tag: tags.string, color: STRING },
  { tag: tags.special(tags.string), color: MARK },
  { tag: [tags.labelName, tags.typeName, tags.keyword], color: MARK },
  { tag: tags.lineComment, color: "var(--syntax-comment, var(--muted))" },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "var(--muted)" },
  { tag: tags.meta, color: "var(--text)", fontWeight: "700" },
]);

/** What YAML reads as a number, a truth value or nothing, unless it is quoted. */
const TYPED_SCALAR = /^(?:true|True|TRUE|false|False|FALSE|null|Null|NULL|~|[-+]?(?:\d[\d_]*)(?:\.\d*)?(?:[eE][-+]?\d+)?|[-+]?\.\d+(?:[eE][-+]?\d+)?|0x[\da-fA-F]+|0o[0-7]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

const typedScalar = Decoration.mark({ class: "cm-typedScalar" });

/**
 * Marks plain values that are no strings. The grammar has one node for all plain values, but the difference is
 * what many a refused manifest is about: `value: "8080"` is text, `value: 8080` is not.
 */
const typedScalars = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = scalarsOf(view);
    }

    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged || syntaxTree(update.state) !== syntaxTree(update.startState)) {
        this.decorations = scalarsOf(update.view);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function scalarsOf(view: EditorView): DecorationSet {
  const found = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        if (node.name === "Key") return false;
        if (node.name === "Literal" && TYPED_SCALAR.test(view.state.sliceDoc(node.from, node.to))) {
          found.add(node.from, node.to, typedScalar);
        }
        return true;
      },
    });
  }
  return found.finish();
}

/** The colours of YAML. */
export const syntax: Extension = [
  syntaxHighlighting(style),
  typedScalars,
  EditorView.theme({ ".cm-typedScalar, .cm-typedScalar span": { color: SCALAR } }),
];
