// Without a network the page opens as it was; a new version is told of, comes when it is wanted, and mixes with nothing.
import { createServer } from "node:http";
import { test as base, expect, Playground } from "./support.mjs";
import { founding } from "./manifests.mjs";

/** A server of the built page under an address of its own, that can be changed and shut. */
const test = base.extend({
  site: async ({ baseURL }, use) => {
    const change = { text: (_path, text) => text, path: (path) => path };
    const server = createServer(async (request, response) => {
      const path = request.url.replace(/^\/lesson\//, "").replace(/[?#].*/, "");
      const original = await fetch(new URL(change.path(path), baseURL));
      response.writeHead(original.status, { "content-type": original.headers.get("content-type") ?? "application/octet-stream" });
      if (/(^|\.(html|js))$/.test(path)) response.end(change.text(path, await original.text()));
      else response.end(Buffer.from(await original.arrayBuffer()));
    });
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    const shut = () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    };
    await use({ address: `http://127.0.0.1:${server.address().port}/lesson/`, change, shut });
    await shut();
  },
});
test.use({ serviceWorkers: "allow" });

/** The page of that site; what it does is a fault as on any page. */
async function visit(page, site) {
  const playground = new Playground(page, site.address);
  await playground.openReady();
  return playground;
}

/** Until the whole page is kept. */
const kept = (page) => page.evaluate(async () => (await navigator.serviceWorker.ready).active.state);

/** What a later build is: the same files but two, one of which has another name. */
const newer = (path, text) => {
  if (path === "") return text.replace("<title>", "<title>Newer: ");
  return path === "service-worker.js" ? text.replace(/VERSION="./, 'VERSION="x').replace("editor-diff-", "editor-diff-newer-") : text;
};
const newerPath = (path) => (path.includes("editor-diff-newer-") ? path.replace("newer-", "") : path.replace("editor-diff-", "editor-diff-gone-"));

test("without a network the page opens, and the cluster is as it was", async ({ page, site }) => {
  const playground = await visit(page, site);
  await playground.apply(founding("replicas: 2", "replicas: 3"));
  await playground.expectReady("web-2");
  const { uid } = await playground.facts(playground.pod("web-2"));
  await expect.poll(() => kept(page)).toBe("activated");
  await site.shut();

  await playground.reload();
  await playground.expectReady("web-0", "web-1", "web-2");
  await expect(playground.pod("web-2")).toHaveAttribute("data-uid", uid);
  // What is fetched later is there as well: the editor, and what compares texts.
  await playground.paste(founding("replicas: 2", "replicas: 1"));
  await playground.button("Diff").click();
  await expect(page.locator(".cm-deletedChunk, .cm-changedLine").first()).toBeVisible();
  await playground.apply();
  await playground.expectGone("web-2", "web-1");

  // A link opens too.
  const there = await page.context().newPage();
  await there.goto(`${site.address}?lang=zh`);
  await expect(there.locator("html[data-ready]")).toBeAttached();
  expect(playground.faults).toEqual([]);
});

test("a newer version is told of and comes when it is wanted; a page that is open stays the one it is", async ({ page, site }) => {
  const playground = await visit(page, site);
  await expect.poll(() => kept(page)).toBe("activated");
  const other = new Playground(await page.context().newPage(), site.address);
  await other.openReady();

  Object.assign(site.change, { text: newer, path: newerPath });
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  const told = page.locator(".notices", { hasText: "A new version of this page is here" });
  await expect(told).toBeVisible();
  await expect(page).toHaveTitle(/^StatefulSet/);
  await page.getByRole("button", { name: "Load it" }).click();
  await expect(page).toHaveTitle(/^Newer/);
  await playground.alive();
  await playground.expectReady("web-0", "web-1");

  // The other tab goes on with its own files, those it asks for only now among them.
  await expect(other.page).toHaveTitle(/^StatefulSet/);
  await other.paste(founding("replicas: 2", "replicas: 1"));
  await other.button("Diff").click();
  await expect(other.page.locator(".cm-deletedChunk, .cm-changedLine").first()).toBeVisible();
  await other.reload();
  await expect(other.page).toHaveTitle(/^Newer/);
  expect([...playground.faults, ...other.faults]).toEqual([]);
});

test("a version that is not whole is never shown", async ({ page, site }) => {
  const playground = await visit(page, site);
  await expect.poll(() => kept(page)).toBe("activated");
  site.change.text = (path, text) => (path === "service-worker.js" ? newer(path, text).replace("LICENSE-MIT", "not-there") : newer(path, text));
  const installed = page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const settled = new Promise((settled) => {
      registration.addEventListener("updatefound", () => {
        const { installing } = registration;
        installing.addEventListener("statechange", () => settled(installing.state));
      });
    });
    await registration.update();
    return settled;
  });
  expect(await installed).toBe("redundant");
  await playground.reload();
  await expect(page).toHaveTitle(/^StatefulSet/);
  // The browser tells of the file that is not there.
  playground.faults.length = 0;
});
