/**
 * Holds single files to their language and, where they are pages, to what every page needs. It looks at no other file:
 * node --no-warnings --experimental-vm-modules syntax.mjs FILE...
 */
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { pageFaults } from "./page.mjs";
import { parseMarkup } from "./markup.mjs";
import { parseStyles } from "./styles.mjs";

const MOST = 20;
const SCRIPTS = /^(?:module|(?:text|application)\/(?:java|ecma)script)?$/i;
const DATA = /^(?:importmap|speculationrules|application\/(?:\w+\+)?json)$/i;
/** What is wrong in scripts, as Node.js itself says it best: with the line and a mark below the place. */
const unread = [];

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  const found = faultsOf(file, text)
    .sort((one, other) => one.line - other.line || (one.column ?? 0) - (other.column ?? 0));
  for (const { line, column, text: sentence } of found.slice(0, MOST)) {
    console.log(`${file}:${line}${column ? `:${column}` : ""}: ${sentence}`);
  }
  if (found.length > MOST) console.log(`... and ${found.length - MOST} more in ${file}`);
  if (found.length > 0) process.exitCode = 1;
}
if (unread.length > 0) throw unread[0];

function faultsOf(file, text) {
  const ending = file.slice(file.lastIndexOf(".") + 1).toLowerCase();
  if (text.includes("\ufffd")) return [{ line: lineOf(text, text.indexOf("\ufffd")), text: "this is not UTF-8" }];
  switch (ending) {
    case "css": return parseStyles(text).faults;
    case "js": case "mjs": return script(file, text, 0, ending === "mjs");
    case "json": case "webmanifest": return json(text, 1);
    case "svg": case "xml": return xml(ending, text);
    default: return html(file, text);
  }
}

function html(file, text) {
  const page = parseMarkup(text);
  const faults = [...page.faults, ...pageFaults(page)];
  for (const { name, attributes, foreign, text: inner, textLine, line } of page.elements) {
    const type = (attributes.get("type") ?? "").trim();
    const shift = (each) => ({ ...each, line: each.line + textLine - 1, column: 0 });
    if (name === "style" && !foreign) faults.push(...parseStyles(inner).faults.map(shift));
    if (name === "script" && DATA.test(type)) faults.push(...json(inner, textLine));
    if (name === "script" && !attributes.has("src") && SCRIPTS.test(type)) {
      faults.push(...script(file, inner, textLine - 1, type === "module"));
    }
    if (attributes.has("style")) {
      const styles = parseStyles(attributes.get("style"), { declarations: true });
      faults.push(...styles.faults.map((each) => ({ line, column: 0, text: `style of <${name}>: ${each.text}` })));
    }
  }
  return faults;
}

function xml(ending, text) {
  const { elements, faults } = parseMarkup(text, { xml: true });
  const first = elements[0];
  if (!first) return [...faults, { line: 1, text: "there is no element in this file" }];
  for (const other of elements.slice(1)) {
    if (other.parent === null) faults.push({ ...other, text: "a second element stands beside the outermost one" });
  }
  if (ending === "svg" && first.attributes.get("xmlns") !== "http://www.w3.org/2000/svg") {
    faults.push({ ...first, text: 'the outermost element needs xmlns="http://www.w3.org/2000/svg"' });
  }
  for (const element of elements) {
    for (const name of [element.name, ...element.attributes.keys()]) {
      const prefix = name.includes(":") ? name.split(":", 1)[0] : "xml";
      if (prefix !== "xml" && prefix !== "xmlns" && !declares(element, `xmlns:${prefix}`)) {
        faults.push({ ...element, text: `${name} needs xmlns:${prefix} on <${first.name}>` });
      }
    }
  }
  return faults;
}

function declares(element, name) {
  return element !== null && (element.attributes.has(name) || declares(element.parent, name));
}

/** What parses neither as a module nor, where it may be one, as a classic script. */
function script(file, text, lineOffset, onlyModule) {
  try {
    new vm.SourceTextModule(text, { identifier: file, lineOffset });
  } catch (fault) {
    if (onlyModule || !parsesAsClassic(text)) unread.push(fault);
  }
  return [];
}

function parsesAsClassic(text) {
  try {
    new vm.Script(text);
    return true;
  } catch {
    return false;
  }
}

function json(text, line) {
  try {
    JSON.parse(text);
    return [];
  } catch (fault) {
    const position = /at position (\d+)/.exec(fault.message);
    const at = position ? Number(position[1]) : text.length;
    return [{ line: line + lineOf(text, at) - 1, text: fault.message.replace(/\s+/g, " ") }];
  }
}

function lineOf(text, offset) {
  return text.slice(0, offset).split("\n").length;
}
