// A module of the editor as Node can import it.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const WWW = fileURLToPath(new URL(".", import.meta.url));

export async function load(file) {
  const result = await build({
    absWorkingDir: WWW,
    entryPoints: [`editor/${file}`],
    bundle: true,
    // CodeMirror must stay one copy: its values are recognised by their class.
    packages: "external",
    format: "esm",
    outfile: `test/${file}.mjs`,
    write: false,
  });
  const resolved = result.outputFiles[0].text.replaceAll(/from "(@codemirror\/[a-z-]+)"/g, (_, name) => `from ${JSON.stringify(import.meta.resolve(name))}`);
  return import(`data:text/javascript,${encodeURIComponent(resolved)}`);
}
