// The worker that simulates. The page sends it its program, compiled and with its glue's address, and one request after
// another, as bytes; what goes back is an answer, as bytes, or `{ broke }`: why it is at its end.
let begin;
/** What is asked before the program is there waits for it. */
const program = new Promise((resolve) => (begin = resolve)).then(async ({ glue, module }) => {
  const program = await import(glue);
  await program.default({ module_or_path: module });
  return program;
});

/** Says once why the program is at its end: the first message is the cause, whatever comes after it a consequence. */
globalThis.simulationBroke = (message) => {
  globalThis.simulationBroke = () => {};
  postMessage({ broke: message });
};

addEventListener("message", async ({ data }) => {
  try {
    if (data instanceof Uint8Array) postMessage((await program).answer(data));
    else begin(data);
  } catch (error) {
    globalThis.simulationBroke(String(error));
  }
});
