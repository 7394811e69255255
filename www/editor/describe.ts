import type { EditorState } from "@codemirror/state";
import { typeText, type Known, type Words } from "./schema.ts";
import type { Phrase } from "./phrases.ts";

/** What there is to say about a field. Ours is in the page's language; upstream's own words are English and marked so. */
export function describe(state: EditorState, known: Known, words: Words | null, path: string | null): HTMLElement {
  const box = document.createElement("div");
  box.className = "cm-describe";
  if (path !== null) box.append(part("div", "cm-describeTitle", path));
  const facts = part("div", "cm-describeFacts", "");
  for (const fact of factsOf(state, known)) facts.append(fact);
  box.append(facts);
  const text = wordsOf(known, words);
  if (text === null) {
    const phrase: Phrase = "The description could not be loaded";
    box.append(part("p", "cm-describeMissing", state.phrase(phrase)));
  }
  for (const paragraph of (text ?? "").split(/\n\n+/)) {
    if (paragraph.trim() === "") continue;
    const element = part("p", "", paragraph);
    element.lang = "en";
    box.append(element);
  }
  return box;
}

/** The same in one piece, to be read aloud. */
export function describeAloud(state: EditorState, known: Known, words: Words | null, path: string): string {
  const facts = factsOf(state, known).map((fact) => fact.textContent ?? "");
  return [path, ...facts, wordsOf(known, words) ?? ""].join(". ");
}

function factsOf(state: EditorState, known: Known): HTMLElement[] {
  const word = (phrase: Phrase): string => state.phrase(phrase);
  const { field } = known;
  const facts = [fact(word("type"), typeText(field))];
  if (field.required === true) facts.push(part("span", "cm-describeRequired", word("required")));
  if (field.default !== undefined && field.default !== "") facts.push(fact(word("default"), field.default));
  const values = known.inTemplate ? (field.inTemplates ?? field.values) : field.values;
  if (values !== undefined) facts.push(fact(word("values"), values.join(", ")));
  return facts;
}

function wordsOf(known: Known, words: Words | null): string | null {
  return words === null ? null : (words[known.owner]?.[known.name] ?? "");
}

function fact(name: string, value: string): HTMLElement {
  const element = part("span", "cm-describeFact", `${name} `);
  element.append(part("code", "", value));
  return element;
}

function part(tag: string, className: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  if (className !== "") element.className = className;
  element.textContent = text;
  return element;
}
