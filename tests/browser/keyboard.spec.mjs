// Everything without a mouse.
import { test, expect } from "./support.mjs";
import { FOUNDING, founding } from "./manifests.mjs";

/** Presses Tab until the focus is inside what `selector` names. */
async function tabTo(page, selector, key = "Tab") {
  const isThere = () => page.evaluate((wanted) => Boolean(document.activeElement?.closest(wanted)), selector);
  for (let presses = 0; presses < 60; presses++) {
    if (await isThere()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab never came to ${selector}`);
}

test("a pod is reached with Tab and arrows, looked at with Enter, and deleted", async ({ playground, page }) => {
  await playground.openReady();
  await page.locator("body").press("Tab");
  await tabTo(page, ".skip");
  await page.keyboard.press("Enter");
  await tabTo(page, '[role="gridcell"]');
  await page.keyboard.press("ArrowRight");
  await expect(playground.pod("web-1")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(page.locator(":focus")).toHaveAttribute("aria-label", /^web-1\.nginx/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.locator(":focus")).toHaveAttribute("data-claim", "www-web-1");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: /^Inspector/ })).toHaveAttribute("aria-selected", "true");
  await expect(page.locator(".inspector")).toContainText("pod/web-1");

  const { uid } = await playground.facts(playground.pod("web-1"));
  await playground.pod("web-1").focus();
  await page.keyboard.press("Delete");
  await playground.expectReplaced("web-1", uid);
  // Who deleted it is still where they were: at the name that came back.
  await expect(playground.pod("web-1")).toBeFocused();
});

test("Escape, then Tab leaves the editor; the text stays", async ({ playground, page }) => {
  await playground.openReady();
  const text = founding("replicas: 2", "replicas: 3");
  await playground.paste(text);
  await expect(playground.editor).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(playground.editor).not.toBeFocused();
  await expect.poll(() => playground.text()).toBe(text);
});

test("Ctrl+Enter applies, undo takes back", async ({ playground, page }) => {
  await playground.openReady();
  await playground.paste(founding("replicas: 2", "replicas: 3"));
  await page.keyboard.press("ControlOrMeta+Enter");
  await playground.expectReady("web-2");
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => playground.text()).toBe(FOUNDING);
});

test("keys for the cluster leave the text alone", async ({ playground, page }) => {
  await playground.openReady();
  await playground.editor.click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("# a space, p and ?");
  await page.keyboard.press("Delete");
  await expect(playground.button("Pause")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect.poll(() => playground.text()).toBe(`${FOUNDING}# a space, p and ?`);
  await playground.expectReady("web-0", "web-1");
});

test("the help opens with a key, closes with Escape, and gives the focus back", async ({ playground, page }) => {
  await playground.openReady();
  await playground.pod("web-0").focus();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "What is this?" });
  await expect(help).toBeVisible();
  // The focus is seen where it is, at the beginning, wherever somebody had scrolled to before.
  const title = help.getByRole("heading", { name: "What is this?" });
  await expect(title).toBeFocused();
  expect(await title.evaluate((title) => getComputedStyle(title).outlineStyle)).not.toBe("none");
  await help.evaluate((help) => help.scrollTo(0, help.scrollHeight));
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await page.keyboard.press("?");
  await expect(title).toBeFocused();
  await expect(title).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await expect(playground.pod("web-0")).toBeFocused();
});

test("a screen reader hears what a picture shows", async ({ playground, page }) => {
  await playground.openReady();
  const { node, ip } = await playground.facts(playground.pod("web-0"));
  await expect(playground.pod("web-0")).toHaveAccessibleName(`web-0, Ready, on ${node}, disk www-web-0, IP ${ip} Delete pod web-0`);
  await playground.pod("web-0").focus();
  await page.keyboard.press("Delete");
  await expect(page.getByRole("status", { name: "Story" })).toContainText("web-0");
});

test("what the picture's words mean is a press away", async ({ playground, page }) => {
  await playground.openReady();
  await page.getByRole("button", { name: "Disk (claim)" }).press("Enter");
  const words = page.getByRole("dialog").locator(".glossary");
  for (const word of ["Pod", "Node", "Ordinal", "Claim", "Headless Service"]) {
    await expect(words.getByRole("term").filter({ hasText: new RegExp(`^0?${word}$`) })).toBeVisible();
  }
});

test("after a mouse pressed a button, Space is the clock's again", async ({ playground, page }) => {
  await playground.openReady();
  await page.getByRole("button", { name: "Delete pod web-1" }).click();
  await page.keyboard.press(" ");
  await expect(playground.button("Play")).toBeVisible();
  // Not the bin a second time: that would have opened the question of the forced deletion.
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a button that Tab came to is pressed by Space, also after a mouse was there", async ({ playground, page }) => {
  await playground.openReady();
  await page.locator(".stepper button").last().click();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press(" ");
  await playground.expectReady("web-2", "web-3");
  await expect(playground.button("Pause")).toBeVisible();
});
