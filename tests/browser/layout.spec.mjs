// The page on a phone, before a room, narrow and zoomed.
import { test, expect } from "./support.mjs";

/** What sticks out of the page to the right, or makes it scroll sideways. */
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Visible controls whose target is smaller than `size` pixels in either direction. */
const smallTargets = (page, size) => page.evaluate((least) => {
  const controls = [...document.querySelectorAll("button, a[href], input, select, summary, textarea")];
  // A control may be spread over what contains it.
  const target = (control) => (getComputedStyle(control, "::after").inset === "0px" ? control.offsetParent : control);
  return controls
    .filter((control) => control.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !control.closest(".cm-editor, .skip"))
    .map((control) => ({ control, box: target(control).getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.right > 0 && box.bottom > 0)
    .filter(({ box }) => box.width < least - 0.5 || box.height < least - 0.5)
    .map(({ control, box }) => `${control.getAttribute("aria-label") ?? control.textContent.trim()}: ${Math.round(box.width)}×${Math.round(box.height)}`);
}, size);

test.describe("a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("shows one thing at a time, large enough for a thumb", async ({ playground, page }) => {
    // The speed whose button comes on top of the usual ones.
    await playground.openReady({ speed: 8 });
    await expect(page.locator(".clock")).toBeInViewport({ ratio: 1 });
    const [cluster, yaml, facts] = await page.locator(".phone-tabs button").all();
    for (const tab of [cluster, yaml, facts]) {
      await tab.tap();
      await expect(tab).toHaveAttribute("aria-pressed", "true");
      expect(await sideways(page)).toBe(0);
      expect(await smallTargets(page, 44), await tab.textContent()).toEqual([]);
    }
    await yaml.tap();
    await expect(playground.editor).toBeVisible();
    await expect(playground.pod("web-0")).toBeHidden();
    await cluster.tap();
    await expect(playground.pod("web-0")).toBeVisible();
    await expect(playground.editor).toBeHidden();
  });

  test("plays the main journey with a thumb", async ({ playground, page }) => {
    await playground.openReady();
    const { uid } = await playground.facts(playground.pod("web-0"));
    await page.getByRole("button", { name: "Delete pod web-0" }).first().tap();
    const after = await playground.expectReplaced("web-0", uid);
    await expect(playground.dns("web-0.nginx")).toHaveAttribute("data-answer", after.ip);
    await expect(page.locator('[data-receipt="web-0"]')).toBeInViewport();
    await page.locator('[data-receipt="web-0"]').getByRole("button").tap();

    // What the page has to say stands over the sentence of the moment, and over nothing that can be pressed.
    await page.locator(".phone-tabs button").nth(1).tap();
    await playground.button("Apply").tap();
    await page.locator(".phone-tabs button").first().tap();
    await expect(playground.notice).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(() => {
      const notice = document.querySelector("[data-notice]").getBoundingClientRect();
      // What has been scrolled out of its list is not there to be pressed.
      const shown = (button) => {
        let { top, bottom } = button.getBoundingClientRect();
        for (let around = button.parentElement; around !== null; around = around.parentElement) {
          if (getComputedStyle(around).overflowY === "visible") continue;
          const box = around.getBoundingClientRect();
          top = Math.max(top, box.top);
          bottom = Math.min(bottom, box.bottom);
        }
        return { top, bottom };
      };
      const pressed = [...document.querySelectorAll("button")].filter((button) => !button.closest("[data-notice]") && button.checkVisibility());
      const under = pressed.filter((button) => {
        const { top, bottom } = shown(button);
        return bottom - top > 1 && top < notice.bottom && bottom > notice.top;
      });
      return under.map((button) => button.getAttribute("aria-label") ?? button.textContent);
    })).toEqual([]);
    await playground.notice.getByRole("button").tap();

    // A tap on a pod leads to what is known about it.
    await playground.pod("web-0").tap();
    await expect(page.locator(".inspector")).toBeVisible();
  });
});

test.describe("a projector", () => {
  test.use({ viewport: { width: 1280, height: 720 } });

  test("shows the whole cluster, and larger when presenting", async ({ playground, page }) => {
    await playground.openReady();
    expect(await sideways(page)).toBe(0);
    for (const element of [playground.pod("web-0"), playground.claim("www-web-0"), playground.dns("web-1.nginx")]) await expect(element).toBeInViewport({ ratio: 1 });

    await page.keyboard.press("p");
    await expect(page.locator("html")).toHaveAttribute("data-present", "");
    expect(await sideways(page)).toBe(0);
    for (const element of [playground.pod("web-0"), playground.claim("www-web-0"), playground.dns("web-1.nginx")]) await expect(element).toBeInViewport({ ratio: 1 });
    const size = await page.locator(".now-line").evaluate((line) => parseFloat(getComputedStyle(line).fontSize));
    expect(size).toBeGreaterThanOrEqual(18);
  });
});

for (const [name, viewport] of Object.entries({ "320 pixels wide": { width: 320, height: 640 }, "a laptop at 200 %": { width: 720, height: 450 }, "a tablet": { width: 820, height: 1180 } })) {
  test.describe(name, () => {
    test.use({ viewport });

    test("still does the main journey", async ({ playground, page }) => {
      await playground.openReady();
      expect(await sideways(page)).toBe(0);
      const { uid } = await playground.facts(playground.pod("web-1"));
      await page.getByRole("button", { name: "Delete pod web-1" }).first().click();
      await playground.expectReplaced("web-1", uid);
      expect(await sideways(page)).toBe(0);
    });
  });
}

test("a notice lies over nothing that can be pressed", async ({ playground, page }) => {
  await playground.openReady();
  await playground.writeFile("web-0", "under the notice\n");
  await playground.button("Apply").click();
  await expect(playground.notice).toBeVisible();
  const covered = await page.evaluate(() => {
    const isCovered = (control) => {
      const { left, top, width, height } = control.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2)?.closest("[data-notice]");
    };
    const controls = [...document.querySelectorAll("button, input, textarea")].filter((control) => !control.closest("[data-notice]"));
    return controls.filter(isCovered).map((control) => control.getAttribute("aria-label") ?? control.textContent);
  });
  expect(covered).toEqual([]);
  const [notice, hints] = await Promise.all([playground.notice, page.locator(".hints")].map((part) => part.boundingBox()));
  expect(notice.y + notice.height < hints.y || notice.y > hints.y + hints.height || notice.x > hints.x + hints.width || notice.x + notice.width < hints.x).toBe(true);
});

test("a larger text of the reader is honoured", async ({ playground, page }) => {
  await page.addInitScript(() => document.addEventListener("DOMContentLoaded", () => { document.documentElement.style.fontSize = "200%"; }));
  await playground.openReady();
  expect(await sideways(page)).toBe(0);
  await expect(playground.pod("web-0")).toContainText("Ready");
});
