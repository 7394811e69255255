// Starts the program. The build writes where it is into <template id="program">; a script of our own, because an
// inline one would need an exception in the page's Content-Security-Policy.
const { js, wasm } = document.getElementById("program").dataset;

try {
  // Relative to the page, not to this file: the page may lie below any path.
  const program = await import(new URL(js, document.baseURI).href);
  await program.default({ module_or_path: new URL(wasm, document.baseURI).href });
} catch (error) {
  // boot.js listens, and says on the page what happened.
  dispatchEvent(new CustomEvent("playground-broken", { detail: { message: String(error) } }));
  throw error;
}
