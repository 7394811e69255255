// Time: it goes, stands still, takes one step, and has a pace.
import { test, expect } from "./support.mjs";

/** Waits for some of the browser's frames: long enough for a clock that runs to show it. */
const frames = (page, count) =>
  page.evaluate((left) => new Promise((done) => {
    const next = () => (left-- > 0 ? requestAnimationFrame(next) : done());
    next();
  }), count);

test("pause stops the clock and the cluster, play lets them go on", async ({ playground, page }) => {
  await playground.openReady();
  await playground.button("Pause").click();
  // The simulation stops when it has heard of it.
  await expect(playground.button("Play")).toBeVisible();
  const stopped = await playground.clock();
  const { uid } = await playground.facts(playground.pod("web-0"));
  await page.getByRole("button", { name: "Delete pod web-0" }).first().click();
  await frames(page, 30);
  expect(await playground.clock()).toBe(stopped);
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", uid);
  // What the person asked for is done at once; what follows from it waits.
  await expect(playground.pod("web-0")).toHaveAttribute("data-health", "terminating");

  await playground.button("Play").click();
  await playground.expectReplaced("web-0", uid);
  expect(await playground.clock()).toBeGreaterThan(stopped);
});

test("a step goes to the next thing that can be seen, and stands still there", async ({ playground, page }) => {
  await playground.openReady();
  await playground.button("Pause").click();
  await expect(playground.button("Play")).toBeVisible();
  const before = await playground.facts(playground.pod("web-1"));
  await page.getByRole("button", { name: "Delete pod web-1" }).first().click();
  await expect(playground.pod("web-1")).toHaveAttribute("data-health", "terminating");
  const seen = new Set();
  // Each step tells the story one line further; a dozen of them is a whole replacement.
  for (let steps = 0; steps < 40; steps++) {
    await playground.step();
    const pod = playground.pod("web-1");
    seen.add((await pod.count()) === 0 ? "gone" : await pod.getAttribute("data-health"));
    if ((await pod.count()) && (await pod.getAttribute("data-uid")) !== before.uid && (await pod.getAttribute("data-ready")) === "true") break;
  }
  expect([...seen]).toEqual(expect.arrayContaining(["gone", "starting", "ready"]));
  await expect(playground.button("Play")).toBeVisible();
  const stopped = await playground.clock();
  await frames(page, 20);
  expect(await playground.clock()).toBe(stopped);
});

test("the pace can be chosen, by button and by key", async ({ playground, page }) => {
  await playground.open({ speed: 2 });
  await expect(page.getByRole("button", { name: "Speed 2×" })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Speed 16×" }).click();
  await expect(page.getByRole("button", { name: "Speed 16×" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("button", { name: "Speed 2×" })).toHaveAttribute("aria-pressed", "false");
  await playground.expectReady("web-0", "web-1");
  await playground.pod("web-0").focus();
  await page.keyboard.press("-");
  await expect(page.getByRole("button", { name: "Speed 8×" })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Space");
  await expect(playground.button("Play")).toBeVisible();
});

test("a pace that is none is no harm", async ({ playground, page }) => {
  await playground.open({ speed: "fast", seed: "no number", lang: "tlh" });
  await expect(page.getByRole("button", { name: "Speed 1×" })).toHaveAttribute("aria-pressed", "true");
  await expect(playground.pod("web-0")).toBeVisible();
});
