// More and fewer: in which order pods come and go, and what stays of those that went.
import { DIARY_SPEED, test, expect } from "./support.mjs";
import { founding } from "./manifests.mjs";

test("scaled to 4 and back to 2, the highest goes first and every claim stays", async ({ playground, page }) => {
  await playground.keepDiary();
  await playground.openReady({ speed: DIARY_SPEED });
  const more = page.getByRole("button", { name: "Scale web up by one" });
  await more.click();
  await more.click();
  await playground.expectReady("web-2", "web-3");
  const disks = await Promise.all([2, 3].map((ordinal) => playground.facts(playground.claim(`www-web-${ordinal}`))));

  const fewer = page.getByRole("button", { name: "Scale web down by one" });
  await fewer.click();
  await fewer.click();
  await playground.expectGone("web-3", "web-2");

  // web-2 is not touched before web-3 is gone for good.
  const diary = await playground.diary();
  const both = diary.filter((pods) => pods["web-3"]);
  expect(both.some((pods) => pods["web-3"].health === "terminating")).toBe(true);
  expect(both.filter((pods) => pods["web-2"]?.health !== "ready")).toEqual([]);

  for (const [at, ordinal] of [2, 3].entries()) {
    const claim = playground.claim(`www-web-${ordinal}`);
    await expect(claim).toHaveAttribute("data-uid", disks[at].uid);
    await expect(claim).toHaveAttribute("data-volume", disks[at].volume);
    await expect(claim).toContainText("Kept");
  }
  await playground.expectReady("web-0", "web-1");
});

test("scaled up again, an ordinal finds the disk it had", async ({ playground, page }) => {
  await playground.openReady();
  await playground.writeFile("web-1", "mine\n");
  await page.getByRole("button", { name: "Scale web down by one" }).click();
  await playground.expectGone("web-1");
  await page.getByRole("button", { name: "Scale web up by one" }).click();
  await playground.expectReady("web-1");
  await playground.expectFile("web-1", "mine\n");
});

test("scaling by the manifest is scaling too", async ({ playground }) => {
  await playground.openReady();
  await playground.apply(founding("replicas: 2", "replicas: 3"));
  await playground.expectReady("web-2");
  await playground.apply(founding("replicas: 2", "replicas: 0"));
  await playground.expectGone("web-2", "web-1", "web-0");
  await expect(playground.claim("www-web-0")).toBeVisible();
});

test("a new image replaces the pods from the highest down, one at a time", async ({ playground }) => {
  await playground.keepDiary();
  await playground.openReady({ speed: DIARY_SPEED });
  const before = await Promise.all(["web-0", "web-1"].map((name) => playground.facts(playground.pod(name))));
  await playground.apply(founding("nginx:1.9.1", "nginx:1.9.2"));
  await playground.expectReplaced("web-0", before[0].uid);
  const after = await Promise.all(["web-0", "web-1"].map((name) => playground.facts(playground.pod(name))));
  expect(after[0].revision).toBe(after[1].revision);
  expect(after[0].revision).not.toBe(before[0].revision);

  const diary = await playground.diary();
  const leaving = diary.filter((pods) => pods["web-0"]?.uid === before[0].uid && pods["web-0"].health === "terminating");
  expect(leaving.length).toBeGreaterThan(0);
  expect(leaving.filter((pods) => pods["web-1"]?.uid !== after[1].uid || pods["web-1"].ready !== "true")).toEqual([]);
});
