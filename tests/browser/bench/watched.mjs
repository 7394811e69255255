// A page under watch: its long tasks, its frames, its memory, and when something asked for is on the screen.
import { chromium } from "@playwright/test";

const VIEWPORT = { width: 1440, height: 900 };

/** A page that says nothing for so long stands still. */
const STILL_MS = 30_000;

/** Runs in the page before anything of it does. */
function instrument() {
  const bench = (window.bench = { tasks: [], frames: [], memories: [], seen: {} });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) bench.tasks.push([startTime, duration]);
  }).observe({ type: "longtask", buffered: true });
  const hopes = new Set();
  const frame = (now) => {
    bench.frames.push(now);
    for (const hope of hopes) if (hope.holds()) hopes.delete(hope) && hope.painted();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);

  // A message that is sent within a frame arrives when that frame was drawn.
  bench.when = (name, holds) => {
    delete bench.seen[name];
    const painted = () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (bench.seen[name] = performance.now());
      port2.postMessage(null);
    };
    hopes.add({ holds, painted });
  };
  for (const kind of ["click", "keydown"]) {
    addEventListener(kind, (event) => (bench.asked = event.timeStamp), { capture: true });
  }
  bench.readyOf = () => document.querySelector(".setbar .ready")?.textContent.match(/\d+/g)?.map(Number) ?? [0, NaN];

  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await real.apply(WebAssembly, given);
      const { memory } = (made.instance ?? made).exports;
      if (memory) bench.memories.push(memory);
      return made;
    };
  }
}

/** Work with a page in a browser that has never seen it; `slow` is how many times slower its processor is. */
export async function withPage({ slow = 1, line = null }, work) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--enable-precise-memory-info"],
  });
  try {
    const page = await browser.newPage({ viewport: VIEWPORT });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: slow });
    if (line !== null) {
      const bytes = (line.megabits * 1e6) / 8;
      await devtools.send("Network.enable");
      await devtools.send("Network.emulateNetworkConditions", { offline: false, latency: line.latency_ms, downloadThroughput: bytes, uploadThroughput: bytes });
    }
    await page.addInitScript(instrument);
    return await work(new Watched(page, devtools));
  } finally {
    // A page that stands still does not close by itself.
    await Promise.race([browser.close(), new Promise((late) => setTimeout(late, 5000))]);
  }
}

class Watched {
  constructor(page, devtools) {
    this.page = page;
    this.devtools = devtools;
    this.broke = false;
    page.on("crash", () => (this.broke = true));
  }

  /** What the page answers, or null where it stands still. */
  async ask(question, given) {
    const late = new Promise((still) => setTimeout(() => still(null), STILL_MS));
    return Promise.race([this.page.evaluate(question, given).catch(() => null), late]);
  }

  /** Begins to count tasks and frames anew. */
  begin() {
    return this.ask(() => ((bench.from = performance.now()), true));
  }

  /** Waits until a name was seen; answers whether it was. */
  async saw(name, timeout) {
    const seen = this.page.waitForFunction((name) => name in bench.seen, name, { timeout, polling: 100 });
    return seen.then(() => true, () => false);
  }

  /** What happened since `begin`, up to the moment `until` was seen, or up to now. Null: the page stands still. */
  async told(until) {
    const told = await this.ask((until) => {
      const { from, tasks, frames, seen, asked } = bench;
      const to = seen[until] ?? performance.now();
      const during = tasks.filter(([start, duration]) => start + duration > from && start < to);
      return {
        longest: Math.max(0, ...during.map(([, duration]) => duration)),
        rate: (frames.filter((at) => at >= from && at <= to).length * 1000) / (to - from),
        took: to - from,
        answer: seen.answer - asked,
        broken: "broken" in document.documentElement.dataset,
        wasm: bench.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
      };
    }, until);
    if (told === null) return null;
    const heap = await this.devtools.send("Runtime.getHeapUsage");
    return { ...told, script: heap.usedSize + (heap.embedderHeapUsedSize ?? 0) };
  }
}
