// How fast the page is, in a real browser: how it loads, how it stands a thousand pods, a long text and what nobody
// should ask for. Run by `cargo xtask bench --browser`, which sets PAGES (folders with a built page, by name, as JSON),
// CHROMIUM (the system's browser) and ONLY (the parts that are wanted, or nothing for all).
import { loadavg } from "node:os";
import { EXTREME_NAMES, extreme, load, pods, text } from "./scenarios.mjs";
import { serve } from "./server.mjs";

const SIZES = [2, 12, 60, 100, 300, 1000];
const SLOW = [1, 4];
const LINES = 20_000;
const STARTS = 3;
const LINES_TO_THE_PAGE = [
  ["no limit", {}],
  ["4× slower CPU", { slow: 4 }],
  ["1.6 Mbit/s", { line: { megabits: 1.6, latency_ms: 150 } }],
  ["both", { slow: 4, line: { megabits: 1.6, latency_ms: 150 } }],
];

const only = (process.env.ONLY ?? "").split(",").filter(Boolean);
const wanted = (part) => only.length === 0 || only.includes(part);
const sites = [];
for (const [name, folder] of Object.entries(JSON.parse(process.env.PAGES))) sites.push({ name, url: await serve(folder) });

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
const ms = (value) => (Number.isFinite(value) ? `${value.toFixed(0)} ms` : "–");
const mb = (bytes) => (bytes / 1e6).toFixed(0);

/** Every figure twice: at the processor's own speed, and four times slower. */
const COLUMNS = [
  ["longest task", (told) => (told.longest === 0 ? "< 50 ms" : ms(told.longest))],
  ["frames/s", (told) => told.rate.toFixed(0)],
  ["all Ready", (told) => ("of" in told ? (told.reached === told.of ? `${(told.took / 1000).toFixed(1)} s` : `${told.reached} only`) : "")],
  ["answer", (told) => ms(told.answer)],
  ["MB js+wasm", (told) => `${mb(told.script)}+${mb(told.wasm)}`],
];
const cells = (told) => (typeof told === "object" && told !== null ? COLUMNS.map(([, cell]) => cell(told)) : [told ?? "still", "", "", "", ""]);
const WIDTHS = [14, 10, 11, 9, 12];
const line = (what, site, rows) => console.log(`${what.padEnd(36)}${site.padEnd(10)}${rows.map((row) => row.map((cell, at) => cell.padStart(WIDTHS[at])).join("")).join("  |")}`);

async function table(what, measured) {
  for (const site of sites) {
    const columns = [];
    for (const slow of SLOW) columns.push(await measured(site.url, slow).catch((error) => ({ failed: error.message.split("\n")[0] })));
    const parts = Object.entries(what);
    for (const [part, words] of parts) line(words, site.name, columns.map((told) => ("failed" in Object(told) ? [told.failed, "", "", "", ""] : cells(part === "" ? told : told[part]))));
  }
}

async function loading() {
  const rows = { paint: "first paint", picture: "first picture", usable: "can be acted on", ready: "first pod Ready", editor: "editor" };
  console.log(`\ncold load, median of ${STARTS}, a fresh profile each, brotli 11 (150 ms latency on the slow line)`);
  console.log(`${"".padEnd(46)}${LINES_TO_THE_PAGE.map(([name]) => name.padStart(16)).join("")}`);
  for (const site of sites) {
    const columns = [];
    for (const [, conditions] of LINES_TO_THE_PAGE) {
      const starts = [];
      for (let start = 0; start < STARTS; start++) starts.push(await load(site.url, conditions));
      columns.push(starts);
    }
    for (const [row, words] of Object.entries(rows)) {
      const medians = columns.map((starts) => ms(median(starts.map((start) => start[row]))).padStart(16));
      console.log(`${words.padEnd(36)}${site.name.padEnd(10)}${medians.join("")}`);
    }
  }
}

console.log(`load average at the beginning: ${loadavg()[0].toFixed(1)}`);
if (wanted("load")) await loading();
if (["pods", "text", "extremes"].some(wanted)) {
  console.log(`\n${"".padEnd(46)}${SLOW.map((slow) => `CPU ${slow}×`.padEnd(WIDTHS.reduce((sum, width) => sum + width))).join("  |")}`);
  line("", "", SLOW.map(() => COLUMNS.map(([name]) => name)));
}
if (wanted("pods")) {
  const sizes = process.env.SIZES ? process.env.SIZES.split(",").map(Number) : SIZES;
  for (const size of sizes) {
    await table({ coming: `${size} pods come up`, going: `  one of ${size} is deleted` }, (url, slow) => pods(url, size, slow));
  }
}
if (wanted("text")) {
  await table({ pasted: `${LINES} lines pasted`, applied: `${LINES} lines applied` }, (url, slow) => text(url, LINES, slow));
}
if (wanted("extremes")) {
  for (const name of EXTREME_NAMES) await table({ "": name }, (url, slow) => extreme(url, name, slow));
}
console.log(`\nload average at the end: ${loadavg()[0].toFixed(1)}`);
process.exit(0);
