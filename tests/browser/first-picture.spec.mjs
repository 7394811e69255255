// What a person sees who opens the page and does nothing.
import { test, expect } from "./support.mjs";
import { FOUNDING } from "./manifests.mjs";

test("the founding manifest is applied and its pods come up in order", async ({ playground }) => {
  await playground.keepDiary();
  await playground.openReady({ speed: 4 });

  // StatefulSet's first promise: web-1 is not created before web-0 is Ready.
  const diary = await playground.diary();
  const both = diary.filter((pods) => pods["web-1"]);
  expect(both.length).toBeGreaterThan(0);
  expect(both.filter((pods) => pods["web-0"].ready !== "true")).toEqual([]);
  expect(diary.some((pods) => pods["web-0"] && pods["web-0"].ready === "false" && !pods["web-1"])).toBe(true);

  await expect.poll(() => playground.text()).toBe(FOUNDING);
});

test("every hook tells what it promises", async ({ playground }) => {
  await playground.openReady();
  for (const ordinal of [0, 1]) {
    const pod = await playground.facts(playground.pod(`web-${ordinal}`));
    expect(pod).toMatchObject({ phase: "Running", ready: "true", node: expect.stringMatching(/^node-[123]$/) });
    expect(pod.uid).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(pod.ip).toMatch(/^10\.\d+\.\d+\.\d+$/);
    expect(pod.revision).toMatch(/^web-[\da-z]+$/);
    await expect(playground.dns(`web-${ordinal}.nginx`)).toHaveAttribute("data-answer", pod.ip);
    const claim = await playground.facts(playground.claim(`www-web-${ordinal}`));
    expect(claim).toMatchObject({ phase: "Bound", volume: `pvc-${claim.uid}` });
  }
  const [first, second] = await Promise.all(["web-0", "web-1"].map((name) => playground.facts(playground.pod(name))));
  expect(first.revision).toBe(second.revision);
  expect(first.ip).not.toBe(second.ip);
});

test("all that is fetched lies beside the page, and nothing of it is missing", async ({ playground, page }) => {
  const fetched = [];
  page.on("response", (response) => fetched.push(response.url()));
  await playground.openReady();
  await expect(playground.editor).toBeVisible();
  // What draws, and what simulates.
  expect(fetched.filter((url) => url.endsWith(".wasm"))).toHaveLength(2);
  expect(fetched.filter((url) => !url.startsWith(playground.address))).toEqual([]);
});

test("a seed in the address makes the run repeatable", async ({ playground }) => {
  const run = async (seed) => {
    await playground.openReady({ speed: 16, seed });
    const pods = await Promise.all(["web-0", "web-1"].map((name) => playground.facts(playground.pod(name))));
    return pods.map(({ uid, node, ip }) => ({ uid, node, ip }));
  };
  const seven = await run(7);
  expect(await run(7)).toEqual(seven);
  expect(await run(8)).not.toEqual(seven);
});
