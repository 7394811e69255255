// Writing a manifest: what is offered, what is said about a field, and what one press puts right; by keyboard and by mouse.
import AxeBuilder from "@axe-core/playwright";
import { test, expect } from "./support.mjs";
import { FOUNDING, founding } from "./manifests.mjs";

/** The list of completions, and what lies over the text. */
const offers = (page) => page.locator(".cm-tooltip-autocomplete");
const option = (page, name) => offers(page).getByRole("option", { name });
const described = (page) => page.locator(".cm-tooltip .cm-describe, .cm-tooltip.cm-describe").first();

/** Accepts what is chosen. CodeMirror gives a list no key before it has stood for 75 ms, lest who types on accepts what only just came. */
async function accept(page, name, key) {
  await expect(option(page, name)).toHaveAttribute("aria-selected", "true");
  const seen = await page.evaluate(() => performance.now());
  await page.waitForFunction((seen) => performance.now() - seen > 80, seen);
  await page.keyboard.press(key);
}

/** Everything that the editor says aloud from now on; it takes it away again after a moment. */
async function listen(page) {
  await page.locator(".cm-announced").evaluate((region) => {
    window.heard = [];
    new MutationObserver(() => window.heard.push(region.textContent)).observe(region, { childList: true, subtree: true });
  });
  return () => page.evaluate(() => window.heard.join("\n"));
}

/** Puts the cursor at the end of the line that holds a text. */
async function goToEnd(page, text) {
  await page.locator(".cm-line", { hasText: text }).first().click();
  await page.keyboard.press("End");
}

/** Where a word stands on screen. */
async function word(page, text) {
  const line = page.locator(".cm-line", { hasText: text }).first();
  // It may be below the fold of the editor, which shares its column with the first minute.
  await line.scrollIntoViewIfNeeded();
  return line.evaluate((line, text) => {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(text);
      if (at === -1) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + text.length);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }
    throw new Error(`${text} is not on screen`);
  }, text);
}

async function expectNoViolations(page, state) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}`)), state).toEqual([]);
}

test.describe("completion", () => {
  test("a key, its values, by keyboard", async ({ playground, page }) => {
    await playground.openReady();
    await goToEnd(page, "replicas: 2");
    await page.keyboard.press("Enter");
    await page.keyboard.type("podM");
    await accept(page, /^podManagementPolicy/, "Enter");
    await expect(option(page, /^OrderedReady/)).toContainText("default");
    await accept(page, /^OrderedReady/, "ArrowDown");
    await accept(page, /^Parallel/, "Tab");
    await expect(offers(page)).toHaveCount(0);
    await expect.poll(() => playground.text()).toBe(founding("  replicas: 2\n", "  replicas: 2\n  podManagementPolicy: Parallel\n"));
  });

  test("by mouse, and a map opens its first line", async ({ playground, page }) => {
    await playground.openReady();
    await goToEnd(page, "replicas: 2");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Space");
    await expect(option(page, /^updateStrategy/)).toBeAttached();
    await expect(option(page, /^replicas/)).toHaveCount(0);
    await page.keyboard.type("upd");
    await option(page, /^updateStrategy/).click();
    await option(page, /^type/).click();
    await option(page, /^OnDelete/).click();
    await expect.poll(() => playground.text()).toBe(founding("  replicas: 2\n", "  replicas: 2\n  updateStrategy:\n    type: OnDelete\n"));
  });

  test("a list, its items, and names from the text", async ({ playground, page }) => {
    await playground.openReady();
    await playground.paste(founding("        - name: www\n          mountPath: /usr/share/nginx/html\n", "        - mountPath: /a\n"));
    await goToEnd(page, "- mountPath: /a");
    await page.keyboard.press("Enter");
    await page.keyboard.type("na");
    await accept(page, /^name/, "Enter");
    await accept(page, /^www/, "Enter");
    await expect.poll(() => playground.text()).toContain("        - mountPath: /a\n          name: www\n");
    await expect(page.locator("[data-problems]")).toHaveAttribute("data-problems", "0");
  });

  test("Escape closes the list and keeps what was typed; Tab still leaves", async ({ playground, page }) => {
    await playground.openReady();
    await goToEnd(page, "replicas: 2");
    await page.keyboard.press("Enter");
    await page.keyboard.type("min");
    await expect(offers(page)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(offers(page)).toHaveCount(0);
    await expect(playground.editor).toBeFocused();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    await expect(playground.editor).not.toBeFocused();
    await expect.poll(() => playground.text()).toBe(founding("  replicas: 2\n", "  replicas: 2\n  min\n"));
  });

  test("names from the cluster", async ({ playground, page }) => {
    await playground.openReady();
    await playground.paste("apiVersion: v1\nkind: PersistentVolumeClaim\nspec:\n  storageClassName:");
    await page.keyboard.type(" ");
    await accept(page, /^standard/, "Enter");
    await expect.poll(() => playground.text()).toContain("storageClassName: standard");
  });

  test("an empty text begins with a whole manifest, walked through by Tab", async ({ playground, page }) => {
    await playground.openReady();
    await playground.paste("");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.keyboard.press("Control+Space");
    await expect(option(page, /^StatefulSet \+ Service/)).toHaveAttribute("aria-selected", "true");
    await page.keyboard.type("Quo");
    await option(page, /^ResourceQuota/).click();
    await page.keyboard.type("little");
    await page.keyboard.press("Tab");
    await page.keyboard.type("7");
    const text = await playground.text();
    expect(text).toContain("  name: little\n");
    expect(text).toContain('    pods: "7"\n');
  });
});

test("the menu adds a manifest at the end, by mouse and by keyboard", async ({ playground, page }) => {
  await playground.openReady();
  await playground.button("Insert").click();
  await playground.button("ConfigMap").click();
  await expect(playground.editor).toBeFocused();
  await expect.poll(() => playground.text()).toBe(`${FOUNDING}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  key: value\n`);
  await playground.button("Insert").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(playground.button("Secret")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await playground.button("Secret").focus();
  await page.keyboard.press("Enter");
  await expect(playground.editor).toBeFocused();
  await expect(page.locator(".cm-line", { hasText: "kind: Secret" })).toBeVisible();
  await playground.apply();
  await expect(playground.notice).toContainText("Applied");
});

test.describe("words about a field", () => {
  test("under the mouse", async ({ playground, page }) => {
    await playground.openReady();
    const place = await word(page, "serviceName");
    await page.mouse.move(place.x - 30, place.y);
    await page.mouse.move(place.x, place.y);
    await expect(described(page)).toContainText("spec.serviceName");
    await expect(described(page)).toContainText("type string");
    await expect(described(page).locator("p[lang=en]").first()).toContainText("serviceName is the name of the service that governs this StatefulSet");
    await page.mouse.move(5, 5);
    await expect(described(page)).toHaveCount(0);
  });

  test("at the cursor, by F1, also aloud", async ({ playground, page }) => {
    await playground.openReady();
    await goToEnd(page, "replicas: 2");
    const heard = await listen(page);
    await page.keyboard.press("F1");
    await expect(described(page)).toContainText("spec.replicas");
    await expect(described(page)).toContainText("default 1");
    expect(await heard()).toContain("spec.replicas. type integer. default 1. replicas is the desired number");
    await page.keyboard.press("Escape");
    await expect(described(page)).toHaveCount(0);
    await page.keyboard.press("F1");
    await expect(described(page)).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await expect(described(page)).toHaveCount(0);
  });

  test("in Chinese the frame is Chinese, upstream's words are marked as English", async ({ playground, page }) => {
    await playground.openReady({ speed: 16, lang: "zh" });
    await goToEnd(page, "- port: 80");
    await page.keyboard.press("F1");
    await expect(described(page)).toContainText("spec.ports[0].port");
    await expect(described(page)).toContainText("类型 integer");
    await expect(described(page)).toContainText("必填");
    await expect(described(page).locator("p[lang=en]")).toContainText("The port that will be exposed by this service.");
  });

  test("beside the list of completions", async ({ playground, page }) => {
    await playground.openReady();
    await goToEnd(page, "replicas: 2");
    await page.keyboard.press("Enter");
    await page.keyboard.type("revis");
    await expect(page.locator(".cm-completionInfo")).toContainText("maximum number of revisions");
  });
});

const MENDED = [
  { name: "an unknown field", text: founding("replicas: 2", "replica: 3"), button: "Change to replicas", mended: founding("replicas: 2", "replicas: 3") },
  { name: "a kind", text: founding("kind: StatefulSet", "kind: StatefullSet"), button: "Change to StatefulSet", mended: FOUNDING },
  { name: "a number in quotes", text: founding("replicas: 2", 'replicas: "2"'), button: "Take the quotes away", mended: FOUNDING },
  { name: "labels that do not match", text: founding("      labels:\n        app: nginx", "      labels:\n        app: other"), button: "Make the template’s labels match", mended: FOUNDING },
  {
    name: "OnDelete with what the server filled in",
    text: founding("  replicas: 2\n", "  replicas: 2\n  updateStrategy:\n    type: OnDelete\n"),
    button: "Set rollingUpdate to null",
    mended: founding("  replicas: 2\n", "  replicas: 2\n  updateStrategy:\n    type: OnDelete\n    rollingUpdate: null\n"),
  },
];

test.describe("one press puts right", () => {
  for (const { name, text, button, mended } of MENDED) {
    test(`${name}: in the list, by mouse`, async ({ playground, page }) => {
      await playground.openReady();
      await playground.paste(text);
      await page.locator("[data-problems='1']").click();
      await page.locator(".problem-list").getByRole("button", { name: button, exact: true }).click();
      await expect(page.locator("[data-problems]")).toHaveAttribute("data-problems", "0");
      await expect.poll(() => playground.text()).toBe(mended);
      await playground.apply();
      await expect(playground.notice).toContainText("Applied");
    });

    test(`${name}: in the text, by keyboard`, async ({ playground, page }) => {
      await playground.openReady();
      await playground.paste(text);
      await expect(page.locator("[data-problems]")).toHaveAttribute("data-problems", "1");
      await page.keyboard.press("F8");
      await page.keyboard.press("Control+.");
      await expect(page.locator("[data-problems]")).toHaveAttribute("data-problems", "0");
      await expect(playground.editor).toBeFocused();
      await expect.poll(() => playground.text()).toBe(mended);
      // One step back is the text as it was.
      await page.keyboard.press("ControlOrMeta+z");
      await expect.poll(() => playground.text()).toBe(text);
    });
  }

  test("over the text, by mouse", async ({ playground, page }) => {
    await playground.openReady();
    await playground.paste(founding("replicas: 2", "replica: 2"));
    await page.locator(".cm-lintRange-error").hover();
    await page.locator(".cm-tooltip").getByRole("button", { name: "Change to replicas" }).click();
    await expect.poll(() => playground.text()).toBe(FOUNDING);
  });

  test("what is meant, though the text has moved on", async ({ playground, page }) => {
    await playground.openReady();
    await playground.paste(`# 数据库 😀\n${founding("replicas: 2", "replica: 2 # 副本 😀")}`);
    await expect(page.locator(".cm-lintRange-error")).toHaveText("replica");
    await page.locator("[data-problems='1']").click();
    await expect(page.locator(".problem-list [data-line]")).toHaveAttribute("data-line", "25");
    await page.keyboard.press("ControlOrMeta+Home");
    await playground.editor.focus();
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.type("# 😀😀😀\n");
    await page.locator(".problem-list").getByRole("button", { name: "Change to replicas" }).click();
    await expect.poll(() => playground.text()).toBe(`# 😀😀😀\n# 数据库 😀\n${founding("replicas: 2", "replicas: 2 # 副本 😀")}`);
  });
});

test.describe("what a set cannot change", () => {
  const BIGGER = founding("storage: 1Gi", "storage: 2Gi");

  async function lives(playground) {
    const found = [];
    for (const pod of ["web-0", "web-1"]) found.push((await playground.facts(playground.pod(pod))).uid, await playground.facts(playground.claim(`www-${pod}`)));
    return found;
  }

  test("a new set gets, and the pods stay: by mouse", async ({ playground, page }) => {
    await playground.openReady();
    const before = await lives(playground);
    await playground.apply(BIGGER);
    await expect(playground.notice).toContainText("Not applied");
    await page.locator(".problem-list").getByRole("button", { name: "Replace the set, keep its pods…" }).click();

    const panel = page.getByRole("region", { name: "A new web for the same pods" });
    await expect(panel).toContainText("spec.volumeClaimTemplates[0].spec.resources.requests.storage: 1Gi → 2Gi");
    await panel.getByText("The API server’s words").click();
    await expect(panel).toContainText("updates to statefulset spec for fields other than 'replicas'");
    const [first, second] = [panel.getByRole("listitem").filter({ hasText: "--cascade=orphan" }), panel.getByRole("listitem").filter({ hasText: "kubectl apply" })];
    await expect(second.getByRole("button")).toBeDisabled();

    await expect(first).toContainText("kubectl delete statefulset web --cascade=orphan");
    await first.getByRole("button").click();
    await expect(first.getByRole("button")).toHaveText("Done");
    await expect(page.locator("[data-problems]")).toHaveAttribute("data-problems", "0");
    await second.getByRole("button").click();
    await expect(panel).toContainText("Done: the new set has taken over web-0, web-1. Same pods, same disks.");
    expect(await lives(playground)).toEqual(before);
    await playground.expectReady("web-0", "web-1");
    await panel.getByRole("button", { name: "Close" }).last().click();
    await expect(panel).toHaveCount(0);

    // The new set is a working one: it makes what is missing.
    await playground.pod("web-1").focus();
    await page.keyboard.press("Delete");
    await playground.expectReplaced("web-1", before[2]);
  });

  test("by keyboard alone", async ({ playground, page }) => {
    await playground.openReady();
    const before = await lives(playground);
    await playground.paste(BIGGER);
    await expect(page.locator("[data-problems]")).toHaveAttribute("data-problems", "1");
    await page.keyboard.press("F8");
    await page.keyboard.press("Control+.");
    const panel = page.getByRole("region", { name: "A new web for the same pods" });
    await expect(panel).toBeFocused();
    const press = async (name) => {
      await expect(panel.getByRole("button", { name })).toBeEnabled();
      for (let presses = 0; presses < 6; presses++) {
        await page.keyboard.press("Tab");
        if (await panel.getByRole("button", { name }).evaluate((button) => button === document.activeElement)) break;
      }
      await page.keyboard.press("Enter");
    };
    await press(/^Run: kubectl delete/);
    await press(/^Run: kubectl apply/);
    await expect(panel.getByRole("status")).toContainText("Same pods, same disks.");
    expect(await lives(playground)).toEqual(before);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, contextOptions: { reducedMotion: "reduce" } });

  test("a completion is a finger wide and within the screen", async ({ playground, page }) => {
    await playground.openReady();
    await page.locator(".phone-tabs button").nth(1).tap();
    await goToEnd(page, "replicas: 2");
    await page.keyboard.press("Enter");
    await page.keyboard.type("up");
    const chosen = option(page, /^updateStrategy/);
    await expect(chosen).toBeVisible();
    const box = await chosen.boundingBox();
    expect(box.height).toBeGreaterThanOrEqual(44);
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    await expectNoViolations(page, "a list of completions on a phone");
    await chosen.tap();
    await expect(option(page, /^type/)).toBeVisible();
  });
});

for (const colorScheme of ["light", "dark"]) {
  test(`no violation with what lies over the text, ${colorScheme}`, async ({ playground, page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await playground.openReady();
    await goToEnd(page, "replicas: 2");
    await page.keyboard.press("F1");
    await expect(described(page)).toBeVisible();
    await expectNoViolations(page, "words about a field");
    await page.keyboard.press("Enter");
    await page.keyboard.type("re");
    await expect(page.locator(".cm-completionInfo")).toBeVisible();
    await expectNoViolations(page, "a list of completions");
    await playground.paste(founding("storage: 1Gi", "storage: 2Gi"));
    await page.locator(".cm-lintRange-error").hover();
    await expect(page.locator(".cm-tooltip-lint")).toBeVisible();
    await expectNoViolations(page, "a problem with its way out");
    await page.locator("[data-problems='1']").click();
    await expectNoViolations(page, "the list of problems");
    await page.locator(".problem-list").getByRole("button", { name: /^Replace the set/ }).click();
    await expectNoViolations(page, "a way out");
    await playground.button("Insert").click();
    await expectNoViolations(page, "the menu of manifests");
  });
}
