// A small screen, and a room before it: many pods, and an opened dock.
import { test, expect } from "./support.mjs";
import { founding } from "./manifests.mjs";
import { WHOLE, expectFits } from "./fitting.mjs";

/** Narrow columns on a small screen, on the desk and before a room. */
const SMALL = WHOLE.filter(({ width, height }) => width === 1280 && height === 720);

const STATES = {
  ready: async () => {},
  "with a broken image": async ({ playground, page, last }) => {
    await page.locator(".setbar .image .field").fill("nginx:broken");
    await page.keyboard.press("Enter");
    await expect(playground.pod(last)).toHaveAttribute("data-health", "failed", { timeout: 30_000 });
    await expect(playground.pod(last)).toContainText("ImagePullBackOff", { timeout: 30_000 });
  },
  "with a dead node": async ({ playground, page, last }) => {
    const { node } = await playground.facts(playground.pod(last));
    await page.locator(`[data-node-row="${node}"] .plug`).click();
    await expect(page.locator(`[data-node-row="${node}"]`)).toContainText("NotReady", { timeout: 20_000 });
    await expect(playground.pod(last)).toHaveAttribute("data-health", "unknown");
  },
};

for (const replicas of [6, 8]) {
  for (const [state, reach] of Object.entries(STATES)) {
    test(`${replicas} pods on a small screen, ${state}`, async ({ playground, page }) => {
      await page.setViewportSize({ width: 1280, height: 720 });
      await playground.openReady();
      await playground.apply(founding("replicas: 2", `replicas: ${replicas}`));
      const last = `web-${replicas - 1}`;
      await expect(page.locator(".setbar .ready", { hasText: `${replicas} of ${replicas} ready` })).toBeVisible({ timeout: 30_000 });
      await playground.expectReady(last);
      await reach({ playground, page, last });
      await page.locator(".setbar .ready").click();
      await expectFits({ page }, SMALL);
    });
  }
}

for (const presenting of [false, true]) {
  test(`where the dock is folded, a pressed pod opens it, and nothing is covered${presenting ? " (presenting)" : ""}`, async ({ playground, page }) => {
    await page.setViewportSize({ width: 1280, height: 720 });
    await playground.openReady();
    const { uid } = await playground.facts(playground.pod("web-1"));
    await playground.pod("web-1").focus();
    await page.keyboard.press("Delete");
    await playground.expectReplaced("web-1", uid);
    await expect(page.locator('[data-receipt="web-1"]')).toBeVisible();
    await page.locator(".play").click();
    if (presenting) await page.keyboard.press("p");
    await playground.pod("web-0").locator(".pod.here .name").click();

    const inspector = page.locator(".dock .inspector h2");
    await expect(inspector).toContainText("pod/web-0");
    const parts = Object.fromEntries(
      await Promise.all(
        Object.entries({ dock: ".dock", panel: ".dock .panel", bar: ".timebar", cluster: ".cluster", moment: ".actors" }).map(async ([name, selector]) => [name, await page.locator(selector).boundingBox()]),
      ),
    );
    const title = await inspector.boundingBox();
    const foot = ({ y, height }) => y + height;
    expect(title.y, "what was asked for is in the panel").toBeGreaterThanOrEqual(parts.panel.y);
    expect(foot(title)).toBeLessThanOrEqual(foot(parts.panel));
    expect(parts.panel.height, "there is height to read in").toBeGreaterThan(100);
    expect(foot(parts.panel), "the panel ends above the clock").toBeLessThanOrEqual(parts.bar.y + 1);
    expect(foot(parts.cluster), "the picture ends above the dock").toBeLessThanOrEqual(parts.dock.y + 1);
    expect(foot(parts.moment)).toBeLessThanOrEqual(parts.cluster.y + 1);

    // The picture is all there: it scrolls.
    const disk = playground.claim("www-web-0");
    await disk.scrollIntoViewIfNeeded();
    expect(await disk.evaluate((disk) => {
      const { left, top, width, height } = disk.getBoundingClientRect();
      return disk.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    })).toBe(true);
    // The same tab folds it again.
    await page.locator("#tab-inspector").click();
    await expect(page.locator(".dock.open")).toHaveCount(0);
  });
}
