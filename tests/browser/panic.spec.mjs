// When the program breaks, the page says so and knows a way back.
import { test, expect } from "./support.mjs";

/** Breaks the program on its own stack, as a mistake of ours would. */
const breakBy = (page, how) => page.evaluate((detail) => dispatchEvent(new CustomEvent("playground-test-break", { detail })), how).catch(() => {});

const notice = (page) => page.getByRole("alertdialog", { name: "The simulation broke" });

/** What was done is kept now and then; the way back begins there. */
const expectKept = (page, words) => expect.poll(() => page.evaluate(() => sessionStorage.getItem("record") ?? ""), { timeout: 20_000 }).toContain(words);

for (const [how, said] of [["panic", "this is only a test"], ["unreachable", "unreachable"], ["memory", "unreachable"], ["stack", "Maximum call stack"]]) {
  test(`after the program broke (${how}) the last good state can be had again`, async ({ playground, page }) => {
    await playground.openReady();
    const before = await playground.facts(playground.pod("web-0"));
    await page.getByRole("button", { name: "Scale web up by one" }).click();
    await playground.expectReady("web-2");
    await expectKept(page, "Scale");

    await breakBy(page, how);
    await expect(notice(page)).toBeVisible();
    await notice(page).getByText("What happened").click();
    await expect(notice(page)).toContainText(said);
    await page.keyboard.press("Escape");
    await expect(notice(page)).toBeVisible();

    await notice(page).getByRole("button", { name: "Restore the last good state" }).click();
    await expect(page.locator("dialog.broken")).toHaveCount(0);
    await playground.alive();
    playground.faults.length = 0;
    await expect(playground.notice).toContainText("Restored");
    await playground.expectReady("web-0", "web-1", "web-2");
    await expect(playground.pod("web-0")).toHaveAttribute("data-uid", before.uid);
  });
}

test("a state that broke the program is not restored twice", async ({ playground, page }) => {
  await playground.openReady();
  await page.getByRole("button", { name: "Scale web up by one" }).click();
  await playground.expectReady("web-2");
  await expectKept(page, "Scale");
  await breakBy(page, "unreachable");
  await notice(page).getByRole("button", { name: "Restore the last good state" }).click();
  await playground.alive();
  await playground.expectReady("web-2");

  // It breaks again, and nothing was done in between.
  await breakBy(page, "unreachable");
  await expect(notice(page)).toContainText("the last thing you did is left out");
  await notice(page).getByRole("button", { name: "Restore the last good state" }).click();
  await playground.alive();
  playground.faults.length = 0;
  await playground.expectReady("web-0", "web-1");
  await expect(playground.pod("web-2")).toHaveCount(0);
});

test("a program that stood still is noticed at the next visit, and what led there is left out", async ({ playground, page }) => {
  await playground.openReady();
  await page.getByRole("button", { name: "Scale web up by one" }).click();
  await playground.expectReady("web-2");
  await expectKept(page, "Scale");
  await page.evaluate(() => void setTimeout(() => dispatchEvent(new CustomEvent("playground-test-break", { detail: "hang" }))));

  // Nothing of such a page answers. Its reader leaves it, and comes back in the same tab.
  await page.goto("data:text/html,elsewhere");
  await page.goto(`${playground.address}?speed=16`);
  const still = page.getByRole("alertdialog", { name: "The simulation stood still" });
  await expect(still).toBeVisible();
  await expect(still).toContainText("The last thing you did is left out");
  await expect(page.locator("html[data-ready]")).not.toBeAttached();

  // A page loaded again asks again; nothing is lost by that.
  await page.reload();
  await still.getByRole("button", { name: "Restore the last good state" }).click();
  await playground.alive();
  await expect(playground.notice).toContainText("Restored");
  await playground.expectReady("web-0", "web-1");
  await expect(playground.pod("web-2")).toHaveCount(0);
  await page.reload();
  await playground.expectReady("web-0", "web-1");
});

test("a page that was left while it worked did not stand still", async ({ playground, page }) => {
  await playground.open({ speed: 1 });
  await page.reload();
  await playground.alive();
  await playground.expectReady("web-0");
  expect(await page.evaluate(() => sessionStorage.getItem("update"))).toBe(null);
});

test("a program that cannot be had is no blank page: it says so, and tries again when asked", async ({ playground, page }) => {
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(playground.address);
  const again = page.getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  await expect(page.getByText("A StatefulSet runs copies of a program")).toBeVisible();
  playground.faults.length = 0;

  await page.unroute("**/*.wasm");
  await again.click();
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

test("a simulation that cannot begin twice may begin without what was kept, and the text stays", async ({ playground, page }) => {
  await playground.openReady();
  await playground.paste("# mine");
  await expect.poll(() => page.evaluate(() => localStorage.getItem("session") ?? "")).toContain("# mine");
  const worker = /\/worker-[0-9a-f]+\.js/;
  await page.route(worker, (route) => route.fulfill({ contentType: "text/javascript", body: 'throw new Error("this is only a test");' }));

  await page.reload();
  const trouble = page.getByRole("alertdialog", { name: "The simulation could not be started" });
  await expect(trouble).toBeVisible();
  const without = trouble.getByRole("button", { name: "Begin without what was kept" });
  await expect(without).toHaveCount(0);
  await trouble.getByRole("button", { name: "Try again" }).click();
  await expect(trouble).toContainText("It is not the first time");

  await page.unroute(worker);
  await without.click();
  await playground.alive();
  await playground.expectReady("web-0", "web-1");
  await expect.poll(() => playground.text()).toBe("# mine");
  playground.faults.length = 0;
});
