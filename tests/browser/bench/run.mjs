// How fast the page is: from a cold start to a cluster that moves, and frames a second while a pod is being replaced.
// Run by `cargo xtask bench --browser`, which sets PAGE_URL (the built page) and CHROMIUM (the system's browser).
import { chromium } from "@playwright/test";
import { FOUNDING } from "../manifests.mjs";

const STARTS = 5;
const WATCHED_MS = 5000;
const VIEWPORT = { width: 1440, height: 900 };
const page_url = process.env.PAGE_URL;

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** A browser that has never seen the page. */
async function withFreshBrowser(work) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  try {
    return await work(await browser.newPage({ viewport: VIEWPORT }));
  } finally {
    await browser.close();
  }
}

/** Milliseconds from the navigation to each thing a person waits for. */
function coldStart() {
  return withFreshBrowser(async (page) => {
    await page.addInitScript(() => {
      window.seen = {};
      const note = (name, there) => {
        if (there && !(name in window.seen)) window.seen[name] = performance.now();
      };
      new MutationObserver(() => {
        note("program", document.documentElement.hasAttribute("data-ready"));
        note("cluster", document.querySelector("[data-pod]"));
        note("editor", document.querySelector(".cm-content"));
      }).observe(document, { subtree: true, childList: true, attributes: true });
    });
    await page.goto(page_url);
    await page.waitForFunction(() => "cluster" in window.seen && "editor" in window.seen);
    return page.evaluate(() => ({
      paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
      ...window.seen,
    }));
  });
}

/** Frames a second and the longest gap between two, while `web-0` of a set of that size is being replaced at 1×. */
function frames(pods) {
  return withFreshBrowser(async (page) => {
    const text = FOUNDING.replace("replicas: 2", `replicas: ${pods}\n  podManagementPolicy: Parallel`);
    await page.addInitScript((applied) => {
      localStorage.setItem("session", JSON.stringify({ text: applied, applied, speed: "16" }));
    }, text);
    await page.goto(page_url);
    await page.waitForFunction((count) => document.querySelectorAll('[data-pod][data-ready="true"]').length === count, pods, { timeout: 120_000 });
    await page.getByRole("button", { name: "Speed 1×" }).click();
    const uid = await page.locator('[data-pod="web-0"]').getAttribute("data-uid");
    await page.locator('[data-pod="web-0"]').focus();
    await page.keyboard.press("Delete");
    const gaps = await page.evaluate((watched_ms) => new Promise((done) => {
      const gaps = [];
      const begin = performance.now();
      let before = begin;
      requestAnimationFrame(function next(now) {
        gaps.push(now - before);
        before = now;
        if (now - begin < watched_ms) requestAnimationFrame(next);
        else done(gaps.slice(1));
      });
    }), WATCHED_MS);
    const replaced = (await page.locator('[data-pod="web-0"]').getAttribute("data-uid", { timeout: 1000 }).catch(() => uid)) !== uid;
    const total = gaps.reduce((sum, gap) => sum + gap, 0);
    return { rate: (gaps.length * 1000) / total, median_gap: median(gaps), longest_gap: Math.max(...gaps), replaced };
  });
}

const starts = [];
for (let start = 0; start < STARTS; start++) starts.push(await coldStart());
const of = (name) => median(starts.map((start) => start[name]));
const row = (what, value) => console.log(`${what.padEnd(46)} ${value}`);
const ms = (value) => `${value.toFixed(0).padStart(6)} ms`;

console.log(`\ncold start, median of ${STARTS}, a fresh profile each`);
row("  first paint", ms(of("paint")));
row("  the program runs", ms(of("program")));
row("  the first pod is there", ms(of("cluster")));
row("  the editor is there", ms(of("editor")));
for (const pods of [12, 100]) {
  const { rate, median_gap, longest_gap, replaced } = await frames(pods);
  console.log(`\n${pods} pods, one being replaced at 1×, ${WATCHED_MS / 1000} s${replaced ? "" : " (it was not back yet)"}`);
  row("  frames a second", rate.toFixed(1).padStart(6));
  row("  between two frames, median", ms(median_gap));
  row("  between two frames, longest", ms(longest_gap));
}
