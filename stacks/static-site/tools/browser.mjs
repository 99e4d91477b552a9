/**
 * Opens every page in a Chromium that runs already (BROWSER_URL), on a phone and on a desk: no script fails, all that
 * is loaded is there, nothing is wider than the screen, and all that is used has a name that can be read aloud.
 * node --experimental-websocket browser.mjs
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { PAGE, allows, fileAt, findSite, isWhole, policyOf, readerOf } from "./files.mjs";
import { inspect } from "./inspect.mjs";

const TYPES = {
  html: "text/html", htm: "text/html", css: "text/css", js: "text/javascript", mjs: "text/javascript",
  json: "application/json", webmanifest: "application/manifest+json", svg: "image/svg+xml", xml: "application/xml",
  png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg", gif: "image/gif", webp: "image/webp", avif: "image/avif",
  ico: "image/x-icon", woff2: "font/woff2", woff: "font/woff", txt: "text/plain", pdf: "application/pdf",
  mp3: "audio/mpeg", mp4: "video/mp4", webm: "video/webm", wasm: "application/wasm",
};
const SCREENS = [
  { width: 320, height: 640, mobile: true, deviceScaleFactor: 2 },
  { width: 1280, height: 800, mobile: false, deviceScaleFactor: 1 },
];
/** Milliseconds until a page must have loaded, and for which nothing must happen before it counts as at rest. */
const PATIENCE = 20_000, QUIET = 250;
const AT_ONCE = 4;
const USED = new Set(["button", "link", "textbox", "searchbox", "checkbox", "radio", "combobox", "listbox", "slider",
  "spinbutton", "switch", "menuitem", "tab"]);

const site = findSite();
const { text, page } = readerOf(site);
const files = [...site.files].filter((file) => PAGE.test(file) && isWhole(page(file))).sort();
const faults = new Set();
const server = createServer(serve);
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const root = `http://127.0.0.1:${server.address().port}/`;
const browser = await connect();
const waiting = files.flatMap((file) => SCREENS.map((screen) => [file, screen]));
await Promise.all(Array.from({ length: AT_ONCE }, async () => {
  for (let next; (next = waiting.shift()) !== undefined;) await open(...next);
}));
browser.socket.close();
server.closeAllConnections();
server.close();
[...faults].sort().forEach((each) => console.log(each));
if (faults.size > 0) process.exitCode = 1;
else console.log(`${files.length} pages opened at ${SCREENS.map(({ width }) => width).join(" and ")} pixels.`);

function serve(request, response) {
  const file = fileAt(new URL(request.url, "http://x").pathname, site.files);
  response.statusCode = file === null ? 404 : 200;
  const type = TYPES[(file ?? "txt").split(".").at(-1).toLowerCase()] ?? "application/octet-stream";
  response.setHeader("Content-Type", /^text|json$|xml$/.test(type) ? `${type}; charset=utf-8` : type);
  response.end(file === null ? "There is no such file.\n" : readFileSync(site.folder + file));
}

async function connect() {
  const version = await (await fetch(`${process.env.BROWSER_URL}/json/version`)).json();
  const socket = new WebSocket(version.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error("the browser takes no connection"));
  });
  const asked = new Map();
  const listeners = new Set();
  let last = 0;
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.id === undefined) listeners.forEach((listener) => listener(message));
    else {
      const { resolve, reject } = asked.get(message.id);
      asked.delete(message.id);
      if (message.error) reject(new Error(message.error.message)); else resolve(message.result);
    }
  };
  const send = (method, params = {}, sessionId = undefined) => new Promise((resolve, reject) => {
    asked.set(++last, { resolve, reject });
    socket.send(JSON.stringify({ id: last, method, params, sessionId }));
  });
  return { socket, send, listeners };
}

/** Opens a page as somebody new, and tells what is wrong with it. */
async function open(file, screen) {
  const { browserContextId } = await browser.send("Target.createBrowserContext");
  const { targetId } = await browser.send("Target.createTarget", { url: "about:blank", browserContextId });
  const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: true });
  const send = (method, params) => browser.send(method, params, sessionId);
  const seen = { file, foreign: false, told: [], running: new Map(), loaded: false, changed: 0 };
  const listener = (message) => {
    if (message.sessionId === sessionId) notice(seen, message, send);
  };
  browser.listeners.add(listener);
  try {
    for (const domain of ["Page", "Runtime", "Log", "Network", "Accessibility"]) await send(`${domain}.enable`);
    await send("Emulation.setDeviceMetricsOverride", screen);
    await send("Page.navigate", { url: root + file.split("/").map(encodeURIComponent).join("/") });
    await settled(seen);
    const { result } = await send("Runtime.evaluate", {
      expression: `(${inspect})(${screen.width})`, returnByValue: true, awaitPromise: true,
    });
    const now = fileOf(result.value?.address ?? "") ?? file;
    tell(result.value?.faults ?? [], now);
    if (!screen.mobile) tell(await unnamed(send), now);
    for (const { address, html } of result.value?.links ?? []) {
      const target = address.startsWith(root) ? new URL(address).pathname : null;
      if (target !== null && fileAt(target, site.files) === null && !isInSource(now, address)) {
        tell([{ text: `a script made a link to ${target.slice(1)}, which is not there`, html }], now);
      }
    }
    // A script may well complain when a host is out of reach that the specification asked for.
    for (const { line, isComplaint } of seen.told) if (!isComplaint || !seen.foreign) faults.add(line);
  } catch (fault) {
    faults.add(`${site.folder}${file}:1: the page could not be looked at: ${fault.message}`);
  } finally {
    browser.listeners.delete(listener);
    await browser.send("Target.disposeBrowserContext", { browserContextId }).catch(() => {});
  }
}

async function settled(seen) {
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    if (seen.loaded && seen.running.size === 0 && Date.now() - seen.changed > QUIET) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  if (!seen.loaded) throw new Error("it does not load");
}

function notice(seen, { method, params }, send) {
  const { file } = seen;
  const add = (place, words, isComplaint = false) => seen.told.push({ line: `${place}: ${words}`, isComplaint });
  if (/^(?:Network|Page|Runtime)/.test(method)) seen.changed = Date.now();
  switch (method) {
    case "Page.loadEventFired": seen.loaded = true; break;
    case "Page.javascriptDialogOpening": send("Page.handleJavaScriptDialog", { accept: true }).catch(() => {}); break;
    case "Network.requestWillBeSent": requested(seen, params, add); break;
    case "Network.responseReceived":
      if (params.response.status >= 400 && !params.response.url.endsWith("/favicon.ico")) {
        add(`${site.folder}${file}:${lineOfWord(file, lastPart(params.response.url))}`,
          `status ${params.response.status} for ${params.response.url.replace(root, "")}`);
      }
      break;
    case "Network.loadingFinished": case "Network.loadingFailed": seen.running.delete(params.requestId); break;
    case "Runtime.exceptionThrown": {
      const { exceptionDetails: details } = params;
      const words = (details.exception?.description ?? String(details.exception?.value ?? details.text)).split("\n")[0];
      const frame = details.stackTrace?.callFrames.find(({ url }) => url.startsWith(root)) ?? details;
      // What is thrown in reading data has the data's line and the page's address.
      const isOfPage = PAGE.test(fileOf(frame.url) ?? "x.html") && frame === details && !hasInlineScript(file);
      add(placeOf(isOfPage ? {} : frame, file), `not caught: ${words.replace(/^Uncaught /, "")}`, isNetwork(words));
      break;
    }
    case "Runtime.consoleAPICalled":
      if (params.type === "error" || params.type === "assert") {
        const words = params.args.map(({ value, description }) => String(value ?? description ?? "").split("\n")[0]);
        add(placeOf(params.stackTrace?.callFrames[0] ?? {}, file), `console.${params.type}: ${words.join(" ")}`, true);
      }
      break;
    case "Log.entryAdded": {
      const { level, source, url, lineNumber, text: words } = params.entry;
      const [first] = words.split(/ (?:Either|Note) /);
      if (level === "error" && source !== "network") add(placeOf({ url, lineNumber }, file), first);
      break;
    }
  }
}

/** Requests to hosts that no policy of the page names; those it names cannot be reached from here. */
function requested(seen, { request, requestId, type, initiator }, add) {
  const { protocol, hostname } = new URL(request.url);
  if (!/^(?:http|ws)/.test(protocol)) return;
  if (request.url.startsWith(root)) {
    if (type !== "EventSource") seen.running.set(requestId, request.url);
  } else if (allows(policyOf(page(seen.file)), hostname) || type === "Document") seen.foreign = true;
  else {
    const frame = initiator?.stack?.callFrames[0];
    add(frame ? placeOf(frame, seen.file) : `${site.folder}${seen.file}:${lineOfWord(seen.file, hostname)}`,
      `a request to ${hostname}; where the specification asks for that, the page's Content-Security-Policy names the host`);
  }
}

function hasInlineScript(file) {
  return page(file).elements.some(({ name, attributes }) => name === "script" && !attributes.has("src"));
}

function isNetwork(words) {
  return /fetch|network|load|import/i.test(words);
}

/** What is used and has no name, as Chromium reckons names. */
async function unnamed(send) {
  const { nodes } = await send("Accessibility.getFullAXTree");
  const without = nodes.filter(({ ignored, role, name }) => !ignored && USED.has(role?.value) && !name?.value?.trim());
  const found = [];
  for (const { role, backendDOMNodeId } of without) {
    const { outerHTML } = await send("DOM.getOuterHTML", { backendNodeId: backendDOMNodeId });
    found.push({ text: `this ${role.value} has no text, no label and no aria-label`, html: outerHTML });
  }
  return found;
}

function tell(found, file) {
  for (const { text: words, html, because } of found) {
    const line = html ? lineOfTag(file, html) : 1;
    const shown = html ? ` (${html.split(">", 1)[0].slice(0, 100)}>)` : "";
    faults.add(`${site.folder}${file}:${line}: ${words}${shown}${because ? ruleAt(because) : ""}`);
  }
}

/** Names the file of a rule last, since whoever wrote what is named last mends it. */
function ruleAt({ address, selector }) {
  const file = fileOf(address);
  if (file === null) return `, because of ${selector}`;
  const spelled = selector.split(",")[0].replace(/[^\w\s]/g, "\\$&").replace(/\s+/g, "\\s+");
  const at = text(file).search(new RegExp(`${spelled}\\s*[,{]`));
  return `, because of ${selector} in ${site.folder}${file}:${text(file).slice(0, Math.max(0, at)).split("\n").length}`;
}

/** The line where an element of the page stands in its file; 1 where a script made it. */
function lineOfTag(file, html) {
  const [, name, rest] = /^<([^\s/>]+)([^>]*)/.exec(html) ?? [];
  const id = /\sid="([^"]*)"/.exec(rest ?? "")?.[1];
  const elements = page(file).elements.filter((element) => element.name.toLowerCase() === name?.toLowerCase());
  const has = ([key, value]) => rest.includes(value ? `${key}="${value}"` : key);
  const alike = (element) => [...element.attributes].every(has);
  const found = id ? elements.find(({ attributes }) => attributes.get("id") === id) : undefined;
  return (found ?? elements.filter((each) => each.attributes.size > 0).find(alike) ?? elements.find(alike))?.line ?? 1;
}

/** The line where a file's name, or a host, first stands in a page; 1 where it does not. */
function lineOfWord(file, word) {
  const at = word === "" ? -1 : text(file).indexOf(word);
  return at < 0 ? 1 : text(file).slice(0, at).split("\n").length;
}

function lastPart(address) {
  return decodeURIComponent(new URL(address).pathname).split("/").filter((part) => part !== "").at(-1) ?? "";
}

/** Whether the page itself has such a link, which is told without a browser. */
function isInSource(file, address) {
  return page(file).elements.some(({ attributes }) => attributes.get("href")?.includes(lastPart(address)));
}

function fileOf(address) {
  return address?.startsWith(root) ? fileAt(new URL(address).pathname, site.files) : null;
}

/** Lines of the browser begin with 0. */
function placeOf({ url, lineNumber }, otherwise) {
  const file = fileOf(url);
  return `${site.folder}${file ?? otherwise}:${file === null ? 1 : (lineNumber ?? 0) + 1}`;
}
