// The set itself goes: with its pods or without, or everything begins anew.
import { test, expect } from "./support.mjs";
import { FOUNDING, founding } from "./manifests.mjs";

const openMenu = (page) => page.getByRole("button", { name: "Delete StatefulSet web" }).click();

test("deleted with its pods, the set leaves its disks, and finds them again", async ({ playground, page }) => {
  await playground.openReady();
  await playground.writeFile("web-0", "outlives the set\n");
  const { volume } = await playground.facts(playground.claim("www-web-0"));
  await openMenu(page);
  await page.getByRole("button", { name: /^Delete with its pods/ }).click();
  await playground.expectGone("web-0", "web-1");
  await expect(playground.claim("www-web-0")).toHaveAttribute("data-volume", volume);
  await expect(page.locator(".setbar")).toContainText("web is deleted; its disks stay");

  await playground.apply(FOUNDING);
  await playground.expectReady("web-0", "web-1");
  await expect(playground.claim("www-web-0")).toHaveAttribute("data-volume", volume);
  await playground.expectFile("web-0", "outlives the set\n");
});

test("deleted alone, the set leaves its pods running, and a new one takes them over", async ({ playground, page }) => {
  await playground.openReady();
  const before = await Promise.all(["web-0", "web-1"].map((name) => playground.facts(playground.pod(name))));
  await openMenu(page);
  await page.getByRole("button", { name: /^Delete alone/ }).click();
  await expect(page.locator(".setbar")).toContainText("web is deleted; its pods stay");
  for (const { pod, uid } of before) {
    await expect(playground.pod(pod)).toHaveAttribute("data-uid", uid);
    await expect(playground.pod(pod)).toHaveAttribute("data-ready", "true");
  }

  await playground.apply(founding("replicas: 2", "replicas: 3"));
  await playground.expectReady("web-2");
  for (const { pod, uid } of before) await expect(playground.pod(pod)).toHaveAttribute("data-uid", uid);
});

test("starting over asks first, and keeps the text", async ({ playground, page }) => {
  await playground.openReady();
  await playground.writeFile("web-0", "will be gone\n");
  const text = founding("replicas: 2", "replicas: 4");
  await playground.paste(text);
  const reached = await playground.clock();
  // Standing still, so that the new beginning can be seen.
  await playground.button("Pause").click();

  await playground.button("Start over").click();
  const question = page.getByRole("dialog", { name: "Start over with a new cluster?" });
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toBeHidden();
  expect(await playground.clock()).toBeGreaterThanOrEqual(reached);

  await playground.button("Start over").click();
  await question.getByRole("button", { name: "Start over" }).click();
  await expect(question).toBeHidden();
  await playground.expectGone("web-1");
  expect(await playground.clock()).toBe(0);
  await playground.button("Play").click();
  await playground.expectReady("web-0", "web-1");
  await playground.pod("web-0").click();
  await expect(playground.file("index.html")).toHaveCount(0);
  await expect.poll(() => playground.text()).toBe(text);
});

test("a claim is deleted only after a question, and only once its pod is gone", async ({ playground, page }) => {
  await playground.openReady();
  const { uid } = await playground.facts(playground.claim("www-web-1"));
  await playground.claim("www-web-1").click();
  await page.getByRole("button", { name: "Delete claim www-web-1" }).click();
  const question = page.getByRole("dialog");
  await expect(question).toContainText("www-web-1");
  await question.getByRole("button", { name: "Delete" }).click();
  // The finalizer kubernetes.io/pvc-protection: in use, so it stays for now.
  await expect(playground.claim("www-web-1")).toHaveAttribute("data-phase", "Terminating");
  await expect(playground.pod("web-1")).toHaveAttribute("data-ready", "true");
  await playground.pod("web-1").focus();
  await page.keyboard.press("Delete");
  await expect(playground.claim("www-web-1")).not.toHaveAttribute("data-uid", uid, { timeout: 20_000 });
  await playground.expectReady("web-1");
});
