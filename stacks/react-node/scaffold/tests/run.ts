/**
 * Runs the test files of the named folders of tests/, each in a process of its own: node --import tsx tests/run.ts unit
 * Tests in a browser use the page as it is now, so that it is built before them.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folders = process.argv.slice(2);
process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const files = folders
  .map((folder) => `tests/${folder}`)
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`))
  .filter((name) => /\.test\.tsx?$/.test(name))
  .sort();
if (files.length === 0) {
  console.error(`There are no files *.test.ts or *.test.tsx in tests/ ${folders.join(", ")}.`);
  process.exit(1);
}
if (folders.includes("browser")) run(["node_modules/vite/bin/vite.js", "build", "--configLoader", "runner", "--logLevel", "warn"]);
run(["--import", "tsx", "--test", "--test-reporter=spec", "--test-timeout=120000", ...files]);

function run(words: string[]): void {
  const { status } = spawnSync(process.execPath, words, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
