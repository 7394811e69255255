// What is read from half-typed manifests, and where somebody is typing in them. `|` is the cursor.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../load.mjs";

const { outlines, outlineAt } = await load("outline.ts");
const { placeAt } = await load("place.ts");

/** `{a: 1, b: [x, {c: ~}]}`: what was read, on one line. */
function shown(node) {
  if (node.kind === "map") return `{${node.entries.map((entry) => `${entry.key}: ${shown(entry.value)}`).join(", ")}}`;
  if (node.kind === "list") return `[${node.items.map((item) => shown(item.value)).join(", ")}]`;
  return node.kind === "scalar" ? node.text : "~";
}

function read(text, expected) {
  assert.equal(outlines(text).map((document) => shown(document.value)).join(" --- "), expected, text);
}

/** `key spec.containers[0] (name)`: what stands at the cursor, the path, and the keys beside. */
function at(text, expected) {
  const offset = text.indexOf("|");
  const place = placeAt(text.slice(0, offset) + text.slice(offset + 1), offset);
  const told = place === null ? "nothing" : `${place.is} ${place.path.join(".")} (${place.siblings.join(" ")})`;
  assert.equal(told, expected, text);
}

test("maps, lists and single values, by their indentation", () => {
  read("a: 1\nb:\n  c: x y\n  d:\n", "{a: 1, b: {c: x y, d: ~}}");
  read("a:\n- x\n- y\nb: 2", "{a: [x, y], b: 2}");
  read("a:\n  - n: 1\n    m: 2\n  - n: 3\nb: 2", "{a: [{n: 1, m: 2}, {n: 3}], b: 2}");
  read("- - a\n  - b\n- c", "[[a, b], c]");
  read("a:\n  -\n    n: 1", "{a: [{n: 1}]}");
  read('a: "x # y" # z\nb: \'it\'\'s\'\n"c d": e#f # g', "{a: x # y, b: it's, c d: e#f}");
  read("# a\n\na: 1 # b\n#c\n", "{a: 1}");
  read("a: &x\n  b: 1\nc: *x\nd: !!str 5", "{a: {b: 1}, c: *x, d: 5}");
});

test("blocks of text hold no keys", () => {
  read("a: |\n  b: 1\n\n  - c\nd: 2", "{a: , d: 2}");
  read("a:\n- |-\n  b: 1\n- >2\n   c\n- d", "{a: [, , d]}");
});

test("brackets, over several lines and unclosed", () => {
  read("a: [x, y]\nb: {c: 1, d: [e, {f: g}], h}", "{a: [x, y], b: {c: 1, d: [e, {f: g}], h: ~}}");
  read("a: [x,\n  y]\nb: 1", "{a: [x, y], b: 1}");
  read("a: {b: {c", "{a: {b: {c: ~}}}");
  read("a: []\nb: {}", "{a: [], b: {}}");
  read(`a: ${"[".repeat(10_000)}`, /* no overflow */ shown(outlines(`a: ${"[".repeat(10_000)}`)[0].value));
});

test("documents", () => {
  read("a: 1\n---\nb: 2\n--- # c\n...\n", "{a: 1} --- {b: 2} --- ~ --- ~");
  const text = "a: 1\n---\nb: 2\n";
  assert.equal(shown(outlineAt(outlines(text), text.length).value), "{b: 2}");
  assert.equal(shown(outlineAt(outlines(text), 2).value), "{a: 1}");
});

test("half-typed lines are no harm to the others", () => {
  read("a:\n  b: 1\n  re\n  c: 2\nd: 3", "{a: {b: 1, c: 2}, d: 3}");
  read("a:\n  x\nb: 1", "{a: x, b: 1}");
  read("a: 1\n    deeper: 2\nb: 3", "{a: 1, b: 3}");
});

test("the place of a key", () => {
  at("|", "key  ()");
  at("ki|", "key  ()");
  at("kind: Pod\nme|\nspec:", "key  (kind spec)");
  at("spec:\n  re|", "key spec ()");
  at("spec:\n  |", "key spec ()");
  at("spec:\n  replicas: 2\n  |\n  template:\n", "key spec (replicas template)");
  at("spec:\n  repl|icas: 2\n", "key spec ()");
  at("a:\n- n: 1\n  |\n", "key a.0 (n)");
  at("a:\n  - n: 1\n    m|\n  - n: 2", "key a.0 (n)");
  at("a:\n- n: 1\nb|", "key  (a)");
  at("名字: 😀\nspec:\n  r|", "key spec ()");
  at("a: 1\n---\nspec:\n  r|", "key spec ()");
  at("a: {b: 1, c|}", "key a (b)");
  at("a: {|", "key a ()");
});

test("the place of an item, which may become anything", () => {
  at("a:\n- |", "item a.0 ()");
  at("a:\n- x\n- y|\n", "item a.1 ()");
  at("a:\n  - na|\nb: 1", "item a.0 ()");
});

test("the place of a value", () => {
  at("a: |", "value a ()");
  at("spec:\n  type: Clu|\n  x: 1", "value spec.type ()");
  at('a: "ng|"', "value a ()");
  at('a: "ng|', "value a ()");
  at("a: [x, y|]", "value a.1 ()");
  at("a: [|", "value a.0 ()");
  at("a: {b: c|}", "value a.b ()");
  at("a:\n- n: 1\n  v: |", "value a.0.v ()");
});

test("where nothing is to be completed", () => {
  at("# ki|", "nothing");
  at("a: 1 # x|", "nothing");
  at("a: >-\n  b: c|\nd: 1", "nothing");
  at("--|-", "nothing");
});
