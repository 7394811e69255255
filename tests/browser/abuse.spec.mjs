// What nobody should do, and everybody does.
import { test, expect } from "./support.mjs";
import { FOUNDING, SERVICE, founding } from "./manifests.mjs";

test("an empty text is told from a mistake, and offers an example", async ({ playground, page }) => {
  await playground.openReady();
  await playground.apply("");
  await expect(playground.notice).toContainText("There is no manifest here yet.");
  await playground.expectReady("web-0", "web-1");
  await playground.button("Example with disks").click();
  await expect.poll(() => playground.text()).toBe(FOUNDING);
});

test("a megabyte of text is taken, and told from a manifest", async ({ playground, page }) => {
  await playground.openReady();
  const long = `${SERVICE}# ${"long ".repeat(20)}\n`.repeat(3500);
  expect(long.length).toBeGreaterThan(1_000_000);
  await playground.paste(long);
  await playground.button("Apply").click();
  await expect(playground.notice).toBeVisible({ timeout: 30_000 });
  await playground.apply(FOUNDING);
  await expect(page.locator("[data-problems]")).toHaveAttribute("data-problems", "0");
  await playground.expectReady("web-0", "web-1");
});

test("kinds that do nothing here are stored, strangers are refused", async ({ playground }) => {
  await playground.openReady();
  await playground.apply("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  a: b\n");
  await expect(playground.notice).toContainText("1 created");
  await playground.apply("apiVersion: example.com/v1\nkind: Wizard\nmetadata:\n  name: merlin\n");
  await expect(playground.notice).toContainText("Not applied");
});

test("a fast double click deletes one pod once", async ({ playground, page }) => {
  await playground.openReady();
  const before = await playground.facts(playground.pod("web-0"));
  await page.getByRole("button", { name: "Delete pod web-0" }).first().dblclick();
  await playground.expectReplaced("web-0", before.uid);
  const { uid } = await playground.facts(playground.pod("web-0"));
  await playground.expectReady("web-0", "web-1");
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", uid);
});

test("Apply pressed ten times is Apply pressed once", async ({ playground, page }) => {
  await playground.openReady();
  const { uid } = await playground.facts(playground.pod("web-0"));
  await playground.paste(founding("replicas: 2", "replicas: 3"));
  await playground.button("Apply").evaluate((button) => { for (let presses = 0; presses < 10; presses++) button.click(); });
  await expect(playground.notice).toContainText("nothing to change");
  await playground.expectReady("web-2");
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", uid);
  await expect(page.locator("[data-pod]")).toHaveCount(3);
});

test("a reload in the middle of a deletion begins well", async ({ playground, page }) => {
  await playground.openReady();
  await playground.pod("web-0").focus();
  await page.keyboard.press("Delete");
  await playground.reload();
  await playground.expectReady("web-0", "web-1");
});

test("a pod deleted again while it comes back comes back again", async ({ playground, page }) => {
  await playground.openReady();
  for (let times = 0; times < 3; times++) {
    const { uid } = await playground.facts(playground.pod("web-0"));
    await playground.pod("web-0").focus();
    await page.keyboard.press("Delete");
    await expect(playground.pod("web-0")).not.toHaveAttribute("data-uid", uid, { timeout: 20_000 });
  }
  await playground.expectReady("web-0", "web-1");
});

test("a hundred pods come, can be used, and go", async ({ playground, page }) => {
  test.slow();
  await playground.openReady();
  await playground.apply(founding("replicas: 2", "replicas: 100\n  podManagementPolicy: Parallel"));
  // What cannot be changed is refused; a set that is not there can be anything.
  await page.getByRole("button", { name: "Delete StatefulSet web" }).click();
  await page.getByRole("button", { name: /^Delete with its pods/ }).click();
  await playground.expectGone("web-0", "web-1");
  await playground.button("Apply").click();
  await expect(page.locator(".counted", { hasText: "100 Ready" })).toBeVisible({ timeout: 60_000 });

  // Only a window of them is drawn; the overview leads to any of them.
  await expect.poll(() => page.locator("[data-pod]").count()).toBeLessThan(20);
  const overview = page.getByRole("slider", { name: "All ordinals" });
  const { width, height } = await overview.boundingBox();
  await overview.click({ position: { x: width / 2, y: height / 2 } });

  const { uid } = await playground.facts(playground.pod("web-50"));
  await playground.pod("web-50").focus();
  await page.keyboard.press("Delete");
  const after = await playground.expectReplaced("web-50", uid);
  await expect(playground.dns("web-50.nginx")).toHaveAttribute("data-answer", after.ip);
});

test("text that looks like markup stays text", async ({ playground, page }) => {
  await playground.openReady();
  await playground.writeFile("web-0", "<img src=x onerror=alert(1)>");
  await playground.expectFile("web-0", "<img src=x onerror=alert(1)>");
  await playground.apply(founding("nginx:1.9.1", '"<b>nginx</b>"'));
  await expect(page.locator("b", { hasText: "nginx" })).toHaveCount(0);
});
