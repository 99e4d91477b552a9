/** The files of the site: those of site/, or of the whole project where that folder holds no page. */
import { readFileSync, readdirSync } from "node:fs";
import { posix } from "node:path";
import { decoded, parseMarkup } from "./markup.mjs";

const NOT_THE_SITE = /^(?:\.|node_modules$|tests?$|docs$)/;

const WHOLE = new Set(["html", "head", "body", "title"]);

export const PAGE = /\.html?$/i;

/** Returns { folder, files }: the folder is "" or ends in a slash, and the files are paths within it. */
export function findSite() {
  const files = walk("site", () => true);
  if (files.some((file) => PAGE.test(file))) return { folder: "site/", files: new Set(files) };
  return { folder: "", files: new Set(walk(".", (name) => !NOT_THE_SITE.test(name))) };
}

/** The files below a folder, as paths within it; of what lies directly in it only what is part of it. */
export function walk(folder, isPart, within = "") {
  let entries;
  try {
    entries = readdirSync(posix.join(folder, within), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.filter((entry) => within !== "" || isPart(entry.name)).flatMap((entry) => {
    const path = posix.join(within, entry.name);
    return entry.isDirectory() ? walk(folder, isPart, path) : [path];
  });
}

/** Reads each file once, and parses each page once. */
export function readerOf({ folder }) {
  const texts = new Map();
  const pages = new Map();
  const once = (known, key, make) => {
    if (!known.has(key)) known.set(key, make());
    return known.get(key);
  };
  const text = (file) => once(texts, file, () => readFileSync(folder + file, "utf8"));
  const page = (file) => once(pages, file, () => parseMarkup(text(file), { xml: /\.svg$/i.test(file) }));
  return { text, page };
}

/** Whether a parsed file is a page of its own and not a part of one, which scripts put where it belongs. */
export function isWhole({ elements, doctype }) {
  return doctype !== null || elements.some(({ name, foreign }) => !foreign && WHOLE.has(name));
}

/** The file that a web server sends for a path such as /a/b%20c/, or null. */
export function fileAt(path, files) {
  let plain;
  try {
    plain = decodeURIComponent(path).replace(/^\/+/, "");
  } catch {
    return null;
  }
  const index = posix.join(plain, "index.html");
  if (plain !== "" && !plain.endsWith("/") && files.has(plain)) return plain;
  return files.has(index) ? index : null;
}

/** What a page's own Content-Security-Policy says, in small letters; "" without one. */
export function policyOf({ elements }) {
  return elements.filter(({ name, attributes }) =>
    name === "meta" && /^content-security-policy$/i.test(attributes.get("http-equiv") ?? ""))
    .map(({ attributes }) => decoded(attributes.get("content") ?? "").toLowerCase()).join("; ");
}

/** Whether a policy names this host, or all of them. */
export function allows(policy, host) {
  return policy.split(/[\s;]+/).some((source) => {
    const named = source.replace(/^(?:https?|wss?):\/\//, "").replace(/[:/].*$/, "");
    return source === "*" || source === "https:" || named === host
      || named.startsWith("*.") && host.endsWith(named.slice(1));
  });
}

/** Whether an element stands in a template, where a script may still give it what it lacks. */
export function isInTemplate({ parent }) {
  return parent !== null && (parent.name === "template" || isInTemplate(parent));
}
