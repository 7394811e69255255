// The built page as a web server sends it that compresses: brotli at its best, made once, before anything is measured.
import { createServer } from "node:http";
import { readFileSync, readdirSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

/** What comes compressed already would only grow. */
const PACKED = new Set([".png"]);

/** Serves a folder on a port of its own; answers the address of the page. */
export async function serve(folder) {
  const files = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    files.set(`/${relative(folder, path).split(sep).join("/")}`, packed(path));
  }
  files.set("/", files.get("/index.html"));
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url, "http://localhost").pathname);
    if (file === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { ...file.headers, "cache-control": "no-cache", "content-length": file.body.length });
    response.end(file.body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  server.unref();
  return `http://localhost:${server.address().port}/`;
}

function packed(path) {
  const end = extname(path);
  const raw = readFileSync(path);
  const headers = { "content-type": TYPES[end] ?? "application/octet-stream" };
  if (PACKED.has(end)) return { body: raw, headers };
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length };
  return { body: brotliCompressSync(raw, { params }), headers: { ...headers, "content-encoding": "br" } };
}
