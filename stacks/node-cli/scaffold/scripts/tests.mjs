// How tests run: npm test
// Each failure is told once, with the places in the project and what its file printed; a file that does not end is ended.
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";

const PATIENCE = 60; // seconds for a file of tests
const PRINTED = 30; // lines of a file's output that are told with a failure

// A thread of its own sees a loop that never gives way.
const guard = (seconds) => setTimeout(() => {
  require("node:fs").writeSync(2, `Error: it did not end within ${seconds} seconds.\n`);
  process.kill(process.pid, "SIGKILL");
}, seconds * 1000);
if (process.env.NODE_TEST_CONTEXT) new Worker(`(${guard})(${PATIENCE})`, { eval: true }).unref();

/** Paths from the project's folder on, without the frames of Node.js itself. */
function plain(text) {
  return text.split("\n").filter((line) => !/^\s+at .*(?:\bnode:|<anonymous>\)$)/.test(line)).join("\n")
    .replace(/file:\/\/\/[^\s:)]+/g, (url) => relative(process.cwd(), fileURLToPath(url)))
    .replaceAll(process.cwd() + "/", "");
}

/** The reporter. */
export default async function* report(events) {
  const printed = new Map();
  const failures = [];
  const counts = [];
  for await (const { type, data } of events) {
    if (type === "test:stdout" || type === "test:stderr") {
      const file = resolve(data.file);
      printed.set(file, (printed.get(file) ?? "") + data.message);
    } else if (type === "test:fail" && data.details.error.failureType !== "subtestsFailed") {
      failures.push(data);
    } else if (type === "test:diagnostic" && data.nesting === 0 && /^(?:tests|pass|fail|cancelled|skipped|todo) \d+$/.test(data.message)) {
      counts.push(`# ${data.message}\n`);
    }
  }
  for (const { name, file, line, details } of failures) {
    const { cause = details.error, failureType } = details.error;
    const place = file ? `${relative(process.cwd(), file)}:${line ?? 1}` : relative(process.cwd(), name);
    const reason = cause instanceof Error ? cause.stack : typeof cause === "string" ? cause : inspect(cause);
    const lines = (printed.get(resolve(file ?? name)) ?? "").trimEnd().split("\n");
    const output = [...lines.slice(0, PRINTED / 2), ...lines.slice(PRINTED / 2).slice(-PRINTED / 2)].join("\n");
    yield `FAILED ${place} ${plain(name)} (${failureType})\n${plain(reason ?? String(cause))}\n`;
    if (output) yield `It printed:\n${plain(output).replace(/^/gm, "    ")}\n`;
    yield "\n";
  }
  yield* counts;
}
