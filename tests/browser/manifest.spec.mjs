// The manifest: what is wrong is said where it is, and nothing is lost by it.
import { test, expect } from "./support.mjs";
import { FOUNDING, FOUNDING_WITHOUT_DISKS, founding, lineOf } from "./manifests.mjs";

const MISTAKES = [
  { name: "a syntax error", text: founding("  name: web\nspec", "  name: [web\nspec"), near: "name: [web", says: /./ },
  { name: "an unknown field", text: founding("replicas: 2", "replica: 2"), near: "replica: 2", says: /unknown field.*replica/ },
  { name: "a wrong type", text: founding("replicas: 2", 'replicas: "two"'), near: "replicas:", says: /replicas/ },
  { name: "a tab", text: founding("  replicas: 2", "\treplicas: 2"), near: "\treplicas", says: /./ },
  { name: "an unknown kind", text: founding("kind: StatefulSet", "kind: StatefullSet"), near: "kind: StatefullSet", says: /StatefullSet/ },
  { name: "a selector that does not fit", text: founding("      labels:\n        app: nginx", "      labels:\n        app: other"), near: "      labels:\n        app: other", says: /`selector` does not match template `labels`/ },
];

for (const { name, text, near, says } of MISTAKES) {
  test(`${name} is told at its line; text and cluster stay`, async ({ playground }) => {
    await playground.openReady();
    const { uid } = await playground.facts(playground.pod("web-0"));
    await playground.apply(text);

    await expect(playground.notice).toContainText("Not applied");
    const problems = await playground.problems();
    expect(problems.length).toBeGreaterThan(0);
    const line = lineOf(text, near);
    const [at, message] = problems.find(([at]) => at === line || at === line + 1) ?? problems[0];
    expect([line, line + 1]).toContain(at);
    expect(message).toMatch(says);

    await expect.poll(() => playground.text()).toBe(text);
    await expect(playground.pod("web-0")).toHaveAttribute("data-uid", uid);
    await expect(playground.pod("web-1")).toHaveAttribute("data-ready", "true");
  });
}

test("a mistake typed, seen at once, mended and applied", async ({ playground, page }) => {
  await playground.openReady();
  await playground.paste(founding("replicas: 2", "replicas: two"));
  // Told while typing, before anybody applies.
  await expect(page.locator("[data-problems]")).not.toHaveAttribute("data-problems", "0");
  await expect(page.locator(".cm-lint-marker-error")).toBeVisible();
  await playground.paste(founding("replicas: 2", "replicas: 3"));
  await expect(page.locator("[data-problems]")).toHaveAttribute("data-problems", "0");
  await page.keyboard.press("ControlOrMeta+Enter");
  await playground.expectReady("web-2");
});

test("typing with the keyboard is editing", async ({ playground, page }) => {
  await playground.openReady();
  const line = page.locator(".cm-line", { hasText: "replicas: 2" });
  await line.click();
  await page.keyboard.press("End");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("3");
  await page.keyboard.press("ControlOrMeta+Enter");
  await playground.expectReady("web-2");
  await expect.poll(() => playground.text()).toBe(founding("replicas: 2", "replicas: 3"));
});

test("the second founding manifest, without disks, runs as it stands", async ({ playground, page }) => {
  await playground.openReady();
  await page.getByRole("button", { name: "Delete StatefulSet web" }).click();
  await page.getByRole("button", { name: /^Delete with its pods/ }).click();
  await playground.expectGone("web-0", "web-1");

  await playground.apply(FOUNDING_WITHOUT_DISKS);
  await playground.expectReady("web-0", "web-1");
  const before = await playground.facts(playground.pod("web-0"));
  await expect(playground.dns("web-0.nginx")).toHaveAttribute("data-answer", before.ip);
  await playground.pod("web-0").focus();
  await page.keyboard.press("Delete");
  const after = await playground.expectReplaced("web-0", before.uid);
  await expect(playground.dns("web-0.nginx")).toHaveAttribute("data-answer", after.ip);
});

test("what a set cannot change is refused, and nothing is lost", async ({ playground, page }) => {
  await playground.openReady();
  const { uid } = await playground.facts(playground.pod("web-0"));
  const changed = founding('serviceName: "nginx"', 'serviceName: "other"');
  await playground.apply(changed);
  await expect(playground.notice).toContainText("Not applied");
  // The server's own words, in sight without another click.
  await expect(page.locator(".problem-list")).toContainText("updates to statefulset spec for fields other than");
  await expect.poll(() => playground.text()).toBe(changed);
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", uid);
  await playground.expectReady("web-0", "web-1");
  await expect(playground.dns("web-0.nginx")).toBeVisible();

  await playground.button("Revert").click();
  await expect.poll(() => playground.text()).toBe(FOUNDING);
});

test("the diff shows what applying would change", async ({ playground, page }) => {
  await playground.openReady();
  await playground.paste(founding("replicas: 2", "replicas: 5"));
  await playground.button("Diff").click();
  await expect(page.locator(".cm-deletedChunk")).toContainText("replicas: 2");
  await playground.button("Diff").click();
  await expect(page.locator(".cm-deletedChunk")).toHaveCount(0);
  await expect.poll(() => playground.text()).toBe(founding("replicas: 2", "replicas: 5"));
});

test("who acted beside the text is told what Apply would set back, until it does", async ({ playground, page }) => {
  await playground.openReady();
  const told = page.locator(".sets-back");
  await expect(told).toHaveText("");
  await page.getByRole("button", { name: "Scale web up by one" }).click();
  await expect(told).toHaveText("In the cluster, web asks for 3 replicas: Apply sets that back to 2.");
  await expect(told).toBeVisible();
  await playground.apply();
  await expect(told).toHaveText("");
  await expect(page.locator(".stepper output")).toHaveText("2");
});
