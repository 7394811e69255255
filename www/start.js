// Starts the program. The build writes where it is into <template id="program">; a script of our own, because an
// inline one would need an exception in the page's Content-Security-Policy. While it comes the skeleton tells how much
// of it is here, and says so when the line is dead.
const { js, wasm, bytes } = document.getElementById("program").dataset;

/** So long without a byte is no slow line any more. */
const STALLED_MS = 15_000;

const find = (selector) => document.querySelector(`.skeleton ${selector}`);
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

function show(received, whole) {
  const [bar, told] = [find("progress"), find(".received")];
  if (!bar || !told) return;
  const kb = (count) => Math.round(count / 1000).toLocaleString(document.documentElement.lang);
  if (whole > 0) bar.value = Math.min(received / whole, 1);
  told.textContent = whole > 0 ? `${kb(received)} / ${kb(whole)} kB` : `${kb(received)} kB`;
}

/** The program's bytes, counted as they come. What comes is counted decoded, so a compressed length is no whole. */
async function counted() {
  const response = await fetch(address(wasm));
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const packed = response.headers.get("content-encoding");
  const whole = Number(bytes) || (packed ? 0 : Number(response.headers.get("content-length")));
  let received = 0;
  const count = new TransformStream({
    transform(chunk, onward) {
      received += chunk.byteLength;
      alive();
      show(received, whole);
      onward.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(count), { headers: { "content-type": "application/wasm" } });
}

/** Fetches the program and starts it. */
async function start() {
  alive();
  let arrived;
  try {
    arrived = await Promise.all([import(address(js)), counted()]);
  } catch (error) {
    stalled();
    throw error;
  }
  try {
    const [program, response] = arrived;
    await program.default({ module_or_path: response });
  } catch (error) {
    // The line broke in the middle, or the program did: boot.js listens for the latter, and says what happened.
    if (error instanceof TypeError && find(".stalled")) stalled();
    else dispatchEvent(new CustomEvent("playground-broken", { detail: { message: String(error) } }));
    throw error;
  } finally {
    clearTimeout(watch);
  }
}

find(".retry")?.addEventListener("click", () => location.reload());
// Where it stood still before, boot.js asks first how to go on, and loads the page again.
if (!("still" in document.documentElement.dataset)) await start();
