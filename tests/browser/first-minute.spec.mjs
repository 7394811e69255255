// The card of the first minute, from the first paint on.
import { test, expect } from "./support.mjs";
import { FOUNDING } from "./manifests.mjs";

const card = (page) => page.locator(".first-minute");

for (const [lang, close] of [["en", "Close the first minute"], ["zh", "关闭第一分钟"]]) {
  test(`it can be put away before the program is there (${lang})`, async ({ playground, page }) => {
    let come;
    const coming = new Promise((resolve) => { come = resolve; });
    await page.route("**/*.wasm", async (route) => { await coming; await route.continue(); });
    await page.goto(`${playground.address}?lang=${lang}`);
    await expect(card(page)).toBeVisible();
    await card(page).getByRole("button", { name: close, exact: true }).click();
    await expect(card(page)).toBeHidden();

    come();
    await playground.alive();
    await expect(card(page)).toHaveCount(0);
    await playground.reload();
    await expect(card(page)).toHaveCount(0);

    // The help has it again.
    await page.keyboard.press("?");
    await page.getByRole("dialog").getByRole("button", { name: { en: "Show the first minute", zh: "显示第一分钟" }[lang] }).click();
    await expect(card(page)).toBeVisible();
  });
}

test("its first picture is the program's: nothing jumps", async ({ playground, page }) => {
  let come;
  const coming = new Promise((resolve) => { come = resolve; });
  await page.route("**/*.wasm", async (route) => { await coming; await route.continue(); });
  await page.goto(playground.address);
  const parts = () => card(page).evaluate((card) => [...card.querySelectorAll("h2, .close, .what, .moment, .do")]
    .filter((part) => part.checkVisibility())
    .map((part) => [part.className, part.innerText.trim(), ...["x", "y", "width", "height"].map((side) => Math.round(part.getBoundingClientRect()[side]))].join(" ")));
  const before = await parts();
  come();
  await playground.alive();
  expect((await parts()).map((part) => part.replace("Close the first minute", ""))).toEqual(before.map((part) => part.replace("Close the first minute", "")));
});

for (const viewport of [{ width: 390, height: 844 }, { width: 1280, height: 720 }, { width: 720, height: 450 }]) {
  test(`what is on its way, how much of it is here, and that it has stopped stand together (${viewport.width})`, async ({ playground, page }) => {
    await page.setViewportSize(viewport);
    let break_;
    const broken = new Promise((resolve) => { break_ = resolve; });
    await page.route("**/*.wasm", async (route) => { await broken; await route.abort(); });
    await page.goto(playground.address);
    const boxes = (...parts) => Promise.all(parts.map((part) => page.locator(`.loading ${part}`).first().boundingBox()));
    const [words, bar] = await boxes("p:visible", "progress");
    expect(bar.y - (words.y + words.height)).toBeLessThan(40);
    break_();
    await expect(page.getByRole("button", { name: "Try again" })).toBeInViewport({ ratio: 1 });
    const [again] = await boxes(".stalled");
    expect(again.y - (bar.y + bar.height)).toBeLessThan(60);
    playground.faults.length = 0;
  });
}

test("at 200 % something of the cluster is above the fold, beside the card", async ({ playground, page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await playground.openReady();
  await expect(card(page)).toBeVisible();
  const [pod, tabs] = await Promise.all([page.locator(".identity").first(), page.locator(".phone-tabs")].map((part) => part.boundingBox()));
  expect(pod.y).toBeLessThan(tabs.y - 40);
});

test("what cannot be pressed does not look as if it could", async ({ playground, page }) => {
  await playground.openReady({ speed: 1 });
  const button = card(page).locator(".do");
  const words = () => button.evaluate((button) => getComputedStyle(button).color);
  const ready = await words();
  await button.click();
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect.poll(words).not.toBe(ready);
});

test("while there is nothing to delete yet the button says why, and nothing else is the thing to do", async ({ playground, page }) => {
  await playground.open({ speed: 0.25 });
  const button = card(page).locator(".do");
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription(/^web-0 (is not there yet|has no node yet|is starting)$/);
  await expect(page.locator(".editor-bar .primary")).toHaveCount(0);
  await playground.paste(FOUNDING.replace("replicas: 2", "replicas: 3"));
  await expect(page.locator(".editor-bar .primary")).toHaveText(/^Apply/);
});

test("text and button speak of the set whose columns are drawn", async ({ playground, page }) => {
  await playground.openReady();
  await playground.apply(`${FOUNDING}---${FOUNDING.split("---").at(-1).replace("name: web\nspec", "name: app\nspec")}`);
  await playground.expectReady("app-0");
  await expect(card(page).locator(".moment")).toContainText("Delete app-0.");
  await expect(card(page).locator(".do")).toHaveText("Delete app-0");
  await page.locator(".index-line").last().click();
  await expect(card(page).locator(".moment")).toContainText("Delete web-0.");
  await expect(card(page).locator(".do")).toHaveText("Delete web-0");
});
