// Nothing is cut and nothing lies over anything else: the states that need most room, in every size, measured.
import { test, expect } from "./support.mjs";
import { FOUNDING, founding } from "./manifests.mjs";
import { SCROLLS, WHOLE, expectFits } from "./fitting.mjs";

test.use({ viewport: { width: 1440, height: 900 } });

for (const lang of ["en", "zh"]) {
  test(`three pods, one of them going (${lang})`, async ({ playground, page }) => {
    await playground.openReady({ speed: 16, lang });
    await page.locator(".stepper button").last().click();
    await playground.expectReady("web-2");
    await page.locator(".speeds button").nth(2).click();
    await playground.pod("web-1").focus();
    await page.keyboard.press("Delete");
    await expect(playground.pod("web-1")).toHaveAttribute("data-health", "terminating");
    await expectFits({ page });
  });
}

test("twelve ordinals: all in the overview, some in the window, one just reborn and one going", async ({ playground, page }) => {
  await playground.openReady({ speed: 16 });
  await playground.apply(founding("replicas: 2", "replicas: 12\n  podManagementPolicy: Parallel").replace("name: web\nspec", "name: all\nspec"));
  const overview = page.getByRole("slider", { name: "All ordinals" });
  await expect(page.locator(".counted", { hasText: "12 Ready" })).toBeVisible({ timeout: 20_000 });
  await expect(overview.locator(".mark")).toHaveCount(12);

  // By keys, by a click, and by the arrow keys in the picture.
  await overview.press("Home");
  await expect(playground.pod("all-0")).toBeVisible();
  await expect(playground.pod("all-11")).toHaveCount(0);
  const { width, height } = await overview.boundingBox();
  await overview.click({ position: { x: width - 4, y: height / 2 } });
  await expect(playground.pod("all-11")).toBeVisible();
  await playground.pod("all-11").focus();
  await page.keyboard.press("Home");
  await expect(playground.pod("all-0")).toBeFocused();

  const { uid } = await playground.facts(playground.pod("all-1"));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Delete");
  await playground.expectReplaced("all-1", uid);
  await playground.pace(1);
  await playground.pod("all-2").focus();
  await page.keyboard.press("Delete");
  await expect(playground.pod("all-2")).toHaveAttribute("data-health", "terminating");
  await expectFits({ page });
});

for (const lang of ["en", "zh"]) {
  test(`a receipt stands (${lang})`, async ({ playground, page }) => {
    await playground.openReady({ speed: 16, lang });
    await page.locator(".stepper button").last().click();
    await playground.expectReady("web-2");
    const { uid } = await playground.facts(playground.pod("web-1"));
    await playground.pod("web-1").focus();
    await page.keyboard.press("Delete");
    await playground.expectReplaced("web-1", uid);
    await expect(page.locator('[data-receipt="web-1"]')).toBeVisible();
    await expectFits({ page });
  });
}

for (const replicas of [3, 12, 60]) {
  test(`the receipts of a rolling update among ${replicas}: one is read, the others are named or counted`, async ({ playground, page }) => {
    // The last eight are replaced.
    const first = Math.max(0, replicas - 8);
    const partition = `updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: ${first}}}`;
    await playground.openReady({ speed: 16 });
    await playground.apply(founding("replicas: 2", `replicas: ${replicas}\n  ${partition}`));
    await expect(page.locator(".setbar .ready", { hasText: `${replicas} of ${replicas} ready` })).toBeVisible({ timeout: 30_000 });
    await page.locator(".setbar .image .field").fill("nginx:1.27");
    await page.keyboard.press("Enter");
    await expect(page.locator(`[data-receipt="web-${first}"]`)).toBeVisible({ timeout: 30_000 });
    const others = page.locator(".receipt .others");
    await expect(others.getByRole("button")).toHaveCount(Math.min(replicas, 6));
    if (replicas > 6) await expect(others).toContainText("and 2 more");
    await others.getByRole("button").last().click();
    await expect(page.locator("[data-receipt]")).toHaveAttribute("data-receipt", `web-${Math.min(replicas - 1, first + 5)}`);
    await expectFits({ page });
  });
}

test("more than the nodes take: counted, and said", async ({ playground, page }) => {
  await playground.openReady();
  await playground.apply(founding("replicas: 2", "replicas: 5000"));
  await expect(page.locator(".strip-words")).toContainText("3 nodes of 500 pods take 1,500");
  await expect(page.locator(".strip-words .more").first()).toContainText(/and 4,\d\d\d more wanted/);
  await expect.poll(() => page.locator(".identity").count()).toBeLessThan(20);
});

test("a set is gone, and its disks stay where they were", async ({ playground, page }) => {
  await playground.openReady();
  await page.getByRole("button", { name: "Delete StatefulSet web" }).click();
  await page.locator(".menu .item").first().click();
  await playground.expectGone("web-0", "web-1");
  await expect(page.locator(".setbar")).toContainText("web is deleted; its disks stay");
  await expect(page.locator(".identity")).toHaveCount(2);
  await expect(page.locator(".identity .disk")).toHaveCount(2);
  await expectFits({ page });
});

test("long names keep their ordinals", async ({ playground, page }) => {
  const name = "a-very-long-name-of-a-set-that-goes-on-for-ever";
  await playground.openReady();
  await playground.apply(founding("name: web\nspec", `name: ${name}\nspec`).replace("replicas: 2", "replicas: 3"));
  await playground.expectReady(`${name}-2`);
  await expectFits({ page });
});

test("two sets: one is open, both are in the index", async ({ playground, page }) => {
  await playground.openReady();
  await playground.apply(FOUNDING.replace("name: web\nspec", "name: app\nspec"));
  await playground.expectReady("app-0", "app-1");
  const lines = page.locator(".index-line");
  await expect(lines).toHaveCount(2);
  await expect(lines.first()).toHaveAttribute("aria-current", "true");
  await lines.last().click();
  await playground.expectReady("web-0", "web-1");
  await expect(playground.pod("app-0")).toHaveCount(0);
  await expectFits({ page });
});

test("a dead node is told in its row", async ({ playground, page }) => {
  await playground.openReady();
  const { node } = await playground.facts(playground.pod("web-0"));
  await page.locator(`[data-node-row="${node}"] .plug`).click();
  await expect(page.locator(`[data-node-row="${node}"]`)).toContainText("NotReady", { timeout: 20_000 });
  await expectFits({ page });
});

/** Pods of no set, as text. */
const pods = (...names) => names.map((name) => `---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n  - name: nginx\n    image: nginx:1.9.1\n`).join("");

test("a pod of no set stands in the row of its node, beside the columns", async ({ playground, page }) => {
  await playground.openReady();
  await playground.apply(`${FOUNDING}${pods("alone")}`);
  await playground.expectReady("alone");
  const { node } = await playground.facts(playground.pod("alone"));
  const [pod, row] = await Promise.all([playground.pod("alone"), page.locator(`[data-node-row="${node}"]`)].map((part) => part.boundingBox()));
  expect(pod.y).toBeGreaterThanOrEqual(row.y);
  expect(pod.y + pod.height).toBeLessThanOrEqual(row.y + row.height);
  await expectFits({ page });
});

test("where a row is full, the others stand below with their node said, and none under the dock", async ({ playground, page }) => {
  await playground.openReady();
  const names = Array.from({ length: 16 }, (_, at) => `lone-pod-${at}`);
  await playground.apply(`${FOUNDING}${pods(...names)}`);
  await playground.expectReady(...names);
  await expect(page.locator(".guests [data-pod]").first()).toBeVisible();
  const below = page.locator(".heap [data-pod]");
  await expect(below.first()).toContainText(/node-\d · 10\./);
  await expect(page.locator(".heap [data-pod], .guests [data-pod]")).toHaveCount(16);
  // Each can be had: scrolled to, it is what is under the pointer.
  for (const name of names) {
    await playground.pod(name).scrollIntoViewIfNeeded();
    expect(await playground.pod(name).evaluate((pod) => {
      const { left, top, width, height } = pod.getBoundingClientRect();
      return pod.contains(document.elementFromPoint(left + width / 4, top + height / 2));
    }), name).toBe(true);
  }
});

test("a new file's form is no wider than its column", async ({ playground, page }) => {
  await playground.openReady();
  await playground.pod("web-0").click();
  await playground.button("New file").click();
  const found = {};
  for (const size of [...WHOLE, ...SCROLLS]) {
    await page.setViewportSize(size);
    if (size.width < 768) await page.locator(".phone-tabs button").nth(2).click();
    const wide = await page.evaluate(() => {
      const column = document.querySelector(".files").closest(".column").getBoundingClientRect();
      const parts = [...document.querySelectorAll(".file, .file :is(.field, .button, textarea)")].map((part) => part.getBoundingClientRect());
      return parts.filter((part) => part.width > 0 && part.right > column.right + 0.5).map((part) => Math.round(part.right - column.right));
    });
    if (wide.length) found[`${size.width}×${size.height}`] = wide;
  }
  expect(found).toEqual({});
});

test("what an actor sends is whole on its way", async ({ playground, page }) => {
  await playground.openReady({ speed: 1 });
  await page.addStyleTag({ content: ".packet { animation-play-state: paused !important; opacity: 1 !important; }" });
  await playground.pod("web-0").focus();
  await page.keyboard.press("Delete");
  await expect(page.locator(".packet").first()).toBeAttached();
  const clipped = await page.evaluate(() => {
    const bar = document.querySelector(".actors").getBoundingClientRect();
    const packets = [...document.querySelectorAll(".packet")].map((packet) => packet.getBoundingClientRect());
    return packets.filter((packet) => packet.left < bar.left || packet.bottom > bar.bottom || packet.top < bar.top).length;
  });
  expect(clipped).toBe(0);
});

test("forced colours: what can be pressed can be read, and rows have their lines", async ({ playground, page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await playground.openReady();
  const colours = (selector) => page.locator(selector).first().evaluate((element) => {
    const { color, backgroundColor, borderTopWidth } = getComputedStyle(element);
    return { color, backgroundColor, borderTopWidth };
  });
  const apply = await colours(".editor-bar .apply");
  expect(apply.color).not.toBe(apply.backgroundColor);
  expect(parseFloat((await colours(".ground")).borderTopWidth)).toBeGreaterThan(0);
  await expectFits({ page });
});
