// Pictures of every state of the choreography, to be looked at: three sizes, both colours, both languages.
//
//   PAGE_URL=http://127.0.0.1:8080/ CHROMIUM=chromium node screenshots.mjs [desktop | projector | phone | …]
//
// They land in shots/, which git ignores; with `--readme` the picture of the README is taken instead.
import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import { FOUNDING } from "./manifests.mjs";
import { Playground, expect } from "./support.mjs";

const SIZES = { desktop: { width: 1440, height: 900 }, projector: { width: 1280, height: 720 }, phone: { width: 390, height: 844 } };
const STYLES = [
  { size: "desktop", colorScheme: "light", lang: "en" },
  { size: "desktop", colorScheme: "dark", lang: "zh" },
  { size: "projector", colorScheme: "light", lang: "en", present: true },
  { size: "phone", colorScheme: "light", lang: "en" },
  { size: "phone", colorScheme: "dark", lang: "zh" },
];
const SPEED = 2;

/** Goes through the choreography; `shoot(name)` at every state of it. */
async function choreography(playground, shoot) {
  const { page } = playground;
  const web0 = playground.pod("web-0");
  await expect(web0).toHaveAttribute("data-health", "starting");
  await shoot("1-starting");
  await playground.expectReady("web-0", "web-1");
  await shoot("2-ready");

  const { uid } = await playground.facts(web0);
  await web0.focus();
  await page.keyboard.press("Delete");
  await expect(web0).toHaveAttribute("data-health", "terminating");
  await page.waitForTimeout(250);
  await shoot("3-terminating");
  await expect(web0).toHaveCount(0);
  await page.waitForTimeout(150);
  await shoot("4-gone");
  await expect(web0).not.toHaveAttribute("data-uid", uid);
  await expect(web0).toHaveAttribute("data-health", /waiting|starting/);
  await shoot("5-pending");
  await playground.expectReady("web-0");
  await expect(page.locator("[data-receipt]")).toBeVisible();
  await page.waitForTimeout(600);
  await shoot("6-back");

  const scale = page.locator(".stepper button").last();
  await scale.click();
  await scale.click();
  await playground.expectReady("web-2", "web-3");
  await shoot("7-scaled-up");
  const fewer = page.locator(".stepper button").first();
  await fewer.click();
  await fewer.click();
  await playground.expectGone("web-3", "web-2");
  await shoot("8-scaled-down");

  const { node } = await playground.facts(web0);
  await page.locator(`[data-node-row="${node}"] .plug`).click();
  await expect(page.locator(`[data-node-row="${node}"]`)).toHaveClass(/down/);
  await shoot("9-unplugged");
  await expect(page.locator('[data-ready="false"]').first()).toBeVisible({ timeout: 20_000 });
  await shoot("10-not-ready");
}

async function refusal(playground, shoot, style) {
  const { page } = playground;
  await playground.expectReady("web-0", "web-1");
  // Before a room there is the picture only; the rest is opened when it is needed.
  if (style.present) await page.keyboard.press("p");
  await playground.pod("web-0").click();
  await shootTab(page, style, 2);
  await expect(page.locator(".inspector")).toBeVisible();
  await shoot("11-inspector");
  await shootTab(page, style, 1);
  await playground.paste(FOUNDING.replace("replicas: 2", "replica: two").replace("image: nginx:1.9.1", "image: [nginx"));
  await page.locator(".editor-bar .apply").click();
  await expect(page.locator(".problem-list li").first()).toBeVisible();
  await page.waitForTimeout(400);
  await shoot("12-refused");
}

async function shootTab(page, style, at) {
  if (style.size === "phone") await page.locator(".phone-tabs button").nth(at).click();
}

async function withPage(browser, style, work) {
  const context = await browser.newContext({ viewport: SIZES[style.size], colorScheme: style.colorScheme, deviceScaleFactor: 1, hasTouch: style.size === "phone", isMobile: style.size === "phone" });
  const playground = new Playground(await context.newPage(), process.env.PAGE_URL);
  await playground.open({ lang: style.lang, speed: SPEED, seed: 7 });
  if (style.present) await playground.page.keyboard.press("p");
  await work(playground);
  await context.close();
  if (playground.faults.length) console.log(style, playground.faults);
}

async function all(browser, wanted) {
  mkdirSync(new URL("shots", import.meta.url), { recursive: true });
  for (const style of STYLES) {
    const kind = `${style.size}-${style.colorScheme}-${style.lang}`;
    if (!kind.includes(wanted)) continue;
    const shoot = (playground) => async (state) => {
      await playground.page.screenshot({ path: new URL(`shots/${kind}-${state}.png`, import.meta.url).pathname });
    };
    for (const journey of [choreography, refusal]) {
      try {
        await withPage(browser, style, (playground) => journey(playground, shoot(playground), style));
      } catch (error) {
        console.log(`${kind}: ${error.message}`);
      }
    }
    console.log(kind);
  }
}

/** The README's picture: web-0 is just back, and says what stayed and what is new. */
async function readme(browser) {
  await withPage(browser, STYLES[0], async (playground) => {
    const { page } = playground;
    await playground.expectReady("web-0", "web-1");
    await page.locator(".stepper button").last().click();
    await playground.expectReady("web-2");
    await playground.writeFile("web-0", "<h1>Hello from web-0</h1>\n");
    await page.getByRole("tab", { name: "Story" }).click();
    const { uid } = await playground.facts(playground.pod("web-0"));
    await page.getByRole("button", { name: "Speed 1×" }).click();
    await playground.pod("web-0").focus();
    await page.keyboard.press("Delete");
    await playground.expectReplaced("web-0", uid);
    await expect(page.locator("[data-receipt]")).toBeVisible();
    await page.waitForTimeout(700);
    await page.screenshot({ path: new URL("../../www/screenshot.png", import.meta.url).pathname });
  });
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
const asked = process.argv[2] ?? "";
await (asked === "--readme" ? readme(browser) : all(browser, asked));
await browser.close();
