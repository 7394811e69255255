// One link holds it all: whoever opens it sees the same cluster at the same moment, and loses nothing of their own.
import { readFile } from "node:fs/promises";
import { deflateRawSync } from "node:zlib";
import { test, expect, Playground } from "./support.mjs";
import { FOUNDING, founding } from "./manifests.mjs";

/** `{"version":1,"language":"constructor"}` */
const HOSTILE_LANGUAGE = deflateRawSync('{"version":1,"language":"constructor"}').toString("base64url");

const dialog = (page) => page.getByRole("dialog", { name: "Share" });

/** Presses Share; answers with the link. */
async function share(page) {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const link = dialog(page).getByRole("textbox", { name: "Link" });
  await expect(link).toHaveValue(/#session=/);
  return link.inputValue();
}

/** Opens an address as somebody else does, in a browser that knows nothing of this page. */
async function elsewhere(browser, address) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const playground = new Playground(page, address);
  await page.goto(address);
  await playground.alive();
  return { page, playground };
}

test("whoever opens a link sees the same cluster at the same moment", async ({ playground, page, browser }) => {
  await playground.openReady();
  await playground.apply(founding("replicas: 2", "replicas: 3"));
  await playground.expectReady("web-2");
  const { uid } = await playground.facts(playground.pod("web-0"));
  await playground.pod("web-0").focus();
  await page.keyboard.press("Delete");
  await playground.expectReplaced("web-0", uid);
  await playground.button("Pause").click();
  await expect(playground.button("Play")).toBeVisible();
  await playground.paste("# half of a thought\n");
  const [pod, clock] = [await playground.facts(playground.pod("web-0")), await playground.clock()];
  const link = await share(page);
  expect(link.length).toBeLessThan(2000);

  const { page: theirs, playground: there } = await elsewhere(browser, link);
  await expect(there.pod("web-0")).toHaveAttribute("data-uid", pod.uid);
  expect(await there.facts(there.pod("web-0"))).toMatchObject({ ip: pod.ip, node: pod.node, ready: "true" });
  expect(await there.clock()).toBe(clock);
  await expect.poll(() => there.text()).toBe("# half of a thought\n");
  await expect(theirs.locator(".first-minute header")).toBeHidden();

  // It is theirs from here on, and a reload keeps what they did with it.
  await there.button("Play").click();
  await theirs.getByRole("button", { name: "Scale web down by one" }).click();
  await there.expectGone("web-2");
  await there.reload();
  await there.expectReady("web-0", "web-1");
  await expect(there.pod("web-2")).toHaveCount(0);
  await expect(there.pod("web-0")).toHaveAttribute("data-uid", pod.uid);
  await expect.poll(() => there.text()).toBe("# half of a thought\n");
  expect(there.faults).toEqual([]);
});

test("a link takes nothing of who opens it", async ({ playground, page }) => {
  await playground.openReady();
  const link = await share(page);
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await playground.paste("# mine\n");
  await expect.poll(() => page.evaluate(() => localStorage.getItem("session"))).toContain("# mine");

  await page.goto(link);
  await playground.alive();
  await expect.poll(() => playground.text()).toContain("kind: StatefulSet");
  await playground.paste("# theirs\n");
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem("session"))).toContain("# theirs");
  // Whatever becomes of the address.
  await page.evaluate(() => (location.hash = "#cluster"));
  await playground.paste("# theirs as well\n");
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem("session"))).toContain("# theirs as well");
  const { uid } = await playground.facts(playground.pod("web-0"));
  await page.getByRole("button", { name: "Delete pod web-0" }).first().click();
  await playground.expectReplaced("web-0", uid);

  const own = await page.context().newPage();
  const mine = new Playground(own, playground.address);
  await mine.open();
  await expect.poll(() => mine.text()).toBe("# mine\n");
  await expect(own.locator(".first-minute header")).toBeVisible();
});

test("a link speaks the language of who made it to who has not chosen one", async ({ playground, page, browser }) => {
  await playground.open({ lang: "zh", speed: 16 });
  await playground.expectReady("web-0", "web-1");
  await page.getByRole("button", { name: "分享" }).click();
  const link = page.getByRole("textbox", { name: "链接" });
  await expect(link).toHaveValue(/#session=/);
  const { page: theirs, playground: there } = await elsewhere(browser, await link.inputValue());
  await expect(theirs.locator("html")).toHaveAttribute("lang", "zh-CN");
  await there.expectReady("web-0", "web-1");

  await page.getByRole("button", { name: "关闭", exact: true }).click();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.goto(await theirs.evaluate(() => location.href));
  await playground.alive();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("the code and the button hold the same link", async ({ playground, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await playground.openReady();
  const link = await share(page);
  await expect(dialog(page).getByRole("img", { name: "The link as a QR code" })).toBeVisible();
  // All of it is seen at once, the button that copies among it.
  await expect(dialog(page).getByRole("button", { name: "Copy the link" })).toBeInViewport({ ratio: 1 });
  await dialog(page).getByRole("button", { name: "Copy the link" }).click();
  await expect(dialog(page).getByRole("button", { name: "Link copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await expect(playground.button("Share")).toBeFocused();
});

for (const [what, hash] of [["nothing", ""], ["no base64", "%%%"], ["no deflated text", "AAAA"], ["a text that is no session", "q1YqSy0qzszPU7IyrAUA"], ["a hostile language", HOSTILE_LANGUAGE]]) {
  test(`a link that holds ${what} is refused in words, and the page lives`, async ({ playground, page }) => {
    await page.goto(`${playground.address}?speed=16#session=${hash}`);
    await playground.alive();
    await expect(playground.notice).toContainText("This session cannot be opened");
    await playground.expectReady("web-0", "web-1");
    await expect.poll(() => playground.text()).toContain("kind: StatefulSet");
  });
}

test("a link of gigabytes that was made of a few bytes is refused", async ({ playground, page }) => {
  await playground.openReady();
  // Deflated a thousand times smaller: 64 MB in some 85 kB of an address.
  const hash = await page.evaluate(async () => {
    const blob = new Blob(Array.from({ length: 64 }, () => " ".repeat(1 << 20)));
    const bytes = new Uint8Array(await new Response(blob.stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  });
  await page.goto(`${playground.address}?speed=16&again#session=${hash.replaceAll("+", "-").replaceAll("/", "_").replace(/=*$/, "")}`);
  await playground.alive();
  await expect(playground.notice).toContainText("This session cannot be opened");
  await playground.expectReady("web-0", "web-1");
});

test("another link in the address of an open page is opened", async ({ playground, page }) => {
  await playground.openReady();
  await playground.apply(founding("replicas: 2", "replicas: 1"));
  await playground.expectGone("web-1");
  const link = await share(page);
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await playground.apply(FOUNDING);
  await playground.expectReady("web-0", "web-1");
  await page.evaluate((hash) => (location.hash = hash), new URL(link).hash);
  await expect.poll(() => playground.text()).toContain("replicas: 1");
  await playground.expectReady("web-0");
  await expect(playground.pod("web-1")).toHaveCount(0);
});

test("a session is saved as a file and opened again, and what was done as a script of commands", async ({ playground, page }) => {
  await playground.openReady();
  await playground.apply(founding("replicas: 2", "replicas: 1"));
  await playground.expectGone("web-1");
  await share(page);
  const saved = async (button) => {
    const [download] = await Promise.all([page.waitForEvent("download"), dialog(page).getByRole("button", { name: button }).click()]);
    return { name: download.suggestedFilename(), path: await download.path() };
  };
  const script = await saved("Save as a kubectl script");
  expect(script.name).toBe("statefulset-session.sh");
  expect(await readFile(script.path, "utf8")).toContain("kubectl apply");
  const session = await saved("Save as a file");
  await dialog(page).getByRole("button", { name: "Close" }).click();

  await playground.apply(FOUNDING);
  await playground.expectReady("web-1");
  await share(page);
  await dialog(page).locator("input[type=file]").setInputFiles(session.path);
  await page.getByRole("dialog", { name: "Open this session instead?" }).getByRole("button", { name: "Open" }).click();
  await playground.expectGone("web-1");
  await expect.poll(() => playground.text()).toContain("replicas: 1");
});
