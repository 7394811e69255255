// Bundles the editor into generated/ and says how large it is. Run by `npm run build`.
//
// A file is written only when its content changed: the page's build watches this folder, and a bundle rewritten
// with the same bytes would make it start again.

import { build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, "generated");
const ENTRY = "editor.js";
const LICENCES = "editor-licences.txt";

/** What the editor may cost before the first key press, with all it imports statically. */
const GZIP_BYTES_MAX = 150_000;

const result = await build({
  absWorkingDir: HERE,
  entryPoints: { editor: "editor/index.ts" },
  outdir: "generated",
  bundle: true,
  format: "esm",
  splitting: true,
  minify: true,
  // The oldest browsers that have color-mix(), which the theme needs anyway.
  target: ["chrome111", "firefox113", "safari16.2"],
  // Chunks carry a hash: a new editor.js must never meet an old chunk from a cache.
  chunkNames: "editor-[name]-[hash]",
  charset: "utf8",
  banner: { js: `/* Licences of the packages in here: ${LICENCES} */` },
  metafile: true,
  write: false,
});

await mkdir(OUT, { recursive: true });
const files = new Map(result.outputFiles.map((file) => [basename(file.path), Buffer.from(file.contents)]));
files.set(LICENCES, Buffer.from(await licences(Object.keys(result.metafile.inputs))));
for (const [name, content] of files) await writeIfChanged(join(OUT, name), content);
for (const name of await readdir(OUT)) {
  if (/^editor-.*\.js$/.test(name) && !files.has(name)) await rm(join(OUT, name));
}
report();

async function writeIfChanged(path, content) {
  const old = await readFile(path).catch(() => null);
  if (old === null || !old.equals(content)) await writeFile(path, content);
}

/** The licence text of each package that has code in the bundle, as their authors ask. */
async function licences(inputs) {
  const packages = new Set(inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const texts = [];
  for (const name of [...packages].sort()) {
    const folder = join(HERE, "node_modules", name);
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence file: look at it before shipping it`);
    texts.push(`${name}\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`);
  }
  return texts.join("\n----\n\n");
}

/** What a browser fetches before the editor can start. */
function startFiles() {
  const outputs = result.metafile.outputs;
  const found = new Set();
  const visit = (path) => {
    if (found.has(path)) return;
    found.add(path);
    for (const one of outputs[path].imports) if (one.kind === "import-statement") visit(one.path);
  };
  visit(`generated/${ENTRY}`);
  return new Set([...found].map((path) => basename(path)));
}

function report() {
  const start = startFiles();
  let total = 0;
  for (const [name, content] of files) {
    if (!name.endsWith(".js")) continue;
    const gzip = gzipSync(content, { level: 9 }).length;
    if (start.has(name)) total += gzip;
    console.log(`${name.padEnd(28)} ${bytes(content.length)} raw ${bytes(gzip)} gzip  ${start.has(name) ? "at start" : "when asked for"}`);
  }
  console.log(`${"editor at start".padEnd(28)} ${"".padStart(9)}     ${bytes(total)} gzip  of ${GZIP_BYTES_MAX.toLocaleString("en")} allowed`);
  if (total > GZIP_BYTES_MAX) {
    console.error("The editor is over its size budget.");
    process.exitCode = 1;
  }
}

function bytes(count) {
  return count.toLocaleString("en").padStart(9);
}
