// What is measured: a way to use the page each, from opening it to what it shows for that.
import { withPage } from "./watched.mjs";
import { BEFORE, EXTREMES, long, parallel } from "./texts.mjs";

/** So long a thousand pods may take to come up. */
const COMING_MS_MAX = 150_000;
const WATCHED_MS = 5000;
const EXTREME_MS = 10_000;

/** Waits until the program runs and the editor is there, with a session in which these texts are in the editor and applied. */
async function open({ page }, url, text, applied = text) {
  await page.addInitScript((session) => localStorage.setItem("session", JSON.stringify(session)), { text, applied, speed: "1" });
  await page.goto(url);
  await page.waitForSelector("html[data-ready] .cm-content", { timeout: 120_000 });
  // What starts late (the rest of the editor) is no part of what follows.
  await page.waitForTimeout(1500);
}

/** Presses Apply, and answers when what the page has to say of it is on the screen. */
async function apply(watched) {
  await watched.ask(() => {
    const before = document.querySelector("[data-notice]")?.dataset.notice;
    bench.when("answer", () => ![undefined, before].includes(document.querySelector("[data-notice]")?.dataset.notice));
  });
  await watched.begin();
  // A page that stands still does not take the click to its end.
  watched.page.getByRole("button", { name: "Apply", exact: true }).click({ noWaitAfter: true, timeout: 20_000 }).catch(() => {});
}

/** So many Parallel pods come up; then, when all is quiet, one of them is deleted. */
export async function pods(url, count, slow) {
  return withPage({ slow }, async (watched) => {
    const { page } = watched;
    await open(watched, url, parallel(count), BEFORE);
    await watched.ask((count) => bench.when("ready", () => bench.readyOf()[0] === count), count);
    await apply(watched);
    const all = await watched.saw("ready", COMING_MS_MAX);
    const coming = await watched.told("ready");
    const reached = all ? count : await watched.ask(() => bench.readyOf()[0]);
    if (!all) return { coming: { ...coming, reached, of: count }, going: null };

    await page.waitForTimeout(3000);
    const card = page.locator('[data-pod="web-0"]');
    const uid = await card.getAttribute("data-uid");
    await card.focus();
    await watched.ask((uid) => {
      const card = () => document.querySelector('[data-pod="web-0"]');
      bench.when("answer", () => card()?.dataset.health !== "ready" || card()?.dataset.uid !== uid);
    }, uid);
    await watched.begin();
    await page.keyboard.press("Delete");
    await page.waitForTimeout(WATCHED_MS);
    return { coming: { ...coming, reached, of: count }, going: await watched.told() };
  });
}

/** A text of so many lines is pasted over what is there, and applied when it has been looked at. */
export async function text(url, lines, slow) {
  return withPage({ slow }, async (watched) => {
    await open(watched, url, BEFORE);
    await watched.begin();
    await watched.ask(paste, long(lines));
    await watched.saw("answer", 60_000);
    await watched.page.waitForTimeout(WATCHED_MS);
    const pasted = await watched.told();
    await apply(watched);
    await watched.saw("answer", 60_000);
    await watched.page.waitForTimeout(WATCHED_MS);
    return { pasted, applied: await watched.told() };
  });
}

/** Puts a text in place of the manifest, as a person's paste does; runs in the page. */
function paste(text) {
  const editor = document.querySelector(".cm-content");
  editor.focus();
  document.getSelection().selectAllChildren(editor);
  const last = text.trimEnd().split("\n").at(-1);
  // A task of its own, as the person's is: what a debugger asks for is not counted.
  setTimeout(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    bench.asked = performance.now();
    bench.when("answer", () => editor.textContent.length > 0 && editor.textContent.includes(last));
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
}

/** Something nobody should ask for is applied, and the page is watched for a while. */
export async function extreme(url, name, slow) {
  return withPage({ slow }, async (watched) => {
    await open(watched, url, EXTREMES[name], BEFORE);
    await apply(watched);
    await watched.page.waitForTimeout(EXTREME_MS);
    const told = await watched.told();
    return watched.broke || told?.broken ? "broken" : (told ?? "still");
  });
}

export const EXTREME_NAMES = Object.keys(EXTREMES);

/** Milliseconds from the navigation to each thing a person waits for. */
export async function load(url, conditions) {
  return withPage(conditions, async (watched) => {
    await watched.page.addInitScript(() => {
      bench.when("picture", () => document.querySelector("[data-pod], .identities .identity"));
      bench.when("usable", () => document.documentElement.hasAttribute("data-ready"));
      bench.when("ready", () => document.querySelector('[data-pod][data-ready="true"]'));
      bench.when("editor", () => document.querySelector(".cm-content"));
    });
    await watched.page.goto(url, { waitUntil: "commit" });
    await watched.page.waitForFunction(() => "ready" in bench.seen && "editor" in bench.seen, null, { timeout: 120_000, polling: 100 });
    return watched.page.evaluate(() => ({
      paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
      ...bench.seen,
    }));
  });
}
