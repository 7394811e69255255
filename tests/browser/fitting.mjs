// Whether the page fits: sizes, and everything that can be wrong with a layout as it stands, measured.
import { expect } from "./support.mjs";

/** From here on the whole picture is in sight without scrolling; below, the page scrolls as a page does. */
export const WHOLE = [
  { width: 1024, height: 768 },
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
  { width: 1280, height: 720, present: true },
  { width: 1440, height: 900, present: true },
];
export const SCROLLS = [
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
  // What a node's row says of it and the plug beside that have each their room.
  for (const lane of all(".lane")) {
    const [about, plug] = [lane.querySelector(".about strong"), lane.querySelector(".plug .icon")];
    if (about && plug && seen(plug) && overlap(box(about), box(plug))) found.push(`the plug lies on ${called(about)}`);
    if (whole && about && !within(box(about), box(lane))) found.push(`${called(about)} stands out of its row`);
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

/** Holds the state against every size, or some. Time stands still, lest something moves while it is measured. */
export async function expectFits({ page }, sizes = [...WHOLE, ...SCROLLS]) {
  await page.locator(".play").click();
  // The card of the first minute has a place of its own, above the cluster on a phone; who knows it has closed it.
  await page.locator(".first-minute header .button").click();
  await page.evaluate(() => document.activeElement?.blur());
  await page.emulateMedia({ reducedMotion: "reduce" });
  const found = {};
  for (const size of sizes) {
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
