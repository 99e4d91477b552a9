/**
 * Follows every link, every address that pages, styles and scripts load, and every import: what they lead to has to be
 * there. node --no-warnings --experimental-vm-modules links.mjs
 */
import vm from "node:vm";
import { PAGE, allows, fileAt, findSite, isInTemplate, isWhole, policyOf, readerOf } from "./files.mjs";
import { parseStyles } from "./styles.mjs";

const ORIGIN = "http://site.invalid";
/** Deep enough that an address which climbs out of the site shows. */
const ROOT = `${ORIGIN}/below/some/folders/`;
const SCRIPT = /\.m?js$/i;
/** Attributes with an address that a browser loads unasked. */
const LOADED = {
  img: ["src"], script: ["src"], source: ["src"], video: ["src", "poster"], audio: ["src"], track: ["src"],
  iframe: ["src"], embed: ["src"], object: ["data"], input: ["src"], use: ["href", "xlink:href"],
  image: ["href", "xlink:href"],
};
const FOLLOWED = { a: ["href", "xlink:href"], area: ["href"], form: ["action"] };
const LOADING_LINK = /\b(?:stylesheet|icon|preload|modulepreload|prefetch|manifest|apple-touch-icon|mask-icon)\b/i;
const COMMENTS = /\/\*[^]*?\*\/|(^|[\s;{}(,])\/\/[^\n]*/g;
const ADDRESSES_IN_CALLS = [
  /\bimport\(\s*["']((?:\.{0,2}\/|https?:)[^"']+)["']\s*[,)]/g,
  /\bnew URL\(\s*["']([^"']+)["']\s*,\s*import\.meta\.url/g,
];

const site = findSite();
const { text, page } = readerOf(site);
const pages = [...site.files].filter((file) => PAGE.test(file));
const scripts = [...site.files].filter((file) => SCRIPT.test(file))
  .map((file) => ({ file, code: text(file), line: 1, from: addressOf(file) })).concat(pages.flatMap(inlineScripts));
const policies = pages.map((file) => policyOf(page(file))).join("; ");
const faults = [];
const fault = (file, line, sentence) => faults.push(`${site.folder}${file}:${line}: ${sentence}`);

if (!site.files.has("index.html")) fault("index.html", 1, "there is no such page, with which a site begins");
pages.forEach(followPage);
for (const file of site.files) {
  if (/\.css$/i.test(file)) followStyles(file, text(file), 1, addressOf(file), policies);
  if (/\.svg$/i.test(file)) page(file).elements.forEach((each) => followElement(file, each, addressOf(file), policies));
}
for (const script of scripts) await followScript(script);
[...new Set(faults)].sort().forEach((each) => console.log(each));
if (faults.length > 0) process.exitCode = 1;
else console.log(`${pages.length} pages lead nowhere but to what is there.`);

function addressOf(file) {
  return new URL(file.split("/").map(encodeURIComponent).join("/"), ROOT).href;
}

/** Where addresses of a page begin. */
function baseOf(file) {
  const base = page(file).elements.find(({ name, attributes }) => name === "base" && attributes.has("href"));
  return base ? new URL(base.attributes.get("href"), addressOf(file)).href : addressOf(file);
}

function inlineScripts(file) {
  return page(file).elements.filter(({ name, attributes }) => name === "script" && !attributes.has("src"))
    .map((script) => ({ file, code: script.text, line: script.textLine, from: baseOf(file) }));
}

function followPage(file) {
  const { elements } = page(file);
  const from = baseOf(file);
  const policy = policyOf(page(file));
  for (const element of elements) {
    followElement(file, element, from, policy);
    if (element.name === "style") followStyles(file, element.text, element.textLine, from, policy);
  }
}

function followElement(file, element, from, policy) {
  const { name, attributes, line } = element;
  const loads = (attribute, address) => follow(file, line, address, from, policy, `${attribute} of <${name}>`, true);
  for (const attribute of LOADED[name] ?? []) {
    if (!attributes.has(attribute)) continue;
    if (attributes.get(attribute).trim() !== "") loads(attribute, attributes.get(attribute));
    else if (name !== "input" && !isInTemplate(element)) fault(file, line, `${attribute} of <${name}> is empty`);
  }
  for (const attribute of FOLLOWED[name] ?? []) {
    // What a form posts to is a program of the web space, which is no part of the site.
    if (attributes.has(attribute) && !/^post$/i.test(attributes.get("method") ?? "")) {
      follow(file, line, attributes.get(attribute), from, policy, `${attribute} of <${name}>`, false);
    }
  }
  if (name === "link" && attributes.has("href")) {
    const loaded = LOADING_LINK.test(attributes.get("rel") ?? "");
    follow(file, line, attributes.get("href"), from, policy, "href of <link>", loaded);
  }
  for (const attribute of ["srcset", "imagesrcset"]) {
    for (const part of (attributes.get(attribute) ?? "").matchAll(/(?:^|,\s)\s*([^\s,]\S*[^\s,]|[^\s,])/g)) {
      loads(attribute, part[1]);
    }
  }
  const refresh = /url\s*=\s*["']?([^"']+)/i.exec(attributes.get("content") ?? "");
  if (name === "meta" && /^refresh$/i.test(attributes.get("http-equiv") ?? "") && refresh) {
    follow(file, line, refresh[1], from, policy, "content of <meta>", false);
  }
  if (attributes.has("style")) {
    for (const { address } of parseStyles(attributes.get("style"), { declarations: true }).addresses) {
      loads("style", address);
    }
  }
}

function followStyles(file, styles, line, from, policy) {
  for (const found of parseStyles(styles).addresses) {
    follow(file, line + found.line - 1, found.address, from, policy, "an address", true);
  }
}

/** Tells what this address lacks: a file, an element for its fragment, or leave to be loaded from elsewhere. */
function follow(file, line, given, from, policy, what, loaded) {
  const address = given.trim();
  let url;
  try {
    url = new URL(address, from);
  } catch {
    fault(file, line, `${what}: '${address}' is no address`);
    return;
  }
  if (url.origin !== ORIGIN) {
    if (/^(?:http|ws)/.test(url.protocol) && loaded && !allows(policy, url.hostname)) {
      fault(file, line, `${what} loads from ${url.hostname}; where the specification asks for that, `
        + "the page's Content-Security-Policy names the host");
    }
    return;
  }
  const path = pathOf(url, address);
  if (path === null) {
    fault(file, line, `${what}: '${address}' leads out of the site`);
    return;
  }
  const target = fileAt(path, site.files);
  if (target !== null) {
    if (!loaded && PAGE.test(target) && !isWhole(page(target))) {
      fault(file, line, `${what}: ${site.folder}${target} is no whole page: it has no <!doctype html>`);
    }
    if (url.hash.length > 1) followFragment(file, line, target, url.hash.slice(1), what);
  } else if (loaded || !address.startsWith("/") || !isElsewhere(path)) {
    fault(file, line, `${what}: there is no ${site.folder}${readable(path)}${near(readable(path))}`);
  }
}

/** The path within the site that an address comes to; null for one that leads out of it. */
function pathOf(url, address) {
  if (address.startsWith("/")) return url.pathname.slice(1);
  return url.href.startsWith(ROOT) ? url.pathname.slice(new URL(ROOT).pathname.length) : null;
}

/** A link to another part of the same host, such as /shop/. */
function isElsewhere(path) {
  const [first] = readable(path).split("/");
  return path !== "" && !/\.\w+$/.test(path) && !site.files.has(`${first}.html`)
    && ![...site.files].some((file) => file.startsWith(`${first}/`));
}

function readable(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function near(path) {
  const plain = (name) => name.toLowerCase().replace(/\/?(?:index)?\.html?$/, "").replace(/\/$/, "");
  const ending = (name) => name.split("/").at(-1).toLowerCase();
  const all = [...site.files];
  const found = all.find((file) => plain(file) === plain(path))
    ?? all.find((file) => ending(file) === ending(path) && ending(path) !== "index.html");
  return found && path !== "" ? `; there is ${site.folder}${found}` : "";
}

/** Fragments that scripts read, and ids that scripts make, cannot be told from wrong ones. */
function followFragment(file, line, target, hash, what) {
  if (!PAGE.test(target) && !/\.svg$/i.test(target) || /^(?:[/!?]|:~:)|[=&]/.test(hash) || /^top$/i.test(hash)) return;
  const id = readable(hash);
  const there = page(target).elements.some(({ attributes }) =>
    attributes.get("id") === id || attributes.get("name") === id);
  const quoted = new RegExp(`["'\`#]${pattern(id)}["'\`\\s]`);
  if (!there && !scripts.some(({ code }) => quoted.test(code))) {
    fault(file, line, `${what}: ${site.folder}${target} has no element with the id '${id}'`);
  }
}

function pattern(words) {
  return words.replace(/[^\w\s]/g, "\\$&");
}

/** Static imports as Node.js reads them, and addresses that are written out in calls. */
async function followScript(script) {
  const { file, from } = script;
  const code = script.code.replace(COMMENTS, (found) => found.replace(/[^\n]/g, " "));
  const lineAt = (offset) => script.line + code.slice(0, Math.max(0, offset)).split("\n").length - 1;
  const isMapped = (name) => pages.some((each) => page(each).elements.some((element) =>
    element.attributes.get("type") === "importmap" && mapped(element.text, name)));
  for (const name of importsOf(script)) {
    const line = lineAt(code.search(new RegExp(`["']${pattern(name)}["']`)));
    if (/^(?:\.{0,2}\/|https?:|data:)/.test(name)) follow(file, line, name, from, policies, "import", true);
    else if (!isMapped(name)) fault(file, line, `import: no browser finds '${name}'; an address begins with ./ or ../`);
  }
  for (const calls of ADDRESSES_IN_CALLS) {
    for (const found of code.matchAll(calls)) {
      follow(file, lineAt(found.index), found[1], from, policies, "address", true);
    }
  }
  for (const found of code.matchAll(/\bfetch\(\s*(["'`])([^"'`$]+)\1\s*[,)]/g)) {
    // Such an address begins at the page that is open, whichever of them that is.
    const leads = (each) => fileAt(pathOf(new URL(found[2], baseOf(each)), found[2]) ?? "", site.files) !== null;
    const base = [...pages.filter(leads), "index.html"].find((each) => site.files.has(each));
    follow(file, lineAt(found.index), found[2], base ? baseOf(base) : from, policies, "fetch", true);
  }
  try {
    await linked(script);
  } catch (wrong) {
    const [, name, missing] = /module '(.+)' does not provide an export named '(.+)'/.exec(wrong.message) ?? [];
    if (missing === undefined) return;
    const clause = new RegExp(`\\b${pattern(missing)}\\b[^;"'\`]*\\bfrom\\s*["']${pattern(name)}["']`);
    const at = code.search(clause);
    if (at >= 0) fault(file, lineAt(at), `import: '${name}' has no export named '${missing}'`);
  }
}

function mapped(text, name) {
  try {
    const keys = Object.keys(JSON.parse(text).imports ?? {});
    return keys.some((key) => key === name || key.endsWith("/") && name.startsWith(key));
  } catch {
    return false;
  }
}

function importsOf({ code }) {
  try {
    const module = new vm.SourceTextModule(code);
    return module.moduleRequests?.map(({ specifier }) => specifier) ?? module.dependencySpecifiers;
  } catch {
    return [];
  }
}

/** Joins a script and all that it imports without running any of it; throws where something of it is not there. */
async function linked(script) {
  const modules = new Map();
  const moduleOf = ({ code, from }) => {
    if (!modules.has(from)) modules.set(from, new vm.SourceTextModule(code, { identifier: from }));
    return modules.get(from);
  };
  await moduleOf(script).link((name, { identifier }) => {
    const { href } = new URL(name, identifier);
    return moduleOf(scripts.find(({ file, from }) => from === href && SCRIPT.test(file)));
  });
}
