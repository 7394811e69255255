// axe finds no violation, in any colours, size or language, whatever is open.
import AxeBuilder from "@axe-core/playwright";
import { test, expect } from "./support.mjs";

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };

const PAGES = [
  { name: "light", colorScheme: "light", viewport: DESKTOP },
  { name: "dark", colorScheme: "dark", viewport: DESKTOP },
  { name: "phone", colorScheme: "light", viewport: PHONE },
  { name: "dark phone, Chinese", colorScheme: "dark", viewport: PHONE, lang: "zh" },
  { name: "light, Chinese", colorScheme: "light", viewport: DESKTOP, lang: "zh" },
];

/** Until no short movement is under way: a fade half done is not the colour anyone reads. */
function settled(page) {
  return page.waitForFunction(() =>
    document.getAnimations().every((animation) => animation.playState !== "running" || animation.effect.getComputedTiming().endTime > 2000),
  );
}

async function expectNoViolations(page, state) {
  await settled(page);
  // Who speaks to the page says what stands on a button: axe counts that rule as an experiment, we do not.
  const rules = { "label-content-name-mismatch": { enabled: true } };
  const { violations } = await new AxeBuilder({ page }).options({ rules }).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.any.concat(node.all, node.none).map((check) => check.message).join("; ")}`));
  expect(found, state).toEqual([]);
}

for (const { name, colorScheme, viewport, lang = "en" } of PAGES) {
  test.describe(name, () => {
    // Without movement, lest a colour is measured halfway.
    test.use({ colorScheme, viewport, contextOptions: { reducedMotion: "reduce" } });

    test("has no violation", async ({ playground, page }) => {
      await playground.openReady({ speed: 16, lang });
      await expectNoViolations(page, "ready");

      await playground.pod("web-0").focus();
      await page.keyboard.press("Space");
      await page.keyboard.press("Delete");
      await expect(playground.pod("web-0")).toHaveAttribute("data-health", "terminating");
      await expectNoViolations(page, "terminating");

      await page.keyboard.press("Enter");
      if (viewport === PHONE) await page.locator(".phone-tabs button").nth(2).click();
      await expect(page.locator(".inspector")).toBeVisible();
      await expectNoViolations(page, "inspector");

      if (viewport === PHONE) await page.locator(".phone-tabs button").nth(1).click();
      await playground.paste("kind: [");
      await page.locator("button[data-problems]").click();
      await expect(page.locator(".problem-list li").first()).toBeVisible();
      await expectNoViolations(page, "a manifest with mistakes");
    });
  });
}

test("dialogs and menus have no violation", async ({ playground, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await playground.openReady();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoViolations(page, "help");
  await page.keyboard.press("Escape");
  await playground.button("Start over").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoViolations(page, "question");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Delete StatefulSet web" }).click();
  await expectNoViolations(page, "menu");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Pull the plug of node-1" }).click();
  await expect(page.getByRole("button", { name: "Plug in node-1" })).toBeVisible();
  await expectNoViolations(page, "a node without power");
});
