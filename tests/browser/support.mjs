// What the journeys share: the page as a person meets it, and what it must never do, held against it after every test.
import { test as base, expect } from "@playwright/test";

export { expect };

/** Slow enough that every state is on screen for a frame of its own, and so in the diary. */
export const DIARY_SPEED = 4;

/** A test that gets the page. Errors in the console, missing files and strangers' addresses fail it at the end. */
export const test = base.extend({
  playground: async ({ page, baseURL }, use) => {
    const playground = new Playground(page, baseURL);
    await use(playground);
    expect(playground.faults, "what the page must never do").toEqual([]);
  },
});

/** The page, in the words of who uses it. Waiting is done on the hooks the page promises to keep. */
export class Playground {
  /** Console errors, exceptions, failed requests, requests to other origins; a test that provokes some forgives them. */
  faults = [];

  constructor(page, address) {
    this.page = page;
    this.address = address;
    const { origin } = new URL(address);
    page.on("console", (message) => message.type() === "error" && this.faults.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => this.faults.push(`exception: ${error.message}`));
    page.on("response", (response) => response.status() >= 400 && this.faults.push(`${response.status()}: ${response.url()}`));
    page.on("request", (request) => {
      const url = new URL(request.url());
      const isLocal = url.origin === origin || url.protocol === "data:" || url.protocol === "blob:";
      if (!isLocal) this.faults.push(`leaves the origin: ${request.url()}`);
    });
  }

  /** Opens the page with parameters of its address, e.g. `{ speed: 8 }`, and waits until the program runs. */
  async open(parameters = {}) {
    await this.page.goto(`${this.address}?${new URLSearchParams(parameters)}`);
    await this.alive();
  }

  async reload() {
    await this.page.reload();
    await this.alive();
  }

  async alive() {
    await expect(this.page.locator("html[data-ready]")).toBeAttached();
  }

  /** Opens the page and waits for the two pods of the founding manifest. */
  async openReady(parameters = { speed: 16 }) {
    await this.open(parameters);
    await this.expectReady("web-0", "web-1");
  }

  // What is on screen.

  pod(name) {
    return this.page.locator(`[data-pod="${name}"]`);
  }

  dns(name) {
    return this.page.locator(`[data-dns="${name}"]`);
  }

  claim(name) {
    return this.page.locator(`[data-claim="${name}"]`);
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** What the page last said about something the person asked for. */
  get notice() {
    return this.page.locator("[data-notice]");
  }

  get story() {
    return this.page.locator(".story-list");
  }

  async expectReady(...names) {
    for (const name of names) await expect(this.pod(name)).toHaveAttribute("data-ready", "true", { timeout: 20_000 });
  }

  async expectGone(...names) {
    for (const name of names) await expect(this.pod(name)).toHaveCount(0, { timeout: 20_000 });
  }

  /** Waits until the pod of that name is another one and Ready; answers its hooks. */
  async expectReplaced(name, uid) {
    await expect(this.pod(name)).not.toHaveAttribute("data-uid", uid, { timeout: 20_000 });
    await this.expectReady(name);
    return this.facts(this.pod(name));
  }

  /** All `data-` hooks of an element. */
  facts(locator) {
    return locator.evaluate((element) => ({ ...element.dataset }));
  }

  /** Seconds on the cluster's clock. */
  async clock() {
    const text = await this.page.locator(".clock").textContent();
    return text.split(":").reduce((seconds, part) => seconds * 60 + Number(part), 0);
  }

  /** Takes one step of a paused cluster, and waits until it has happened: the simulation answers when it can. */
  async step() {
    const clock = this.page.locator(".clock");
    const steps = await clock.getAttribute("data-steps");
    await this.button("Step").click();
    await expect(clock).not.toHaveAttribute("data-steps", steps);
  }

  /** Chooses how fast time goes: `1`, `16`, … */
  async pace(speed) {
    await this.button(`Speed ${speed}×`).click();
  }

  // The manifest.

  get editor() {
    return this.page.locator(".cm-content");
  }

  /** Puts a text in place of the manifest, as one does: select all, paste. */
  async paste(text) {
    await this.editor.click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.editor.evaluate((element, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", pasted);
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  }

  /** The whole manifest as the editor holds it: select all, copy. The editor draws only the lines in sight. */
  async text() {
    await this.editor.click();
    await this.page.keyboard.press("ControlOrMeta+a");
    return this.editor.evaluate((element) => {
      const clipboardData = new DataTransfer();
      element.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }));
      return clipboardData.getData("text/plain");
    });
  }

  async apply(text) {
    if (text !== undefined) await this.paste(text);
    await this.button("Apply").click();
  }

  /** The problems found in the manifest, as `[line, message]`. */
  async problems() {
    const counter = this.page.locator("[data-problems]");
    if ((await counter.getAttribute("data-problems")) === "0") return [];
    if ((await counter.getAttribute("aria-expanded")) === "false") await counter.click();
    const rows = await this.page.locator(".problem-list [data-line]").all();
    return Promise.all(rows.map(async (row) => [Number(await row.getAttribute("data-line")), await row.textContent()]));
  }

  // The disk of a pod, in the inspector.

  async writeFile(pod, text) {
    await this.pod(pod).click();
    await this.button("New file").click();
    await this.page.getByRole("textbox", { name: "Content" }).fill(text);
    await this.button("Save").click();
    await expect(this.file("index.html")).toBeVisible();
  }

  file(name) {
    return this.page.locator(".files").getByRole("button", { name });
  }

  async expectFile(pod, text) {
    await this.pod(pod).click();
    await this.file("index.html").click();
    await expect(this.page.getByRole("textbox", { name: "Content" })).toHaveValue(text);
    await this.page.locator(".files").getByRole("button", { name: "Close" }).click();
  }

  // What happened, in order, frame by frame.

  /** Keeps a diary of the pods on screen. Call before `open`. */
  keepDiary() {
    return this.page.addInitScript(() => {
      window.diary = [];
      // Once a frame: hooks change one after the other, and nobody sees half of a change.
      const look = () => {
        const pods = [...document.querySelectorAll("[data-pod]")].map(({ dataset }) => [dataset.pod, { ...dataset }]);
        const picture = JSON.stringify(Object.fromEntries(pods));
        if (picture !== window.diary.at(-1)) window.diary.push(picture);
        requestAnimationFrame(look);
      };
      look();
    });
  }

  /** Every different picture of the pods so far, the first one first: `[{ "web-0": { ready, uid, health, … } }, …]`. */
  async diary() {
    return (await this.page.evaluate(() => window.diary)).map((picture) => JSON.parse(picture));
  }
}
