// Time runs backward too: by mouse, by touch and by keyboard; what is done in the past, and what becomes of the rest.
import { test, expect } from "./support.mjs";

const slider = (page) => page.getByRole("slider", { name: "Time", exact: true });

/** The simulated milliseconds that the page shows. */
const shown = async (page) => Number(await slider(page).getAttribute("aria-valuenow"));

/** Deletes web-0 and waits until it is back; answers the uids before and after, and a moment before it was deleted. */
const replaced = async (playground, page) => {
  await playground.openReady();
  const { uid } = await playground.facts(playground.pod("web-0"));
  const before = (await shown(page)) - 50;
  await page.getByRole("button", { name: "Delete pod web-0" }).first().click();
  const { uid: next } = await playground.expectReplaced("web-0", uid);
  return { uid, next, before };
};

/** Where on the slider an instant is. */
const place = async (page, ms) => {
  const box = await slider(page).boundingBox();
  const most = Number(await slider(page).getAttribute("aria-valuemax"));
  return { x: box.x + box.width * (ms / most), y: box.y + box.height / 2 };
};

test("the pod that was deleted is there again when one drags back, and the way forth is step by step", async ({ playground, page }) => {
  const { uid, next, before } = await replaced(playground, page);
  const from = await place(page, await shown(page));
  const to = await place(page, before);
  await page.mouse.move(from.x - 2, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, from.y, { steps: 5 });
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", uid);
  await expect(playground.pod("web-0")).toHaveAttribute("data-health", "ready");
  await expect(page.locator("[data-past]")).toBeVisible();
  await expect(page.locator(".past")).toContainText(/You look at .*; the cluster is at .*Acting here drops 1 later step/);
  await expect(playground.button("Play")).toBeVisible();

  const seen = new Set();
  for (let steps = 0; steps < 40; steps++) {
    await playground.step();
    const pod = playground.pod("web-0");
    seen.add((await pod.count()) === 0 ? "gone" : await pod.getAttribute("data-health"));
    if ((await pod.count()) && (await pod.getAttribute("data-uid")) === next && (await pod.getAttribute("data-ready")) === "true") break;
  }
  expect([...seen]).toEqual(expect.arrayContaining(["terminating", "gone", "starting", "ready"]));
  const forth = await shown(page);
  await playground.button("Step back").click();
  await expect.poll(() => shown(page)).toBeLessThan(forth);
  await playground.button("Step").click();
  await expect.poll(() => shown(page)).toBe(forth);

  await playground.button("Back to live").click();
  await expect(page.locator("[data-past]")).toHaveCount(0);
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", next);
  await expect(playground.button("Back to live")).toBeDisabled();
  await expect(playground.button("Pause")).toBeVisible();
});

test("the keyboard leads everywhere, and the slider says where one is", async ({ playground, page }) => {
  const { uid, next } = await replaced(playground, page);
  await slider(page).focus();
  await page.keyboard.press("Home");
  await expect.poll(() => shown(page)).toBe(0);
  await expect(playground.pod("web-0")).toHaveCount(0);
  await expect(slider(page)).toHaveAttribute("aria-valuetext", /^You look at 00:00; the cluster is at \d\d:\d\d$/);
  for (let steps = 0; steps < 40 && (await playground.pod("web-0").count()) === 0; steps++) {
    const before = await page.locator(".clock").getAttribute("data-steps");
    await page.keyboard.press("ArrowRight");
    await expect(page.locator(".clock")).not.toHaveAttribute("data-steps", before);
  }
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", uid);
  const earlier = await shown(page);
  await page.keyboard.press("PageUp");
  await expect.poll(() => shown(page)).toBe(earlier + 10_000);
  await page.keyboard.press("PageDown");
  await expect.poll(() => shown(page)).toBe(earlier);
  await page.keyboard.press("End");
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", next);
  await page.keyboard.press("b");
  await expect(page.locator("[data-past]")).toBeVisible();
  await page.keyboard.press("l");
  await expect(page.locator("[data-past]")).toHaveCount(0);
});

test("what is done in the past drops what came later, and undo brings it back", async ({ playground, page }) => {
  const { uid, next, before } = await replaced(playground, page);
  await page.evaluate((ms) => window.playground.seek(ms), before);
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", uid);
  await page.getByRole("button", { name: "Delete pod web-1" }).first().click();
  await expect(playground.notice).toContainText("1 later step is dropped");
  await expect(page.locator("[data-past]")).toHaveCount(0);
  await expect(page.getByRole("combobox", { name: "Other histories" })).toBeVisible();
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", uid);

  await playground.button("Undo").click();
  await expect(page.locator("[data-past]")).toBeVisible();
  await playground.button("Back to live").click();
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", next);
  await playground.button("Redo").click();
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", uid);
  await page.getByRole("combobox", { name: "Other histories" }).selectOption({ index: 1 });
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", next);
});

test("an act is taken back with the keys that take back everywhere", async ({ playground, page }) => {
  await playground.openReady();
  const { uid } = await playground.facts(playground.pod("web-0"));
  await page.getByRole("button", { name: "Delete pod web-0" }).first().click();
  await playground.expectReplaced("web-0", uid);
  await page.locator("#cluster").focus();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", uid);
  await expect(playground.notice).toContainText("Taken back");
});

test("played from the past, the history comes to the same end and goes on", async ({ playground, page }) => {
  const { uid, next, before } = await replaced(playground, page);
  const end = await shown(page);
  await page.evaluate((ms) => window.playground.seek(ms), before);
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", uid);
  await page.evaluate(() => window.playground.play());
  await expect.poll(() => page.evaluate(() => window.playground.now()), { timeout: 30_000 }).toBeGreaterThan(end);
  await expect(page.locator("[data-past]")).toHaveCount(0);
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", next);
});

test("the history is whole after a reload in the past", async ({ playground, page }) => {
  const { next, before } = await replaced(playground, page);
  await page.evaluate((ms) => window.playground.seek(ms), before);
  await expect(page.locator("[data-past]")).toBeVisible();
  await playground.reload();
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", next);
});

test("what is done to web-1 is found from web-1", async ({ playground, page }) => {
  await replaced(playground, page);
  await playground.pod("web-1").click();
  await page.keyboard.press("[");
  await expect(page.locator("[data-past]")).toBeVisible();
  await expect(page.locator(".stage .moment")).toContainText("web-1");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a finger leads back, and forth again", async ({ playground, page }) => {
    const { uid, next, before } = await replaced(playground, page);
    const to = await place(page, before);
    await page.touchscreen.tap(to.x, to.y);
    await expect(playground.pod("web-0")).toHaveAttribute("data-uid", uid);
    await expect(page.locator(".past")).toBeVisible();
    await playground.button("Back to live").tap();
    await expect(page.locator("[data-past]")).toHaveCount(0);
    await playground.button("Pause").tap();
    const again = await place(page, before);
    await page.touchscreen.tap(again.x, again.y);
    await expect(playground.pod("web-0")).toHaveAttribute("data-uid", uid);
    const box = await slider(page).boundingBox();
    expect(box.height).toBeGreaterThanOrEqual(24);
    // A finger that is drawn along the bar.
    const touch = await page.context().newCDPSession(page);
    const point = (x) => ({ touchPoints: [{ x, y: again.y }] });
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", ...point(again.x) });
    for (let part = 1; part <= 8; part++) {
      await touch.send("Input.dispatchTouchEvent", { type: "touchMove", ...point(again.x + ((box.x + box.width - 1 - again.x) * part) / 8) });
    }
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await expect(playground.pod("web-0")).toHaveAttribute("data-uid", next);
    // Until the last of the moments that the finger passed is there: what stands above the bar moves with each.
    await expect.poll(() => slider(page).evaluate((bar) => bar.getAttribute("aria-valuenow") / bar.getAttribute("aria-valuemax"))).toBeGreaterThan(0.98);
    // By the mouse: after touches of its own the browser makes no click of Playwright's tap.
    await playground.button("Back to live").click();
    await expect(page.locator("[data-past]")).toHaveCount(0);
  });
});
