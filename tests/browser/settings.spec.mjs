// What survives a reload, and how the page is wanted.
import { test, expect } from "./support.mjs";
import { founding } from "./manifests.mjs";

test("a reload keeps the text, what was applied, the language, the colours and the pace", async ({ playground, page }) => {
  await playground.openReady();
  await playground.apply(founding("replicas: 2", "replicas: 3"));
  await playground.expectReady("web-2");
  const unapplied = founding("replicas: 2", "replicas: 4 # not yet");
  await playground.paste(unapplied);
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByRole("button", { name: /^配色/ }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");

  await playground.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect.poll(() => playground.text()).toBe(unapplied);
  await playground.expectReady("web-0", "web-1", "web-2");
  await expect(playground.pod("web-3")).toHaveCount(0);
});

test("the language comes from the address, and can be switched at any time", async ({ playground, page }) => {
  await playground.open({ lang: "zh", speed: 16 });
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(playground.button("应用")).toBeVisible();
  await playground.expectReady("web-0", "web-1");
  await expect(playground.pod("web-0")).toContainText("就绪");

  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(playground.button("Apply")).toBeVisible();
  await expect(playground.pod("web-0")).toContainText("Ready");
});

test.describe("a Chinese browser", () => {
  test.use({ locale: "zh-CN" });

  test("gets the Chinese page", async ({ playground, page }) => {
    await playground.open();
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
    await expect(playground.button("应用")).toBeVisible();
  });
});

test("nothing on the Chinese page is left in English", async ({ playground, page }) => {
  await playground.open({ lang: "zh", speed: 16 });
  await playground.expectReady("web-0", "web-1");
  const names = await page.locator("button, [aria-label], h2, h3, th, summary").evaluateAll((elements) =>
    elements.filter((element) => element.checkVisibility()).map((element) => element.getAttribute("aria-label") || element.textContent.trim()));
  // Names of objects, of Kubernetes' things and of keys are the same in every language.
  const known = /^(English|EN|\d.*|[¼½]?\d*×|.*YAML.*|web|web-\d.*|www-web-\d.*|\W*)$/;
  expect(names.filter((name) => /[a-z]/i.test(name) && !/\p{Script=Han}/u.test(name) && !known.test(name))).toEqual([]);
});

test.describe("a dark system", () => {
  test.use({ colorScheme: "dark" });

  test("gets the dark page, until the person wants the light one", async ({ playground, page }) => {
    await playground.open();
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await page.getByRole("button", { name: /^Colours/ }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
    await expect.poll(ground).not.toBe(dark);
    await playground.reload();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  });
});

test("who wants less movement gets it, with everything still told", async ({ playground, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await playground.openReady();
  const { uid } = await playground.facts(playground.pod("web-0"));
  await expect(page.locator("html")).toHaveAttribute("data-motion", "reduced");
  await playground.pod("web-0").focus();
  await page.keyboard.press("Delete");
  await playground.expectReplaced("web-0", uid);
  await expect(playground.story).toContainText("web-0");
});

test("the feature gates are switches of the cluster: explained, kept by a reload, off again in a new cluster", async ({ playground, page }) => {
  await playground.openReady();
  const open = () => playground.button("Feature gates").click();
  const close = () => playground.button("Close").click();
  const gate = page.getByRole("switch", { name: "MaxUnavailableStatefulSet" });
  const correction = page.getByRole("switch", { name: "ParallelMaxUnavailableFix" });
  await open();
  for (const one of [gate, correction]) {
    await expect(one).not.toBeChecked();
    await expect(one).toHaveAccessibleDescription(/On: .* Off: /s);
  }
  await gate.check();
  await close();

  await playground.reload();
  await playground.expectReady("web-0", "web-1");
  await open();
  await expect(gate).toBeChecked();
  await expect(correction).not.toBeChecked();
  await close();

  await playground.button("Start over").click();
  await page.getByRole("dialog", { name: "Start over with a new cluster?" }).getByRole("button", { name: "Start over" }).click();
  await open();
  await expect(gate).not.toBeChecked();
  await close();

  await page.getByRole("button", { name: "中文" }).click();
  await playground.button("特性门控").click();
  await expect(gate).toHaveAccessibleDescription(/开启：.*关闭：/s);
});

test("a reload finds the cluster as it was: the same pods, the same lives, the same story", async ({ playground, page }) => {
  await playground.openReady();
  const { uid } = await playground.facts(playground.pod("web-0"));
  await playground.pod("web-0").focus();
  await page.keyboard.press("Delete");
  await playground.expectReplaced("web-0", uid);
  const replaced = await playground.facts(playground.pod("web-0"));
  await playground.reload();
  await playground.expectReady("web-0", "web-1");
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", replaced.uid);
  await expect(playground.story).toContainText("web-0");
});
