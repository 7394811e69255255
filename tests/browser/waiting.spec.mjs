// A set that waits says why, in the reader's language: the rule from the controller's own line, and what a person can do.
import { test, expect } from "./support.mjs";
import { FOUNDING, founding } from "./manifests.mjs";

/** Selects the set, as one does to read about it; answers where its reason stands. */
const select = async (page) => {
  await page.getByRole("button", { name: "web", exact: true }).first().click();
  return page.locator(".why");
};

test("a broken image: the set waits, and says for what, in both languages", async ({ playground, page }) => {
  await playground.openReady();
  await playground.apply(founding("nginx:1.9.1", "nginx:broken"));
  const why = await select(page);
  await expect(why).toContainText("waits for web-1 to be Ready", { timeout: 20_000 });
  await expect(why).toContainText("will not become Ready by itself");

  // The old image does not heal it, and the reason does not change: a person has to act.
  await playground.apply(FOUNDING);
  await expect(why).toContainText("waits for web-1 to be Ready");
  await expect(why).toContainText("What helps: delete web-1.");

  await page.getByRole("button", { name: "中文" }).click();
  await expect(why).toContainText("等 web-1 就绪");
  await expect(why).toContainText("最直接的办法：删除 web-1。");

  await page.getByRole("button", { name: "English" }).click();
  await playground.pod("web-1").focus();
  await page.keyboard.press("Delete");
  await playground.expectReady("web-0", "web-1");
  await expect(why).toContainText("all 2 pods are Ready");
});

test("a partition: the set is content with old pods, and says so", async ({ playground, page }) => {
  await playground.openReady();
  const partition = "  updateStrategy:\n    rollingUpdate: {partition: 1}\n  selector:\n    matchLabels:";
  const text = founding("nginx:1.9.1", "nginx:1.9.2").replace("  selector:\n    matchLabels:", partition);
  await playground.apply(text);
  const why = await select(page);
  await expect(why).toContainText("web-0 is below the partition", { timeout: 20_000 });
  await page.getByRole("button", { name: "中文" }).click();
  await expect(why).toContainText("web-0 的序号小于 partition");
});
