// At the end of a build: the service worker is told what there is to keep, and gets a version that is another one when any
// of it is.   node www/offline.mjs DIST

import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { transform } from "esbuild";

const dist = process.argv[2];
const SELF = "service-worker.js";

const entries = await readdir(dist, { recursive: true, withFileTypes: true });
const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(dist, join(entry.parentPath, entry.name)).split(sep).join("/"));
const files = paths.filter((path) => path !== SELF).sort();
const code = await readFile(join(import.meta.dirname, SELF), "utf8");
const version = createHash("sha256").update(code);
for (const file of files) version.update(file).update("\0").update(await readFile(join(dist, file)));
// Some servers answer `index.html` with the way to its folder, and what came by a detour opens no page.
const kept = files.map((file) => (file === "index.html" ? "./" : file));
const told = `const VERSION = "${version.digest("hex").slice(0, 16)}", FILES = ${JSON.stringify(kept)};\n`;
const { code: small } = await transform(told + code, { minify: true, charset: "utf8" });
await writeFile(join(dist, SELF), small);
