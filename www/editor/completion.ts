import { autocompletion, startCompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { completionTheme } from "./completion-theme.ts";
import { describe } from "./describe.ts";
import { labelsFor, namesFor, type ClusterNames } from "./names.ts";
import { entryOf } from "./outline.ts";
import { placeAt, type Place } from "./place.ts";
import { scopeAt, typeText, type Field, type Known, type Schema, type Scope, type Structure } from "./schema.ts";
import { insertSnippet, snippets } from "./snippets.ts";
import type { Phrase } from "./phrases.ts";

/** Fields that the server writes: there to be read, not to be typed. */
const SERVERS_OWN = new Set([
  "status", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "managedFields", "resourceVersion", "selfLink", "uid",
]);

/** Fields without which hardly an object is written, though no server asks for them. */
const USUAL = new Set(["metadata", "spec", "data", "name", "labels", "containers", "replicas", "serviceName", "image", "ports"]);

const BOOST_REQUIRED = 60;
const BOOST_USUAL = 20;
const BOOST_SERVERS_OWN = -60;

/** Completion from the API's schema, from the text, and from the cluster. */
export function completion(schema: Schema, cluster: ClusterNames): Extension {
  return [
    autocompletion({
      override: [(context) => complete(context, schema, cluster)],
      icons: false,
      maxRenderedOptions: 60,
      // A list that appears under the hands: long enough to be read before Enter means it.
      interactionDelay: 75,
    }),
    completionTheme,
  ];
}

export async function complete(context: CompletionContext, schema: Schema, cluster: ClusterNames): Promise<CompletionResult | null> {
  const text = context.state.doc.toString();
  const place = placeAt(text, context.pos);
  if (place === null) return null;
  const typed = context.pos - place.from;
  const structure = await schema.structure().catch(() => null);
  if (structure === null) return null;
  const source = new Options(context, schema, structure, cluster, place);
  const options = source.all();
  // Unasked only where something was typed, or where there is a short list of all that can stand here.
  const unasked = typed === 0 && !context.explicit;
  if (options.length === 0 || (unasked && !(place.is === "value" && source.closed))) return null;
  return { from: place.from, to: place.to, options, validFor: /^[\w./$-]*$/ };
}

class Options {
  /** Whether the options are all there are. */
  closed = false;

  constructor(
    private readonly context: CompletionContext,
    private readonly schema: Schema,
    private readonly structure: Structure,
    private readonly cluster: ClusterNames,
    private readonly place: Place,
  ) {}

  all(): Completion[] {
    const { place } = this;
    const path = place.path.join(".");
    // They say what everything else is of, so nothing is known before they are.
    if (place.is === "value" && path === "kind") return this.kinds();
    if (place.is === "value" && path === "apiVersion") return this.apiVersions();
    const scope = scopeAt(this.structure, place.document.value, place.path);
    return scope === null ? [] : this.of(scope);
  }

  private of(scope: Scope): Completion[] {
    const { place } = this;
    if (place.is === "value" || (place.is === "item" && scope.is === "value")) return scope.is === "value" ? this.values(scope.known) : [];
    switch (scope.is) {
      case "unknown":
        return place.path.length === 0 ? this.beginnings() : [];
      case "fields":
        return this.keys(scope.type, place.path.length === 0);
      case "map":
        return this.mapKeys(scope.known);
      case "list":
        return this.items(scope.known);
      case "value":
        return [];
    }
  }

  /** Where a new document begins: whole objects, and the two keys that every object has. */
  private beginnings(): Completion[] {
    const keys = ["apiVersion", "kind", "metadata", "spec"].filter((key) => !this.place.siblings.includes(key));
    const options: Completion[] = keys.map((key, index) => ({
      label: key,
      boost: BOOST_USUAL - index,
      apply: this.insertKey(key, key === "metadata" || key === "spec" ? { of: key } : { type: "string", values: [""] }),
    }));
    if (this.place.siblings.length > 0) return options;
    return [
      ...snippets.map((snippet, index) => ({
        label: snippet.name,
        detail: this.word("snippet"),
        boost: 90 - index,
        apply: (view: EditorView, _: Completion, from: number, to: number) => insertSnippet(view, snippet, from, to),
      })),
      ...options,
    ];
  }

  private keys(type: string, isRoot: boolean): Completion[] {
    const fields = Object.entries(this.structure.types[type] ?? {});
    const left = fields.filter(([name]) => !this.place.siblings.includes(name));
    return left.map(([name, field]) => ({
      label: name,
      detail: field.required === true ? `${typeText(field)} · ${this.word("required")}` : typeText(field),
      boost: field.required === true ? BOOST_REQUIRED : USUAL.has(name) ? BOOST_USUAL : SERVERS_OWN.has(name) && (isRoot || type === "ObjectMeta") ? BOOST_SERVERS_OWN : 0,
      apply: this.insertKey(name, field),
      info: this.info({ owner: type, name, field, inTemplate: false }),
    }));
  }

  private mapKeys(known: Known): Completion[] {
    const { siblings } = this.place;
    const labels = labelsFor(this.place, known).filter(([key]) => !siblings.includes(key));
    const taken = new Set(labels.map(([key]) => key));
    const often = (known.field.keys ?? []).filter((key) => !siblings.includes(key) && !taken.has(key));
    return [
      ...labels.map(([key, value]) => ({ label: `${key}: ${value}`, boost: BOOST_USUAL, apply: this.place.hasColon ? key : `${key}: ${value}` })),
      ...often.map((key) => ({ label: key, apply: this.insertKey(key, { type: known.field.type ?? "string" }) })),
    ];
  }

  /** The list's field without a dash yet: the dash comes along. */
  private items(known: Known): Completion[] {
    if (this.place.is !== "key") return [];
    const { of } = known.field;
    if (of === undefined) return this.values(known).map((option) => ({ ...option, apply: `- ${option.label}` }));
    return this.keys(of, false).map((option) => ({ ...option, apply: this.insertKey(option.label, this.structure.types[of]?.[option.label] ?? {}, "- ") }));
  }

  private values(known: Known): Completion[] {
    const { field } = known;
    const closed = known.inTemplate ? (field.inTemplates ?? field.values) : field.values;
    const words = closed ?? (field.type === "boolean" ? ["true", "false"] : []);
    this.closed = words.length > 0;
    const names = namesFor(this.place, known, this.cluster);
    const labels = labelsFor({ ...this.place, path: this.place.path.slice(0, -1) }, known);
    const label = field.map === true ? labels.filter(([key]) => key === this.place.path.at(-1)).map(([, value]) => value) : [];
    this.closed ||= names.length > 0 || label.length > 0;
    const all = [...new Set([...words, ...names, ...label, ...(field.often ?? [])])].filter((word) => word !== "");
    if (all.length === 0 && field.default !== undefined && field.default !== "") all.push(field.default);
    return all.map((word, index) => ({
      label: word,
      boost: 50 - index,
      ...(word === field.default && field.list !== true ? { detail: this.word("default") } : {}),
      info: this.info(known),
    }));
  }

  private kinds(): Completion[] {
    this.closed = true;
    return this.structure.kinds.map((kind) => ({
      label: kind.kind,
      detail: kind.apiVersion,
      apply: (view: EditorView, _: Completion, from: number, to: number) => this.insertKind(view, kind.apiVersion, kind.kind, from, to),
    }));
  }

  private apiVersions(): Completion[] {
    this.closed = true;
    const versions = [...new Set(this.structure.kinds.map((kind) => kind.apiVersion))];
    return versions.map((version) => ({
      label: version,
      detail: this.structure.kinds.filter((kind) => kind.apiVersion === version).map((kind) => kind.kind).join(", "),
    }));
  }

  /** A kind brings its apiVersion along: the two are wrong or right together. */
  private insertKind(view: EditorView, apiVersion: string, kind: string, from: number, to: number): void {
    const changes: { from: number; to?: number; insert: string }[] = [{ from, to, insert: kind }];
    const version = entryOf(this.place.document.value, "apiVersion");
    if (version === undefined) {
      changes.unshift({ from: view.state.doc.lineAt(from).from, insert: `apiVersion: ${apiVersion}\n` });
    } else if (version.value.kind === "scalar" && version.to < from) {
      changes.unshift({ from: version.value.from, to: version.value.to, insert: apiVersion });
    }
    const shift = changes.length > 1 && changes[0] !== undefined ? changes[0].insert.length - ((changes[0].to ?? changes[0].from) - changes[0].from) : 0;
    view.dispatch({ changes, selection: { anchor: from + shift + kind.length }, userEvent: "input.complete", scrollIntoView: true });
  }

  /** The key, and what of its value is certain: a list's dash, a map's indentation. */
  private insertKey(name: string, field: Field, before = ""): string | ((view: EditorView, option: Completion, from: number, to: number) => void) {
    if (this.place.hasColon) return name;
    const column = this.place.column + before.length;
    const inside = this.place.inFlow ? " " : field.list === true ? `\n${" ".repeat(column)}- ` : field.map === true || field.of !== undefined ? `\n${" ".repeat(column + 2)}` : " ";
    const insert = `${before}${name}:${inside}`;
    return (view, _, from, to) => {
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input.complete", scrollIntoView: true });
      startCompletion(view);
    };
  }

  private info(known: Known): () => Promise<Node | null> {
    const { state } = this.context;
    return async () => describe(state, known, await this.schema.words().catch(() => null), null);
  }

  private word(phrase: Phrase): string {
    return this.context.state.phrase(phrase);
  }
}
