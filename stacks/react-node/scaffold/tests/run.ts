/**
 * Runs all tests but those in a browser, or with the word browser these: node --import tsx tests/run.ts browser
 * A test in a browser uses the page as it is now, so that it is built before.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const browser = process.argv[2] === "browser";
process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const files = (browser ? ["tests/browser"] : ["server", "shared", "tests", "web"])
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`))
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => /\.test\.tsx?$/.test(name) && (browser || !name.startsWith("tests/browser/")))
  .sort();
if (browser) node("node_modules/vite/bin/vite.js", "build", "--configLoader", "runner", "--logLevel", "warn");
node("--import", "tsx", "--test", "--test-reporter=spec", "--test-timeout=300000", ...files);

function node(...words: string[]): void {
  const { status } = spawnSync(process.execPath, words, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
