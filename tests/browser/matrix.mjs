// Pictures of five states in every size, both colours, both languages, in forced colours and at 200 %, to be looked at.
//
//   PAGE_URL=http://127.0.0.1:8080/ CHROMIUM=chromium node matrix.mjs [ready | back | broken | dead | kept]
//
// They land in shots/matrix/, which git ignores, named `state-size-colours-language.png`.
import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import { founding } from "./manifests.mjs";
import { Playground, expect } from "./support.mjs";

const SIZES = { 320: [320, 640], 390: [390, 844], 768: [768, 1024], 1024: [1024, 768], 1280: [1280, 720], 1440: [1440, 900], 1920: [1920, 1080], "1440-at-200": [720, 450] };
const COLOURS = { light: { colorScheme: "light" }, dark: { colorScheme: "dark" }, forced: { colorScheme: "dark", forcedColors: "active" } };

/** How each state is come to, on a page whose two pods are Ready. */
const STATES = {
  ready: async () => {},
  back: async ({ playground, page }) => {
    const { uid } = await playground.facts(playground.pod("web-0"));
    await playground.pod("web-0").focus();
    await page.keyboard.press("Delete");
    await playground.expectReplaced("web-0", uid);
    await expect(page.locator("[data-receipt]")).toBeVisible();
  },
  broken: async ({ playground, page }) => {
    await playground.paste(founding("nginx:1.9.1", "nginx:broken"));
    await page.locator(".editor-bar .apply").click();
    await expect(playground.pod("web-1")).toContainText(/ImagePullBackOff|ErrImagePull/, { timeout: 30_000 });
  },
  dead: async ({ playground, page }) => {
    const { node } = await playground.facts(playground.pod("web-0"));
    await page.locator(`[data-node-row="${node}"] .plug`).click();
    await expect(playground.pod("web-0")).toHaveAttribute("data-health", "terminating", { timeout: 60_000 });
  },
  kept: async ({ playground, page }) => {
    await page.locator(".stepper button").first().click();
    await playground.expectGone("web-1");
    await page.locator(".setbar .menu > .button").click();
    await page.locator(".setbar .menu .item").first().click();
    await playground.expectGone("web-0");
  },
};

async function shoot(browser, state, lang) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const playground = new Playground(page, process.env.PAGE_URL);
  await playground.openReady({ lang, speed: 16, seed: 7 });
  await STATES[state]({ playground, page });
  await page.locator(".play").click();
  await page.evaluate(() => document.activeElement?.blur());
  for (const [colours, media] of Object.entries(COLOURS)) {
    await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "none", ...media });
    for (const [size, [width, height]] of Object.entries(SIZES)) {
      await page.setViewportSize({ width, height });
      // Two frames: one in which the page hears of its size, one in which it draws.
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 60)))));
      await page.screenshot({ path: new URL(`shots/matrix/${state}-${size}-${colours}-${lang}.png`, import.meta.url).pathname });
    }
  }
  await context.close();
  console.log(state, lang, playground.faults);
}

mkdirSync(new URL("shots/matrix", import.meta.url), { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--disable-quic"] });
for (const state of Object.keys(STATES)) {
  for (const lang of ["en", "zh"]) {
    if (!state.includes(process.argv[2] ?? "")) continue;
    await shoot(browser, state, lang).catch((error) => console.log(`${state} ${lang}: ${error.message}`));
  }
}
await browser.close();
