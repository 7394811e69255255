import { entryOf, textAt, type Node } from "./outline.ts";

/** What is known of a field. The page's program writes it (`schema --out`), see src/native/schema/compact.rs. */
export interface Field {
  /** A JSON type, `quantity`, `int-or-string`, `date-time`; absent where `of` says more. */
  type?: string;
  /** The name of the type of what is in it. */
  of?: string;
  /** It holds a list of that. */
  list?: true;
  /** It holds a map from words to that. */
  map?: true;
  required?: true;
  /** What the server fills in. */
  default?: string;
  /** The only words the server takes. */
  values?: readonly string[];
  /** Values, keys that are written often. */
  often?: readonly string[];
  keys?: readonly string[];
  /** What is left of `values` where a set or a Deployment makes the pods. */
  inTemplates?: readonly string[];
}

export interface Kind {
  apiVersion: string;
  kind: string;
  type: string;
  namespaced: boolean;
}

export interface Structure {
  kinds: readonly Kind[];
  types: Readonly<Record<string, Readonly<Record<string, Field>>>>;
}

/** Upstream's English: of a type under the empty name, of its fields under theirs. */
export type Words = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type Path = readonly (string | number)[];

/** A field where it is meant: of which type it is, and what is known of it. */
export interface Known {
  owner: string;
  name: string;
  field: Field;
  /** Whether the pod here is made by a set or a Deployment. */
  inTemplate: boolean;
}

/** What may stand under a path. */
export type Scope =
  /** An object whose kind is not known (yet). */
  | { is: "unknown" }
  /** A map with these fields. */
  | { is: "fields"; type: string; inTemplate: boolean }
  /** A map with any keys. */
  | { is: "map"; known: Known }
  | { is: "list"; known: Known }
  /** A single value. */
  | { is: "value"; known: Known };

/** Both files, each fetched when it is first asked for. One that did not come is asked for again the next time. */
export class Schema {
  private readonly files = new Map<string, Promise<unknown>>();

  structure(): Promise<Structure> {
    return this.file("schema.json");
  }

  words(): Promise<Words> {
    return this.file("schema-words.json");
  }

  private file<T>(name: string): Promise<T> {
    let file = this.files.get(name) as Promise<T> | undefined;
    if (file === undefined) {
      file = read<T>(new URL(name, import.meta.url));
      file.catch(() => this.files.delete(name));
      this.files.set(name, file);
    }
    return file;
  }
}

async function read<T>(url: URL): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`);
  return (await response.json()) as T;
}

/** The kind of an object, as far as it says. */
export function kindOf(structure: Structure, object: Node | undefined): Kind | undefined {
  const apiVersion = textAt(object, ["apiVersion"]);
  const kind = textAt(object, ["kind"]);
  if (kind === undefined) return undefined;
  const named = structure.kinds.filter((known) => known.kind === kind);
  return named.find((known) => known.apiVersion === apiVersion) ?? (apiVersion === undefined ? named[0] : undefined);
}

/** What may stand under a path of an object; null where nothing is known. */
export function scopeAt(structure: Structure, object: Node | undefined, path: Path): Scope | null {
  const first = path[0];
  if (textAt(object, ["kind"]) === "List" && first === "items" && typeof path[1] === "number") {
    const items = entryOf(object, "items")?.value;
    return scopeAt(structure, items?.kind === "list" ? items.items[path[1]]?.value : undefined, path.slice(2));
  }
  const kind = kindOf(structure, object);
  let scope: Scope = kind === undefined ? { is: "unknown" } : { is: "fields", type: kind.type, inTemplate: false };
  for (const step of path) {
    const next = below(structure, scope, step);
    if (next === null) return null;
    scope = next;
  }
  return scope;
}

/** The field at a path: of a list's item the list, of a map's entry the map. */
export function knownAt(structure: Structure, object: Node | undefined, path: Path): Known | null {
  const fields = path.findLastIndex((step) => typeof step === "string");
  if (fields === -1) return null;
  const around = scopeAt(structure, object, path.slice(0, fields));
  const name = path[fields] as string;
  if (around?.is === "map") return around.known;
  if (around?.is !== "fields") return null;
  const field = structure.types[around.type]?.[name];
  return field === undefined ? null : { owner: around.type, name, field, inTemplate: around.inTemplate };
}

function below(structure: Structure, scope: Scope, step: string | number): Scope | null {
  if (scope.is === "fields" && typeof step === "string") {
    const field = structure.types[scope.type]?.[step];
    if (field === undefined) return null;
    const known = { owner: scope.type, name: step, field, inTemplate: scope.inTemplate };
    if (field.list === true) return { is: "list", known };
    if (field.map === true) return { is: "map", known };
    return inside(known);
  }
  const fits = (scope.is === "list" && typeof step === "number") || (scope.is === "map" && typeof step === "string");
  return fits ? inside(scope.known) : null;
}

function inside(known: Known): Scope {
  const { of } = known.field;
  if (of === undefined) return { is: "value", known };
  return { is: "fields", type: of, inTemplate: known.inTemplate || of === "PodTemplateSpec" };
}

/** `spec.template.spec.containers[0].image` */
export function pathText(path: Path): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`)).join("");
}

/** `[]string`, `map[string]quantity`: in the API's own words, which are the same in every language. */
export function typeText(field: Field): string {
  const one = field.type ?? field.of ?? "object";
  if (field.list === true) return `[]${one}`;
  return field.map === true ? `map[string]${one}` : one;
}
