/** What holds for every page: it shows something, no script throws, and it fits a phone, light and dark. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../browser.ts";
import { startSite } from "../live.ts";

for (const width of [320, 1280]) {
  for (const dark of [false, true]) {
    test(`the page shows itself at ${width} pixels, ${dark ? "dark" : "light"}`, async (t) => {
      const page = await openPage(t, await startSite(t), { width, dark });
      await page.locator("#root :text-matches('\\\\S')").first().waitFor();
      await page.waitForLoadState("networkidle");
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `the page is ${wide} pixels wide`);
    });
  }
}
