// Nothing is cut and nothing lies over anything else: the states that need most room, in every size, measured.
import { test, expect } from "./support.mjs";
import { FOUNDING, founding } from "./manifests.mjs";

/** From here on the whole picture is in sight without scrolling; below, the page scrolls as a page does. */
const WHOLE = [
  { width: 1024, height: 768 },
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
  { width: 1280, height: 720, present: true },
  { width: 1440, height: 900, present: true },
];
const SCROLLS = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  // A laptop of 1440 pixels at 200 %.
  { width: 720, height: 450 },
  { width: 768, height: 1024 },
];

/** Everything that is wrong with the layout as it stands, in words. */
const wrongs = (page, whole) => page.evaluate((whole) => {
  const NEAR = 1.5;
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const all = (selector) => [...document.querySelectorAll(selector)].filter((element) => seen(element) && !element.closest(".skip, .unseen"));
  const box = (element) => element.getBoundingClientRect();
  const called = (element) => `${element.className || element.tagName} "${element.textContent.trim().slice(0, 40)}"`;
  const within = (inner, outer) =>
    inner.left >= outer.left - NEAR && inner.right <= outer.right + NEAR && inner.top >= outer.top - NEAR && inner.bottom <= outer.bottom + NEAR;
  const overlap = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > NEAR && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > NEAR;
  const found = [];

  for (const bar of all(".timebar, .topbar")) for (const part of bar.children) if (seen(part) && !part.matches(".hints") && box(part).width > 1 && !within(box(part), box(bar))) found.push(`out of its bar: ${called(part)}`);
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");

  // Text. A long name may be cut in its middle, but its ordinal stands there whole.
  for (const text of all(".chip .word, .clock, .lane .name, .lane .about, .head .answer, .head .ordinal, .setbar .ready, .setbar .why p > span, .actor .word > :not(.widest), .disk .known, .guests .chip .word, .remedy, .counted, .strip-words .more, .tab, .button, .index-line .ready")) {
    if (text.scrollWidth > text.clientWidth + 1 && getComputedStyle(text).display !== "inline") found.push(`cut: ${called(text)}`);
  }
  // What has no room wraps out of its line as a whole: none of it is half seen.
  for (const line of all(".lane .about, .disk .about")) {
    for (const part of line.querySelectorAll(".zone, .volume")) if (seen(part) && box(part).top < box(line).bottom - NEAR && box(part).right > box(line).right + NEAR) found.push(`half seen: ${called(part)}`);
  }
  for (const stem of all(".cut .stem")) if (stem.textContent.length <= 3 && stem.scrollWidth > stem.clientWidth + 1) found.push(`cut though short: ${called(stem.parentElement)}`);
  for (const own of all(".cut .own")) {
    for (let outer = own.parentElement; outer && !outer.matches(".cluster, .page"); outer = outer.parentElement) {
      if (getComputedStyle(outer).overflowX !== "visible" && !within({ ...box(own).toJSON(), top: box(outer).top, bottom: box(outer).bottom }, box(outer))) found.push(`without its ordinal: ${called(own.parentElement)}`);
    }
  }
  // Lines inside of what has a fixed height.
  for (const [outer, inner] of [[".pod.here", ".name, .chip, .facts dd"], [".disk", ".name, .about"], [".head", ".dns, .answer"], [".identity.podless .ghost", ".name, .about"]]) {
    for (const card of all(outer)) {
      for (const line of card.querySelectorAll(inner)) if (seen(line) && line.textContent && !within(box(line), box(card))) found.push(`${called(line)} stands out of its ${outer}`);
    }
  }

  // What must not lie on each other.
  const apart = [all(".identity .slot"), all(".disk"), all(".head"), all(".lane > .name"), all(".heap-card"), whole ? all(".dock, .timebar") : []].flat();
  apart.forEach((one, at) => {
    for (const other of apart.slice(at + 1)) if (overlap(box(one), box(other))) found.push(`${called(one)} lies on ${called(other)}`);
  });
  for (const slot of all(".identity .slot")) {
    const bin = slot.querySelector(".pod-delete");
    for (const other of slot.querySelectorAll(".pod.here .name .cut, .pod.here .chip, .pod.here .facts dd")) {
      if (bin && seen(bin) && seen(other) && other.textContent && overlap(box(bin.querySelector("svg")), box(other))) found.push(`the bin lies on ${called(other)}`);
    }
  }
  for (const bar of all(".setbar")) {
    const [facts, tools] = [bar.querySelector(".facts"), bar.querySelector(".tools")];
    if (facts && tools) for (const fact of facts.children) if (overlap(box(fact), box(tools))) found.push(`${called(fact)} lies on the tools`);
  }

  for (const remedy of all(".remedy")) {
    for (const text of remedy.parentElement.querySelectorAll("span")) if (overlap(box(remedy), box(text))) found.push(`${called(remedy)} lies in its sentence`);
  }

  const cluster = document.querySelector(".cluster");
  // A receipt, as far as it is in sight, covers nothing; nor does the tag that opens it cover what is on the card.
  const inSight = ({ left, top, right, bottom }) => {
    const sight = box(cluster);
    // Where the page scrolls as a page, it does so under its lowest bar.
    const fold = Math.min(...all(".timebar, .phone-tabs").map((bar) => box(bar).top));
    bottom = Math.min(bottom, fold);
    return { left: Math.max(left, sight.left), top: Math.max(top, sight.top), right: Math.min(right, sight.right), bottom: Math.min(bottom, sight.bottom) };
  };
  const around = all(".identity .slot, .disk, .head, .lane, .setbar, .strip, .index-line, .heap-card, .actors, .dock, .editor-bar, .timebar, .phone-tabs, .topbar, .first-minute");
  for (const receipt of all(".receipt")) {
    for (const other of around) if (overlap(inSight(box(receipt)), box(other))) found.push(`${called(receipt)} lies on ${called(other)}`);
    for (const part of receipt.querySelectorAll("h3, .kind, dt, dd, .button")) {
      if (!within(box(part), box(receipt))) found.push(`${called(part)} stands out of the receipt`);
      if (part.scrollWidth > part.clientWidth + 1) found.push(`cut: ${called(part)}`);
    }
    if (whole && !within(box(receipt), box(cluster))) found.push(`not in sight: ${called(receipt)}`);
  }
  for (const tag of all(".life .tag")) {
    const slot = tag.closest(".slot");
    for (const other of slot.querySelectorAll(".pod.here .name .cut, .pod.here .chip, .pod.here .facts dd, .pod-delete")) {
      if (seen(other) && other.textContent && overlap(box(tag), box(other))) found.push(`${called(tag)} lies on ${called(other)}`);
    }
  }
  if (whole) {
    if (cluster.scrollHeight > cluster.clientHeight + 1) found.push(`the stage scrolls: ${cluster.scrollHeight} in ${cluster.clientHeight}`);
    for (const matrix of all(".matrix-scroll")) if (matrix.scrollWidth > matrix.clientWidth + 1) found.push("the matrix scrolls sideways");
    for (const part of all(".identity .slot, .disk, .head, .lane, .heap-card")) if (!within(box(part), box(cluster))) found.push(`not in sight: ${called(part)}`);
  } else {
    const fold = Math.min(...all(".timebar, .phone-tabs").map((bar) => box(bar).top), innerHeight);
    const first = all(".identity")[0];
    if (first && box(first).top > fold - 16) found.push(`nothing of the cluster above the fold: it begins at ${Math.round(box(first).top)} of ${Math.round(fold)}`);
  }
  return found;
}, whole);

/** Holds the state against every size. Time stands still, lest something moves while it is measured. */
async function expectFits({ page }) {
  await page.locator(".play").click();
  // The card of the first minute has a place of its own, above the cluster on a phone; who knows it has closed it.
  await page.locator(".first-minute header .button").click();
  await page.evaluate(() => document.activeElement?.blur());
  await page.emulateMedia({ reducedMotion: "reduce" });
  const found = {};
  for (const size of [...WHOLE, ...SCROLLS]) {
    await page.setViewportSize(size);
    if (size.present) await page.keyboard.press("p");
    // Two frames: one in which the page hears of its size, one in which it draws.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 60)))));
    const wrong = await wrongs(page, WHOLE.includes(size));
    if (wrong.length) found[`${size.width}×${size.height}${size.present ? " presenting" : ""}`] = wrong;
    if (size.present) await page.keyboard.press("p");
  }
  expect(found).toEqual({});
}

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
  expect(await page.locator(".identity").count()).toBeLessThan(20);
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
  expect((await below.count()) + (await page.locator(".guests [data-pod]").count())).toBe(16);
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
