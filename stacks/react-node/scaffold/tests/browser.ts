/** For tests in a browser: pages of a running site in the machine's own Chromium. */
import assert from "node:assert/strict";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestContext } from "node:test";
import { type Browser, type Page, chromium } from "playwright-core";
import { type Site, atEnd } from "./live.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const ON_MACS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
/** Milliseconds that an element has to appear. */
const PATIENCE = 10_000;

/**
 * Opens the site as somebody new, who has no session yet. It closes with the test, which fails when a script of the
 * page throws.
 */
export async function openPage(
  test: TestContext,
  site: Site,
  { path = "/", width = 1280, height = 800, dark = false } = {},
): Promise<Page> {
  const browser = await open();
  atEnd(test, () => browser.close());
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light" });
  const faults: string[] = [];
  atEnd(test, async () => {
    await context.close();
    if (faults.length > 0) assert.fail(`a script of the page threw: ${faults.join("; ")}`);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(new URL(path, site.address).href);
  const shown = page.locator("#root > *").first().waitFor({ state: "attached" });
  await shown.catch(() => assert.fail(`the page shows nothing: ${faults.join("; ") || "#root is empty"}`));
  return page;
}

/** BROWSER_URL names a Chromium that runs already, CHROMIUM the program to start. */
async function open(): Promise<Browser> {
  const running = process.env.BROWSER_URL;
  if (running) return chromium.connectOverCDP(running);
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? found(), args: ["--disable-dev-shm-usage"] });
}

function found(): string {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const file of [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ON_MACS]) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // The next one may be there.
    }
  }
  throw new Error("Tests of the page need Chromium or Chrome on the PATH, or its place in CHROMIUM.");
}
