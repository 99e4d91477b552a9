// Packs the project as npm publishes it, installs that into an empty folder and sees whether each command comes up:
// node scripts/starts.mjs
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PATIENCE = 20_000; // milliseconds; a program that runs longer has started
const CRASH = /^Node\.js v\d+\.|^Warning: Detected unsettled top-level await/m;
const UNWRITTEN = 70;

const project = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "starts-"));

/** Runs npm; its output where it fails. */
function npm(...words) {
  const options = { cwd: folder, encoding: "utf8", shell: process.platform === "win32" };
  const ended = spawnSync("npm", [...words, "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"], options);
  if (ended.status === 0) return ended.stdout;
  throw new Error(`npm ${words[0]} failed: ${ended.error?.message ?? ended.stderr + ended.stdout}`);
}

/** Installs the package, with dependencies beside the project's own, for which npm would need the network; says where commands are. */
function installed(archive, dependencies) {
  if (Object.keys(dependencies).length === 0) {
    npm("install", "--prefix", folder, archive);
    return (command) => join(folder, "node_modules", ".bin", command);
  }
  spawnSync("tar", ["-xzf", archive, "-C", folder]);
  symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
  return (command, file) => {
    const program = join(folder, "package", file);
    if (existsSync(program)) chmodSync(program, 0o755);
    return program;
  };
}

/** How a command crashed, started with --help from an empty folder; any exit code of the program's own is right. */
function fault(program, command, file) {
  const empty = mkdtempSync(join(folder, "empty-"));
  if (!existsSync(program)) return `package.json:1: ${file}, the command ${command}, is not in the package.`;
  const ended = spawnSync(program, ["--help"], { cwd: empty, encoding: "utf8", input: "", timeout: PATIENCE });
  if (ended.error?.code === "ETIMEDOUT" || ended.error?.code === "ENOBUFS") return "";
  if (ended.error) return `${file}:1: the command ${command} cannot be started (${ended.error.code}); does it begin with #!/usr/bin/env node?`;
  const unwritten = ended.status === UNWRITTEN && /is not written yet\.\n$/.test(ended.stderr);
  const crashed = ended.signal || unwritten || CRASH.test(ended.stderr);
  return crashed ? `${ended.stderr}The command ${command} does not start (exit code ${ended.status ?? ended.signal}).` : "";
}

/** A sentence for each command that does not start. */
function faults() {
  const { name, bin = {}, dependencies = {} } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  const commands = typeof bin === "string" ? { [name.replace(/^@.*\//, "")]: bin } : bin;
  if (Object.keys(commands).length === 0) return ["package.json:1: names no command in bin."];
  const absent = Object.keys(dependencies).filter((each) => !existsSync(join(project, "node_modules", each)));
  if (absent.length > 0) {
    console.log(`Not checked: ${absent.join(", ")}, which package.json asks for, is not installed.`);
    return [];
  }
  mkdirSync(join(folder, "packed"));
  const [packed] = JSON.parse(npm("pack", project, "--json", "--pack-destination", join(folder, "packed")));
  const place = installed(join(folder, "packed", packed.filename), dependencies);
  return Object.entries(commands).map(([command, file]) => fault(place(command, file), command, file)).filter(Boolean);
}

try {
  const found = faults();
  console.log(found.join("\n") || "Everything starts.");
  process.exitCode = found.length > 0 ? 1 : 0;
} catch (error) {
  console.log(error instanceof SyntaxError ? `package.json:1: ${error.message}` : error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
