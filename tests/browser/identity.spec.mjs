// The main journey: a pod goes, and what comes back has its name, its DNS entry and its disk.
import { test, expect } from "./support.mjs";

const DELETIONS = {
  "by a click": async ({ playground, page }) => {
    await playground.pod("web-0").hover();
    await page.getByRole("button", { name: "Delete pod web-0" }).first().click();
  },
  "by the Delete key": async ({ playground, page }) => {
    await playground.pod("web-0").focus();
    await page.keyboard.press("Delete");
  },
};

for (const [how, deleteIt] of Object.entries(DELETIONS)) {
  test(`a pod deleted ${how} comes back as itself`, async ({ playground, page }) => {
    await playground.keepDiary();
    await playground.openReady();
    await playground.writeFile("web-0", "hello from the first life\n");
    const before = await playground.facts(playground.pod("web-0"));
    const disk = await playground.facts(playground.claim("www-web-0"));

    // Slowly, so that every state is on screen for a while.
    await playground.pace(1);
    await deleteIt({ playground, page });
    const after = await playground.expectReplaced("web-0", before.uid);

    // New: the pod. Same: name, DNS name, claim, volume, bytes.
    expect(after.uid).not.toBe(before.uid);
    await expect(playground.dns("web-0.nginx")).toHaveAttribute("data-answer", after.ip);
    const { uid, volume, phase } = await playground.facts(playground.claim("www-web-0"));
    expect({ uid, volume, phase }).toEqual({ uid: disk.uid, volume: disk.volume, phase: "Bound" });
    await playground.expectFile("web-0", "hello from the first life\n");

    // It was seen to go: first Terminating, then not there, then another one. Never two at once.
    const lives = (await playground.diary()).map((pods) => pods["web-0"]);
    expect(lives.some((pod) => pod?.uid === before.uid && pod.health === "terminating")).toBe(true);
    const gone = lives.findIndex((pod, at) => at > 0 && !pod && lives[at - 1]?.uid === before.uid);
    expect(gone).toBeGreaterThan(0);
    expect(lives.slice(gone).some((pod) => pod?.uid === before.uid)).toBe(false);

    const receipt = page.locator('[data-receipt="web-0"]');
    await expect(receipt).toContainText("web-0.nginx");
    await expect(receipt).toContainText("www-web-0");
    await expect(receipt).toContainText(before.ip);
    await expect(receipt).toContainText(after.ip);
  });
}

test("the name follows its pod even when another pod took an address meanwhile", async ({ playground, page }) => {
  await playground.openReady();
  await playground.writeFile("web-0", "still here\n");
  const before = await playground.facts(playground.pod("web-0"));
  const disk = await playground.facts(playground.claim("www-web-0"));

  await page.getByRole("button", { name: "Delete pod web-0" }).first().click();
  await playground.apply(`apiVersion: v1
kind: Pod
metadata:
  name: squatter
spec:
  nodeSelector:
    kubernetes.io/hostname: ${before.node}
  containers:
  - name: main
    image: nginx:1.9.1
`);
  await playground.expectReady("squatter");
  const after = await playground.expectReplaced("web-0", before.uid);
  const squatter = await playground.facts(playground.pod("squatter"));

  expect(squatter.node).toBe(before.node);
  expect(after.ip).not.toBe(squatter.ip);
  await expect(playground.dns("web-0.nginx")).toHaveAttribute("data-answer", after.ip);
  await expect(playground.claim("www-web-0")).toHaveAttribute("data-volume", disk.volume);
  await playground.expectFile("web-0", "still here\n");
});

test("while the pod is away its name answers nothing, and name and disk stay in sight", async ({ playground, page }) => {
  await playground.openReady();
  await playground.button("Pause").click();
  const { volume } = await playground.facts(playground.claim("www-web-0"));
  await playground.pod("web-0").focus();
  await page.keyboard.press("Delete");
  // What the person asked for is done before the first step is.
  await expect(playground.pod("web-0")).toHaveAttribute("data-health", "terminating");
  while (await playground.pod("web-0").count()) await playground.step();
  await expect(playground.dns("web-0.nginx")).toHaveAttribute("data-answer", "");
  await expect(playground.dns("web-0.nginx")).toBeVisible();
  await expect(playground.claim("www-web-0")).toHaveAttribute("data-volume", volume);
  await expect(playground.claim("www-web-0")).toBeVisible();
  await playground.button("Play").click();
  await playground.expectReady("web-0");
});
