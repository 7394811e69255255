// What of the editor can be decided without a browser: which lines differ, how one text becomes another,
// and whether every phrase somebody may see or hear is there in Chinese.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { EditorState } from "@codemirror/state";
import { WWW, load } from "../load.mjs";

const { diffLines } = await load("lines.ts");
const { changesTo } = await load("replace.ts");
const { phrases } = await load("phrases.ts");

/** `before` and `after` are lines of one letter each; hunks read "removed>added@line", lines counted from 0. */
function check(before, after, expected) {
  const hunks = diffLines([...before], [...after]).map(
    (hunk) => `${before.slice(hunk.fromBefore, hunk.toBefore)}>${after.slice(hunk.fromAfter, hunk.toAfter)}@${hunk.fromAfter}`,
  );
  assert.deepEqual(hunks, expected);
}

test("lines that differ", () => {
  check("abc", "abc", []);
  check("", "ab", [">ab@0"]);
  check("ab", "", ["ab>@0"]);
  check("abc", "axc", ["b>x@1"]);
  check("abc", "ac", ["b>@1"]);
  check("ac", "abc", [">b@1"]);
  check("abcdef", "xbcdyf", ["a>x@0", "e>y@4"]);
  check("abcabba", "cbabac", ["ab>@0", ">b@1", "b>@4", ">c@5"]);
});

test("texts with nothing in common end the search and are one change", () => {
  const before = Array.from({ length: 3000 }, (_, line) => `a${line}`);
  const after = Array.from({ length: 3000 }, (_, line) => `b${line}`);
  assert.deepEqual(diffLines(before, after), [{ fromBefore: 0, toBefore: 3000, fromAfter: 0, toAfter: 3000 }]);
});

test("any text becomes any other", () => {
  const pieces = ["", "a", "b: 1", "  c", "- d"];
  const texts = [""];
  for (const one of pieces) for (const two of pieces) for (const three of pieces) texts.push([one, two, three].join("\n"), `${one}\n${two}`);
  for (const before of texts) {
    const state = EditorState.create({ doc: before });
    for (const after of texts) {
      assert.equal(state.update({ changes: changesTo(state.doc, after) }).newDoc.toString(), after);
    }
  }
});

test("a cursor in a line that stays, stays in it", () => {
  const before = "kind: Pod\nname: web-0\nimage: nginx";
  const after = "# new\nkind: Pods\nname: web-0\nimage: busybox";
  const state = EditorState.create({ doc: before, selection: { anchor: before.indexOf("web-0") } });
  const moved = state.update({ changes: changesTo(state.doc, after) }).state;
  assert.equal(moved.selection.main.head, after.indexOf("web-0"));
});

test("every phrase of CodeMirror's packages is translated", async () => {
  const state = EditorState.create({ extensions: phrases("zh") });
  const folder = `${WWW}/node_modules/@codemirror`;
  let found = 0;
  for (const name of await readdir(folder)) {
    const source = await readFile(`${folder}/${name}/dist/index.js`, "utf8");
    for (const call of source.matchAll(/\bphrase\((?:view, )?(?:\w+ \? )?"([^"]+)"(?: : "([^"]+)")?/g)) {
      for (const phrase of [call[1], call[2]]) {
        if (phrase === undefined) continue;
        found++;
        assert.notEqual(state.phrase(phrase), phrase, `@codemirror/${name} says "${phrase}"`);
      }
    }
  }
  assert.ok(found > 30, `only ${found} phrases found: CodeMirror may ask for them in another way now`);
});
