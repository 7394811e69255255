// Keeps the page in the browser, so that it opens without a network, each time as one whole version. The build
// (offline.mjs) writes VERSION and FILES before this: what there is, relative to this file.
/* global VERSION, FILES */

/** One cache a version; other pages of this origin have theirs. */
const PREFIX = `page ${registration.scope} `;
const CACHE = PREFIX + VERSION;
const INDEX = new URL("./", registration.scope).href;

addEventListener("install", (event) => event.waitUntil(keep()));

/** All of this version or nothing of it: a version that is not whole is never shown. */
async function keep() {
  const cache = await caches.open(CACHE);
  const keepOne = async (file) => {
    const url = new URL(file, registration.scope);
    const response = await fetch(url, { cache: "no-cache" });
    if (!response.ok) throw new Error(`${response.status} ${url}`);
    // What came by a detour opens no page; what was in it does.
    const { headers } = response;
    await cache.put(url, response.redirected ? new Response(await response.blob(), { headers }) : response);
  };
  try {
    await Promise.all(FILES.map(keepOne));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

// The person chose the new version; until then the pages that are open stay with the one they began with.
addEventListener("message", ({ data }) => data === "take over" && skipWaiting());

addEventListener("activate", (event) => event.waitUntil(forget()));

/** Another tab may still show the version before, and ask for files of it; what is older nobody shows. */
async function forget() {
  const versions = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(versions.slice(0, -1).map((name) => caches.delete(name)));
}

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
  // A browser whose storage is broken still has the network.
  event.respondWith(answer(request).catch(() => fetch(request)));
});

async function answer(request) {
  const asked = new URL(request.url);
  asked.search = asked.hash = "";
  // Whatever the address asks for, the page is one file, and reads it itself.
  const page = request.mode === "navigate" && [INDEX, `${INDEX}index.html`].includes(asked.href);
  const own = await caches.open(CACHE);
  const kept = (await own.match(page ? INDEX : asked)) ?? (await before(asked));
  return kept ?? fetch(request);
}

/** A file of the version before: its name has its hash, so it is no other file. */
async function before(asked) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const kept = await (await caches.open(name)).match(asked);
    if (kept) return kept;
  }
  return undefined;
}
