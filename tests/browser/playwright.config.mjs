// `cargo xtask test` sets PAGE_URL (the built page, served below a path) and CHROMIUM (the system's browser).
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  outputDir: "test-results",
  reporter: "list",
  // One browser at a time: frames and timings are part of what is tested.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  use: {
    baseURL: process.env.PAGE_URL,
    browserName: "chromium",
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    },
    // What keeps the page for later would fetch all of it for each test; offline.spec.mjs is about it.
    serviceWorkers: "block",
    // Traces cost a third of the time; `cargo xtask test --page -- --trace on` makes one where a test cannot be understood.
    trace: "off",
    screenshot: "only-on-failure",
  },
});
