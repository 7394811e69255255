// When the program breaks, the page says so and knows a way back.
import { test, expect } from "./support.mjs";

test("after a panic the last good state can be had again", async ({ playground, page }) => {
  await playground.openReady();
  const before = await playground.facts(playground.pod("web-0"));
  await page.getByRole("button", { name: "Scale web up by one" }).click();
  await playground.expectReady("web-2");
  // The record of what was done is written now and then; the way back begins there.
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem("record") ?? ""), { timeout: 20_000 }).toContain("Scale");

  // A panic of the program itself, on its own stack, as a mistake of ours would cause.
  await page.evaluate(() => dispatchEvent(new CustomEvent("playground-test-panic")));
  const overlay = page.getByRole("alertdialog", { name: "The simulation broke" });
  await expect(overlay).toBeVisible();
  await overlay.getByText("What happened").click();
  await expect(overlay).toContainText("this is only a test");
  await page.keyboard.press("Escape");
  await expect(overlay).toBeVisible();

  await overlay.getByRole("button", { name: "Restore the last good state" }).click();
  await expect(page.locator("dialog.broken")).toHaveCount(0);
  await playground.alive();
  playground.faults.length = 0;
  await expect(playground.notice).toContainText("Restored");
  await playground.expectReady("web-0", "web-1", "web-2");
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", before.uid);
});

test("a program that cannot be had is no blank page", async ({ playground, page }) => {
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(playground.address);
  const overlay = page.getByRole("alertdialog");
  await expect(overlay).toBeVisible();
  await expect(overlay.getByRole("button", { name: "Start fresh" })).toBeVisible();
  await expect(overlay.getByRole("button", { name: "Restore the last good state" })).toHaveCount(0);
  playground.faults.length = 0;

  await page.unroute("**/*.wasm");
  await overlay.getByRole("button", { name: "Start fresh" }).click();
  await playground.alive();
  await expect(playground.pod("web-0")).toBeVisible();
});

test("without its editor the page still takes a manifest", async ({ playground, page }) => {
  await page.route("**/editor/*.js", (route) => route.abort());
  await playground.open({ speed: 16 });
  const plain = page.getByRole("textbox", { name: "Manifest (YAML)" });
  await expect(page.getByText("The editor could not be loaded.")).toBeVisible();
  playground.faults.length = 0;
  await plain.fill((await plain.inputValue()).replace("replicas: 2", "replicas: 3"));
  await plain.press("ControlOrMeta+Enter");
  await playground.expectReady("web-2");
});

test("what was kept and is broken is no reason not to begin", async ({ playground, page }) => {
  await page.addInitScript(() => {
    localStorage.setItem("session", '{"text": 5');
    localStorage.setItem("language", "klingon");
    localStorage.setItem("theme", "plaid");
    sessionStorage.setItem("restore", "yes");
    sessionStorage.setItem("record", "{}");
  });
  await playground.openReady();
});
