// A node loses its power: the pods do not jump, and that is the lesson.
import { test, expect } from "./support.mjs";

test("an unplugged node greys at once, is NotReady after 50 s, and keeps its pods", async ({ playground, page }) => {
  await playground.openReady();
  const before = await playground.facts(playground.pod("web-0"));
  const row = page.locator(`[data-node-row="${before.node}"]`);
  const pulled = await playground.clock();
  await page.getByRole("button", { name: `Pull the plug of ${before.node}` }).click();
  await expect(row).toHaveClass(/down/);

  // The cluster does not know yet: nobody told the API server, the heartbeat is only overdue.
  await expect(playground.pod("web-0")).toHaveAttribute("data-ready", "true");
  await expect(playground.pod("web-0")).toHaveAttribute("data-ready", "false", { timeout: 30_000 });
  expect((await playground.clock()) - pulled).toBeGreaterThanOrEqual(50);
  await expect(row).toContainText(/NotReady|Unplugged/);
  await expect(playground.pod("web-0")).toHaveAttribute("data-uid", before.uid);
  await expect(playground.pod("web-0")).toHaveAttribute("data-node", before.node);
  await expect(playground.dns("web-0.nginx")).toHaveAttribute("data-answer", "");

  await row.getByRole("button", { name: `Plug in ${before.node}` }).click();
  await expect(row).not.toHaveClass(/down/, { timeout: 20_000 });
  await playground.expectReady("web-0");
});
