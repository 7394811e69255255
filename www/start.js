// Starts the page's program, and fetches the one that simulates in a worker. The build writes where they are into
// <template id="program">; a script of our own, because an inline one would need an exception in the page's
// Content-Security-Policy. While they come the page tells how much of them is here, and says so when the line is dead.
const { js, wasm, bytes, worker, glue, simulation, simulationBytes } = document.getElementById("program").dataset;

/** So long without a byte is no slow line any more. */
const STALLED_MS = 15_000;

/** In the skeleton, and then in the page, as long as it waits for the simulation. */
const find = (selector) => document.querySelector(`.loading ${selector}`);
// Relative to the page, not to this file: the page may lie below any path.
const address = (path) => new URL(path, document.baseURI).href;
let watch;

/** Something came: the line lives. */
function alive() {
  clearTimeout(watch);
  watch = setTimeout(stalled, STALLED_MS);
  find(".stalled")?.setAttribute("hidden", "");
}

function stalled() {
  clearTimeout(watch);
  find(".stalled")?.removeAttribute("hidden");
}

/** What has come of both programs, and how much that will be, if it is known. */
let received = 0;
const whole = Number(bytes) + Number(simulationBytes) || 0;

function show() {
  const [bar, told] = [find("progress"), find(".received")];
  if (!bar || !told) return;
  const kb = (count) => Math.round(count / 1000).toLocaleString(document.documentElement.lang);
  if (whole > 0) bar.value = Math.min(received / whole, 1);
  told.textContent = whole > 0 ? `${kb(received)} / ${kb(whole)} kB` : `${kb(received)} kB`;
}

/** A program's bytes, counted as they come. */
async function counted(path, complete) {
  const response = await fetch(address(path));
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const count = new TransformStream({
    transform(chunk, onward) {
      received += chunk.byteLength;
      alive();
      show();
      onward.enqueue(chunk);
    },
    flush: complete,
  });
  return new Response(response.body.pipeThrough(count), { headers: { "content-type": "application/wasm" } });
}

/** The program that simulates, compiled while it comes. On a slow line it comes after the page's, which draws. */
let pageHasCome;
const module = new Promise((come) => (pageHasCome = come))
  .then(() => counted(simulation, () => clearTimeout(watch)))
  .then(WebAssembly.compileStreaming);
// Whoever starts a worker hears of it.
module.catch(stalled);

/** Starts a worker that simulates. It answers requests that are posted to it, or tells once why it is at its end. */
function spawn(answered, broke) {
  const started = new Worker(address(worker), { type: "module" });
  started.onmessage = ({ data }) => (data instanceof Uint8Array ? answered(data) : broke(data.broke));
  started.onerror = (event) => broke(event.message ?? "the worker could not be started");
  // It waits for its first request until its program is there.
  module.then((module) => started.postMessage({ glue: address(glue), module }), () => {});
  return started;
}

/** What a link holds stands behind this in the address: text, deflated, in the letters that an address may have. */
const LINK = "#session=";
/** So much text no link holds that a person made; but some bytes can be made to unpack into any amount. */
const LINK_TEXT_MAX = 4 << 20;

/** The address of a page that is opened with this. */
async function pack(text) {
  const deflated = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer());
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const url = new URL(location.href);
  url.search = "";
  url.hash = LINK + letters.replaceAll("+", "-").replaceAll("/", "_").replace(/=*$/, "");
  return url.href;
}

/** What the page's address holds, if it is a link's; empty if it cannot be read. */
async function unpack() {
  if (!location.hash.startsWith(LINK)) return undefined;
  try {
    const letters = atob(location.hash.slice(LINK.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const texts = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).pipeThrough(new TextDecoderStream("utf-8", { fatal: true }));
    let text = "";
    for (const reader = texts.getReader(); ; ) {
      const { value, done } = await reader.read();
      if (done) return text;
      text += value;
      if (text.length > LINK_TEXT_MAX) return "";
    }
  } catch {
    return "";
  }
}

/** Another link was put into the address of a page that is open: the page begins anew with that. */
const opened = location.hash;
addEventListener("hashchange", () => {
  if (location.hash.startsWith(LINK) && location.hash !== opened) location.reload();
});

/** Fetches the page's program and starts it. */
async function start() {
  alive();
  let arrived;
  try {
    arrived = await Promise.all([import(address(js)), counted(wasm, () => pageHasCome()), unpack()]);
  } catch (error) {
    stalled();
    throw error;
  }
  try {
    const [program, response, link] = arrived;
    await program.default({ module_or_path: response });
    program.start(spawn, pack, link);
    show();
  } catch (error) {
    // The line broke in the middle, or the program did: boot.js listens for the latter, and says what happened.
    if (error instanceof TypeError && document.querySelector(".skeleton")) stalled();
    else dispatchEvent(new CustomEvent("playground-broken", { detail: { message: String(error) } }));
    throw error;
  }
}

/** Keeps the page for when there is no network; and says so when another version of it is there (`ui/newer.rs`). */
async function keepOffline() {
  if (!("serviceWorker" in navigator)) return;
  if (document.querySelector('script[src="/.reload.js"]')) {
    // `cargo xtask serve`: the newest build is wanted, and nothing that was kept of a page at this address.
    (await navigator.serviceWorker.getRegistration(address("./")))?.unregister();
    return;
  }
  const registration = await navigator.serviceWorker.register(address("service-worker.js"));
  const tell = () => {
    // Without a version that shows this page there is none that is newer.
    if (!registration.waiting || !registration.active) return;
    dispatchEvent(new CustomEvent("playground-newer", { detail: () => takeOver(registration.waiting) }));
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", tell);
  });
  tell();
  // A page that is open for days asks as well.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && registration.update().catch(() => {}));
}

/** The newer version shows this page from here on; where another tab has chosen it already, it is there. */
function takeOver(newer) {
  if (!newer) return location.reload();
  newer.addEventListener("statechange", () => newer.state === "activated" && location.reload());
  newer.postMessage("take over");
}

addEventListener("click", ({ target }) => target.closest?.(".retry") && location.reload());
// Where it stood still before, boot.js asks first how to go on, and loads the page again.
if (!("still" in document.documentElement.dataset)) await start();
// After what is needed now. A browser that keeps nothing (a private window, a full disk) shows the page all the same.
module.finally(keepOffline).catch(() => {});
