// The page draws and a worker simulates: what is seen before the worker is there, and when it is at its end.
import { test, expect } from "./support.mjs";
import { founding } from "./manifests.mjs";

const breakSimulation = (page, how) => page.evaluate((detail) => dispatchEvent(new CustomEvent("playground-test-break", { detail })), `simulation-${how}`);
const broke = (page) => page.getByRole("alertdialog", { name: "The simulation broke" });

/** Lets the program that simulates come only when it is told to. */
async function holdSimulation(page) {
  let letGo;
  const gone = new Promise((resolve) => (letGo = resolve));
  await page.route("**/simulation*.wasm", async (route) => {
    await gone;
    await route.continue();
  });
  return letGo;
}

test("the founding cluster is seen, and the text can be edited, before anything simulates", async ({ playground, page }) => {
  const letGo = await holdSimulation(page);
  await page.goto(`${playground.address}?speed=16`);
  await expect(page.getByText("The simulation is on its way")).toBeVisible();
  for (const name of ["web-0.nginx", "web-1.nginx"]) await expect(playground.dns(name)).toHaveAttribute("data-answer", "");
  await expect(page.locator("html[data-ready]")).not.toBeAttached();
  await expect(playground.editor).toBeVisible();
  await playground.paste(founding("replicas: 2", "replicas: 3"));

  letGo();
  await playground.alive();
  await expect(page.getByText("The simulation is on its way")).toHaveCount(0);
  await expect.poll(() => playground.text()).toBe(founding("replicas: 2", "replicas: 3"));
  await playground.expectReady("web-0", "web-1");
  await playground.button("Apply").click();
  await playground.expectReady("web-2");
});

test("what is asked before anything simulates is done when it does", async ({ playground, page }) => {
  const letGo = await holdSimulation(page);
  await page.goto(`${playground.address}?speed=16`);
  await page.getByRole("button", { name: "Scale web up by one" }).click();
  letGo();
  await playground.expectReady("web-2");
});

test("a simulation that cannot be had is told, and asked for again", async ({ playground, page }) => {
  await page.route("**/simulation*.wasm", (route) => route.abort());
  await page.goto(playground.address);
  const again = page.getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  await expect(playground.dns("web-0.nginx")).toBeVisible();
  playground.faults.length = 0;
  await page.unroute("**/simulation*.wasm");
  await again.click();
  await playground.alive();
  await playground.expectReady("web-0");
});

for (const [how, said] of [["panic", "this is only a test"], ["trap", "unreachable"]]) {
  test(`a simulation that breaks (${how}) in the middle of a rolling update goes on where it was`, async ({ playground, page }) => {
    await playground.openReady({ speed: 8 });
    await playground.apply(founding("nginx:1.9.1", "nginx:1.25"));
    await expect(playground.pod("web-1")).toHaveAttribute("data-ready", "false");
    const { uid } = await playground.facts(playground.pod("web-0"));
    await playground.paste("# mine, and not applied");
    const told = await playground.story.textContent();

    await breakSimulation(page, how);
    await expect(broke(page)).toContainText("goes on from its last good state");
    await broke(page).getByText("What happened").click();
    await expect(broke(page)).toContainText(said);
    await broke(page).getByRole("button", { name: "Go on" }).click();
    await expect(broke(page)).toHaveCount(0);
    playground.faults.length = 0;

    await expect.poll(() => playground.text()).toBe("# mine, and not applied");
    await expect(playground.story).toContainText(told.slice(0, 40));
    await playground.expectReplaced("web-0", uid);
    await playground.expectReady("web-0", "web-1");
  });
}

test("a simulation that breaks twice at the same place offers the moment before", async ({ playground, page }) => {
  await playground.openReady();
  await page.getByRole("button", { name: "Scale web up by one" }).click();
  await playground.expectReady("web-2");
  await breakSimulation(page, "trap");
  await broke(page).getByRole("button", { name: "Go on" }).click();
  await playground.expectReady("web-2");

  await breakSimulation(page, "trap");
  await expect(broke(page)).toContainText("It broke again");
  await broke(page).getByRole("button", { name: "Go back to the moment before" }).click();
  playground.faults.length = 0;
  await expect(playground.pod("web-2")).toHaveCount(0);
  await playground.expectReady("web-0", "web-1");
  await page.getByRole("button", { name: "Scale web up by one" }).click();
  await playground.expectReady("web-2");
});

test("a simulation that does not answer leaves a page that does", async ({ playground, page }) => {
  await playground.openReady();
  await page.getByRole("button", { name: "Scale web up by one" }).click();
  await playground.expectReady("web-2");
  await breakSimulation(page, "hang");
  const still = page.getByRole("alertdialog", { name: "The simulation does not answer" });
  await expect(still).toBeVisible({ timeout: 20_000 });
  await still.getByRole("button", { name: "Restore the last good state" }).click();
  await broke(page).getByRole("button", { name: "Go on" }).click();
  await playground.expectReady("web-0", "web-1", "web-2");
  await page.getByRole("button", { name: "Scale web down by one" }).click();
  await playground.expectGone("web-2");
});
