// After trunk's build: the worker's files get their hash into their names, as all others have, and the page is told
// where they are and how large both programs are. Trunk leaves a worker's name alone, as it does not know who starts it;
// but a page must never meet the worker of another build in a cache.

import { createHash } from "node:crypto";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

const STAGING = process.env.TRUNK_STAGING_DIR;
const WORKER = "simulation";

const hashed = async (name, rest) => {
  const hash = createHash("sha256").update(await readFile(join(STAGING, name))).update(rest).digest("hex").slice(0, 16);
  const [stem, end] = [name.slice(0, name.lastIndexOf(".")), name.slice(name.lastIndexOf("."))];
  const named = `${stem}-${hash}${end}`;
  await rename(join(STAGING, name), join(STAGING, named));
  return named;
};
const bytes = async (name) => (await stat(join(STAGING, name))).size;

const wasm = await hashed(`${WORKER}_bg.wasm`, "");
// The glue's own content need not change when the program does.
const glue = await hashed(`${WORKER}.js`, wasm);
const worker = await hashed("worker.js", "");
await rm(join(STAGING, `${WORKER}.d.ts`), { force: true });

const index = join(STAGING, "index.html");
const html = await readFile(index, "utf8");
const named = (what) => {
  const found = html.match(new RegExp(`<template id="program"[^>]*data-${what}="([^"]+)"`))?.[1];
  if (found === undefined) throw new Error(`index.html does not say where the page's ${what} is`);
  return found;
};
const page = { glue: named("js"), wasm: named("wasm") };
const base = page.glue.slice(0, page.glue.lastIndexOf("/") + 1);
const told = { worker: base + worker, glue: base + glue, simulation: base + wasm, bytes: await bytes(page.wasm.slice(base.length)), "simulation-bytes": await bytes(wasm) };
const attributes = Object.entries(told).map(([name, value]) => `data-${name}="${value}"`).join(" ");
// The page's own program is asked for as soon as the browser has read this far; what simulates comes after it.
const early = `<link rel="modulepreload" href="${page.glue}"><link rel="preload" as="fetch" type="application/wasm" crossorigin href="${page.wasm}">`;
await writeFile(index, html.replace('<template id="program"', `<template id="program" ${attributes}`).replace("</title>", `</title>${early}`));
