/** Runs all tests: node tests.mjs */
import { spawnSync } from "node:child_process";
import { walk } from "./files.mjs";

const files = walk(".", (name) => !name.startsWith(".") && name !== "node_modules")
  .filter((file) => /\.test\.m?js$/.test(file)).sort();
if (files.length === 0) console.log("There is no test.");
else {
  const words = ["--test", "--test-reporter=spec", ...files];
  process.exitCode = spawnSync(process.execPath, words, { stdio: "inherit" }).status ?? 1;
}
