/** What every page needs: to be told from others, to be read aloud and to fit a phone. */

import { isWhole } from "./files.mjs";

const LABELLED = new Set(["input", "select", "textarea"]);
const WITHOUT_LABEL = new Set(["hidden", "submit", "button", "reset", "image"]);

/** The faults of a parsed file; what is a part of a page only is not held to what a whole page needs. */
export function pageFaults({ elements, doctype }) {
  const faults = [];
  const fault = (element, text) => faults.push({ line: element.line, column: element.column, text });
  const named = (name) => elements.filter((element) => element.name === name && !element.foreign);
  if (isWhole({ elements, doctype })) document();
  ids();
  elements.filter((element) => !within(element, (outer) => outer.name === "template")).forEach(alternatives);
  return faults;

  function document() {
    const start = elements[0] ?? { line: 1, column: 1 };
    if (doctype === null) fault(start, "the page does not begin with <!doctype html>");
    else if (!doctype.first) fault(doctype, "the doctype has to stand before everything else");
    const html = named("html")[0];
    if (!html?.attributes.get("lang")?.trim()) fault(html ?? start, '<html> names no language, such as lang="en"');
    const title = named("title")[0];
    if (!title?.text.trim()) fault(title ?? start, "the page has no <title> with words in it");
    const metas = named("meta").map((meta) => meta.attributes);
    const isUtf8 = metas.some((meta) => /^utf-?8$/i.test(meta.get("charset") ?? "")
      || /charset=utf-8/i.test(meta.get("content") ?? ""));
    if (!isUtf8) fault(start, 'the page has no <meta charset="utf-8">');
    const leads = metas.some((meta) => /^refresh$/i.test(meta.get("http-equiv") ?? ""));
    if (!leads && !metas.some((meta) => /^viewport$/i.test(meta.get("name") ?? ""))) {
      fault(start, 'the page has no <meta name="viewport" content="width=device-width, initial-scale=1">');
    }
  }

  /** What stands in a template is a tree of its own. */
  function ids() {
    const known = new Map();
    for (const element of elements) {
      if (!element.attributes.has("id")) continue;
      const id = element.attributes.get("id");
      const tree = within(element, (outer) => outer.name === "template");
      if (!known.has(tree)) known.set(tree, new Map());
      const first = known.get(tree).get(id);
      if (id === "" || /\s/.test(id)) fault(element, `the id '${id}' is empty or has blanks`);
      else if (first) fault(element, `the id '${id}' is that of <${first.name}> in line ${first.line} already`);
      else known.get(tree).set(id, element);
    }
  }

  function alternatives(element) {
    const { name, attributes, foreign } = element;
    if (foreign || hasName(element)) return;
    const role = attributes.get("role");
    const hidden = attributes.get("aria-hidden") === "true" || role === "presentation" || role === "none";
    const type = (attributes.get("type") ?? "").toLowerCase();
    const needsAlt = name === "img" || name === "input" && type === "image"
      || name === "area" && attributes.has("href");
    if (needsAlt && !hidden && !attributes.has("alt")) {
      fault(element, `<${name}> has no alt; where it only decorates, alt is empty`);
    }
    if (name === "iframe" && !hidden) fault(element, "<iframe> has no title");
    if (LABELLED.has(name) && !WITHOUT_LABEL.has(type) && !isLabelled(element)) {
      fault(element, `<${name}> has no <label>; one stands around it or names its id in for`);
    }
  }

  /** A custom element around it may make the label. */
  function isLabelled(element) {
    const id = element.attributes.get("id");
    return within(element, (outer) => outer.name === "label" || outer.name.includes("-")) !== null
      || id !== undefined && named("label").some((label) => label.attributes.get("for") === id);
  }
}

function hasName({ attributes }) {
  return ["aria-label", "aria-labelledby", "title"].some((name) => attributes.get(name)?.trim());
}

/** The nearest element around this one for which that holds, or null. */
function within(element, holds) {
  for (let outer = element.parent; outer !== null; outer = outer.parent) if (holds(outer)) return outer;
  return null;
}
