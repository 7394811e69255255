// What is offered where somebody is typing, and what accepting it makes of the text. `|` is the cursor.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { WWW, load } from "../load.mjs";

const { complete } = await load("completion.ts");

// `cargo run -- schema --out www/generated` writes it, as does every build of the page.
const structure = JSON.parse(await readFile(`${WWW}/generated/schema.json`, "utf8"));
const schema = { structure: async () => structure, words: async () => ({}) };
const cluster = (kind) => ({ Service: ["nginx", "mysql"], StorageClass: ["standard", "fast"] })[kind] ?? [];

async function at(text, explicit = true) {
  const pos = text.indexOf("|");
  const state = EditorState.create({ doc: text.slice(0, pos) + text.slice(pos + 1) });
  const result = await complete(new CompletionContext(state, pos, explicit), schema, cluster);
  return { state, pos, result, options: result?.options.toSorted((a, b) => (b.boost ?? 0) - (a.boost ?? 0)) ?? [] };
}

/** The first labels that are offered, as the list shows them before anything is typed. */
async function offers(text, expected) {
  const { options } = await at(text);
  assert.deepEqual(options.slice(0, expected.length).map((option) => option.label), expected, text);
}

async function neverOffers(text, labels) {
  const { options } = await at(text);
  assert.ok(options.length > 0, text);
  for (const label of labels) assert.ok(!options.some((option) => option.label === label), `${label} is offered in ${text}`);
}

/** The text after the option is accepted, the cursor in it. */
async function accepted(text, label, expected) {
  const { state, result, options } = await at(text);
  const option = options.find((option) => option.label === label);
  assert.ok(option, `${label} is not offered in ${text}`);
  const view = { state, dispatch: (...specs) => (view.state = view.state.update(...specs).state) };
  const apply = option.apply ?? option.label;
  if (typeof apply === "string") {
    view.dispatch({ changes: { from: result.from, to: result.to, insert: apply }, selection: { anchor: result.from + apply.length } });
  } else {
    apply(view, option, result.from, result.to);
  }
  const { head } = view.state.selection.main;
  const doc = view.state.doc.toString();
  assert.equal(`${doc.slice(0, head)}|${doc.slice(head)}`, expected);
}

const SET = "apiVersion: apps/v1\nkind: StatefulSet\nspec:\n";

test("keys: what is required first, what is there already not at all", async () => {
  await offers(`${SET}  |`, ["selector", "template", "replicas", "serviceName"]);
  await neverOffers(`${SET}  replicas: 2\n  |\n  template:\n`, ["replicas", "template"]);
  await offers("apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - |", ["image", "name", "ports"]);
  await neverOffers("apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    |", ["name"]);
  await offers("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  spec:\n    |", ["ports"]);
});

test("an accepted key opens its value", async () => {
  await accepted(`${SET}  repl|`, "replicas", `${SET}  replicas: |`);
  await accepted(`${SET}  |`, "template", `${SET}  template:\n    |`);
  await accepted(`${SET}  |`, "volumeClaimTemplates", `${SET}  volumeClaimTemplates:\n  - |`);
  await accepted(`${SET}  volumeClaimTemplates:\n  - |`, "spec", `${SET}  volumeClaimTemplates:\n  - spec:\n      |`);
  await accepted(`${SET}  volumeClaimTemplates:\n    |`, "metadata", `${SET}  volumeClaimTemplates:\n    - metadata:\n        |`);
  // A key that is only spelled anew keeps its value.
  await accepted(`${SET}  rep|licsa: 2\n`, "replicas", `${SET}  replicas|: 2\n`);
  await accepted(`${SET}  selector: {mat|}`, "matchLabels", `${SET}  selector: {matchLabels: |}`);
});

test("closed lists of words, the default told", async () => {
  await offers(`${SET}  podManagementPolicy: |`, ["OrderedReady", "Parallel"]);
  await offers(`${SET}  updateStrategy:\n    type: On|`, ["RollingUpdate", "OnDelete"]);
  await offers("apiVersion: v1\nkind: PersistentVolumeClaim\nspec:\n  accessModes:\n  - |", ["ReadWriteOnce", "ReadOnlyMany"]);
  await offers("apiVersion: v1\nkind: PersistentVolumeClaim\nspec:\n  accessModes: [|]", ["ReadWriteOnce", "ReadOnlyMany"]);
  await offers("apiVersion: v1\nkind: Pod\nspec:\n  restartPolicy: |", ["Always", "OnFailure", "Never"]);
  await neverOffers(`${SET}  template:\n    spec:\n      restartPolicy: |`, ["Never"]);
  await offers("apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: |", ["true", "false"]);
  const { options } = await at(`${SET}  podManagementPolicy: |`);
  assert.equal(options[0].detail, "default");
});

test("a closed list comes unasked, everything else when something is typed", async () => {
  assert.equal((await at(`${SET}  |`, false)).result, null);
  assert.notEqual((await at(`${SET}  r|`, false)).result, null);
  assert.notEqual((await at(`${SET}  podManagementPolicy: |`, false)).result, null);
  assert.equal((await at(`${SET}  replicas: |`, false)).result, null);
});

test("apiVersion and kind go together", async () => {
  await accepted("kind: St|", "StatefulSet", "apiVersion: apps/v1\nkind: StatefulSet|");
  await accepted("apiVersion: v1\nkind: St|\nspec: {}", "StatefulSet", "apiVersion: apps/v1\nkind: StatefulSet|\nspec: {}");
  await accepted("apiVersion: |", "policy/v1", "apiVersion: policy/v1|");
});

test("names from the text and from the cluster", async () => {
  await offers(`kind: Service\nmetadata:\n  name: web\n---\n${SET}  serviceName: |`, ["web", "nginx", "mysql"]);
  await offers("apiVersion: v1\nkind: PersistentVolumeClaim\nspec:\n  storageClassName: |", ["standard", "fast"]);
  await offers(
    `${SET}  template:\n    spec:\n      volumes:\n      - name: conf\n      containers:\n      - volumeMounts:\n        - name: |\n  volumeClaimTemplates:\n  - metadata:\n      name: www\n`,
    ["www", "conf"],
  );
  await offers(`${SET}  template:\n    spec:\n      containers:\n      - ports: [{name: http}]\n        livenessProbe:\n          httpGet:\n            port: |`, ["http"]);
});

test("labels that go with each other", async () => {
  const template = "  template:\n    metadata:\n      labels:\n        app: nginx\n";
  await offers(`${SET}  selector:\n    matchLabels:\n      |\n${template}`, ["app: nginx"]);
  await offers(`${SET}  selector:\n    matchLabels:\n      app: |\n${template}`, ["nginx"]);
  await offers(`${SET}  selector:\n    matchLabels:\n      tier: db\n  template:\n    metadata:\n      labels:\n        |`, ["tier: db"]);
  await offers(`${SET}${template}---\napiVersion: v1\nkind: Service\nspec:\n  selector:\n    |`, ["app: nginx"]);
});

test("an empty text, and an empty document, begin with whole manifests", async () => {
  await offers("|", ["StatefulSet + Service + PersistentVolumeClaim", "StatefulSet"]);
  await offers("kind: Pod\n---\n|", ["StatefulSet + Service + PersistentVolumeClaim"]);
  await offers("metadata: {}\n|", ["apiVersion", "kind", "spec"]);
});

test("nothing is offered where nothing is known", async () => {
  for (const text of ["# |", "apiVersion: v1\nkind: Podd\nspec:\n  |", `${SET}  nonsense:\n    |`, `${SET}  replicas: 3 # |`]) {
    assert.equal((await at(text)).result, null, text);
  }
});

const { FOUNDING } = await import("../../tests/browser/manifests.mjs");
const { knownAt } = await load("schema.ts");
const { outlines } = await load("outline.ts");

test("every field of the founding manifest is known", () => {
  const unknown = [];
  const visit = (node, path, object) => {
    if (node.kind === "list") node.items.forEach((item, index) => visit(item.value, [...path, index], object));
    if (node.kind !== "map") return;
    for (const entry of node.entries) {
      if (knownAt(structure, object, [...path, entry.key]) === null) unknown.push([...path, entry.key].join("."));
      visit(entry.value, [...path, entry.key], object);
    }
  };
  for (const document of outlines(FOUNDING)) visit(document.value, [], document.value);
  assert.deepEqual(unknown, []);
});

test("wherever the cursor is, and whatever is half gone, completion has an answer or none, but never breaks", async () => {
  let offered = 0;
  for (let offset = 0; offset <= FOUNDING.length; offset += 3) {
    for (const text of [`${FOUNDING.slice(0, offset)}|${FOUNDING.slice(offset)}`, `${FOUNDING.slice(0, offset)}|`, `${FOUNDING.slice(0, offset)}|${FOUNDING.slice(offset + 40)}`]) {
      if ((await at(text)).result !== null) offered++;
    }
  }
  assert.ok(offered > 300, `only ${offered} places had something to offer`);
});

test("a long text is no wait", async () => {
  const long = Array.from({ length: 400 }, () => FOUNDING).join("---\n");
  const started = performance.now();
  await at(`${long}---\n${SET}  |`);
  const ms = performance.now() - started;
  // A quarter of a million characters; the bound is wide, for machines that do much else.
  assert.ok(ms < 1000, `${Math.round(ms)} ms`);
});
