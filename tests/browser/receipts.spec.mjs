// The receipt: what stayed and what is new when a name got another pod, told until it was read.
import AxeBuilder from "@axe-core/playwright";
import { test, expect } from "./support.mjs";

/** Lets web-0 be replaced, and waits for its receipt; answers it with what the pod was before and is now. */
async function replaced({ playground, page }, parameters = { speed: 16 }) {
  await playground.openReady(parameters);
  const before = await playground.facts(playground.pod("web-0"));
  await playground.pod("web-0").focus();
  await page.keyboard.press("Delete");
  const after = await playground.expectReplaced("web-0", before.uid);
  const receipt = page.locator('[data-receipt="web-0"]');
  await expect(receipt).toBeVisible();
  return { receipt, before, after };
}

/** A list of a receipt as text, line by line. */
const lines = (list) =>
  list.locator("dl > div").evaluateAll((rows) =>
    rows.map((row) => [row.querySelector("dt"), ...(row.querySelector("del") ? row.querySelector("dd").children : [row.querySelector("dd")])].map((part) => part.textContent).join(" ")),
  );

const short = (uid) => `${uid.slice(0, 4)}…${uid.slice(-3)}`;

for (const [lang, words] of Object.entries({
  en: { title: "web-0 is back", same: "Same", fresh: "New", name: "Name", dns: "DNS name", disk: "Disk", node: "Node", address: "Address" },
  zh: { title: "web-0 回来了", same: "相同", fresh: "新的", name: "名字", dns: "DNS 名称", disk: "磁盘", node: "节点", address: "地址" },
})) {
  test(`has a label for everything (${lang})`, async ({ playground, page }) => {
    const { receipt, before, after } = await replaced({ playground, page }, { speed: 16, lang });
    await expect(receipt.getByRole("heading")).toHaveText(words.title);
    const stays = before.node === after.node;
    const same = [`${words.name} web-0`, `${words.dns} web-0.nginx`, `${words.disk} www-web-0`];
    const fresh = [`UID ${short(before.uid)} → ${short(after.uid)}`, `${words.address} ${before.ip} → ${after.ip}`];
    await expect(receipt.locator(".stayed .kind")).toHaveText(words.same);
    expect(await lines(receipt.locator(".stayed"))).toEqual(stays ? [...same, `${words.node} ${after.node}`] : same);
    await expect(receipt.locator(".changed .kind")).toHaveText(words.fresh);
    expect(await lines(receipt.locator(".changed"))).toEqual(stays ? fresh : [...fresh, `${words.node} ${before.node} → ${after.node}`]);
  });
}

test("what stays and what changes is seen without reading, in forced colours too", async ({ playground, page }) => {
  const { receipt } = await replaced({ playground, page });
  for (const forcedColors of ["none", "active"]) {
    await page.emulateMedia({ forcedColors });
    const edge = (part) => receipt.locator(part).evaluate((element) => getComputedStyle(element).borderLeftStyle);
    expect([await edge(".stayed"), await edge(".changed")]).toEqual(["solid", "double"]);
    const mark = (part) => receipt.locator(`${part} .kind use`).getAttribute("href");
    expect([await mark(".stayed"), await mark(".changed")]).toEqual(["#icon-same", "#icon-other"]);
    const now = await receipt.locator("ins").first().evaluate((element) => parseFloat(getComputedStyle(element).borderTopWidth));
    expect(now).toBeGreaterThan(0);
    const before = await receipt.locator("del").first().evaluate((element) => getComputedStyle(element).textDecorationLine);
    expect(before).toBe("line-through");
  }
});

test("stands until the next act, whatever the clock says", async ({ playground, page }) => {
  const { receipt } = await replaced({ playground, page });
  const from = await playground.clock();
  // Far beyond the twelve seconds of before, at sixteen times the pace.
  await expect.poll(() => playground.clock(), { timeout: 40_000 }).toBeGreaterThan(from + 210);
  await expect(receipt).toBeVisible();
  await page.locator(".stepper button").last().click();
  await expect(receipt).toHaveCount(0);
});

test("is put away by its button or by Escape, and had again from the pod's tag", async ({ playground, page }) => {
  const { receipt } = await replaced({ playground, page });
  const tag = playground.pod("web-0").getByRole("button", { name: "life 2 of web-0" });
  await expect(tag).toHaveText("life 2");
  await expect(tag).toHaveAttribute("aria-expanded", "true");
  // Who was in the receipt is with its pod afterwards.
  await receipt.getByRole("button", { name: "Close" }).press("Enter");
  await expect(receipt).toHaveCount(0);
  await expect(playground.pod("web-0")).toBeFocused();

  await page.keyboard.press("Tab");
  await expect(tag).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(receipt).toBeVisible();
  await expect(page.locator(".inspector")).toBeHidden();
  await expect(tag).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(receipt).toHaveCount(0);
  await expect(tag).toBeFocused();
  await tag.click();
  await expect(receipt).toContainText("web-0.nginx");
  await tag.click();
  await expect(receipt).toHaveCount(0);
});

test("is read by the live region, once", async ({ playground, page }) => {
  await page.addInitScript(() => {
    window.heard = [];
    new MutationObserver(() => {
      const said = document.querySelector("[role=status][aria-atomic]")?.textContent;
      if (said && said !== window.heard.at(-1)) window.heard.push(said);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  const { after } = await replaced({ playground, page }, { speed: 4 });
  const heard = () => page.evaluate(() => window.heard.join("\n").split("web-0 is back: the same name, DNS name web-0.nginx, disk www-web-0").slice(1));
  await expect.poll(async () => (await heard()).length).toBe(1);
  expect((await heard())[0]).toContain(`address ${after.ip}`);
  await page.locator(".life").click();
  await expect(page.locator("[data-receipt]")).toHaveCount(0);
  await page.locator(".life").click();
  await expect.poll(async () => (await heard()).length).toBe(2);
});

for (const [name, viewport] of Object.entries({ "a desktop": { width: 1440, height: 900 }, "a phone": { width: 390, height: 844 } })) {
  test(`lies in a landmark and has no violation on ${name}`, async ({ playground, page }) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ reducedMotion: "reduce" });
    const { receipt } = await replaced({ playground, page });
    expect(await receipt.evaluate((element) => Boolean(element.closest("main section[aria-label]")))).toBe(true);
    await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== "running"));
    const axe = new AxeBuilder({ page }).options({ rules: { "label-content-name-mismatch": { enabled: true }, "target-size": { enabled: true } } });
    const { violations } = await axe.include(".receipts").include(".tags").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`)).toEqual([]);
    const page_wide = await new AxeBuilder({ page }).analyze();
    expect(page_wide.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`)).toEqual([]);
  });
}

test("on a phone it lies in the row of its pod, in sight, and its tag is large enough for a thumb", async ({ playground, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { receipt } = await replaced({ playground, page });
  await expect(page.locator('[data-ordinal="0"]').locator(receipt)).toBeInViewport({ ratio: 1 });
  const tag = page.locator(".life");
  await tag.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const reach = await tag.evaluate((element) => {
    const { left, right, top, bottom } = element.querySelector(".tag").getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return [[0, -21], [0, 21], [-21, 0], [21, 0]].map(([right, down]) => document.elementFromPoint(x + right, y + down)?.closest(".life") === element);
  });
  expect(reach).toEqual([true, true, true, true]);
});
