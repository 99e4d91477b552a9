/** Reads HTML and XML into elements, with what is wrong in the markup. */

const VOID = words("area base br col embed hr img input link meta param source track wbr");
const RAW = words("script style textarea title xmp iframe noembed noframes");
const OPTIONAL = words("html head body p li dt dd option optgroup tr td th thead tbody tfoot colgroup caption rt rp");
const ENDS_PARAGRAPH = words(`address article aside blockquote center details dialog dir div dl fieldset figcaption
  figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section summary table ul`);
const NOT_IN_FOREIGN = words(`b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i
  img li menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var`);
const HTML_WITHIN_FOREIGN = words("foreignobject desc title annotation-xml mi mo mn ms mtext");
/** What a start tag ends by itself: the names that it ends, and where looking for them stops. */
const ENDS = new Map([
  ["li", [words("li"), words("ul ol menu")]],
  ...["dt", "dd"].map((name) => [name, [words("dt dd"), words("dl")]]),
  ["option", [words("option"), words("select datalist optgroup")]],
  ...["optgroup", "hr"].map((name) => [name, [words("option optgroup"), words("select")]]),
  ...["td", "th"].map((name) => [name, [words("td th caption colgroup"), words("tr table")]]),
  ["tr", [words("tr td th caption colgroup"), words("table")]],
  ...["thead", "tbody", "tfoot"].map((name) => [
    name, [words("thead tbody tfoot tr td th caption colgroup"), words("table")]]),
  ...["rt", "rp"].map((name) => [name, [words("rt rp"), words("ruby rtc")]]),
  ["body", [words("head"), words("html")]],
]);
const KEEPS_PARAGRAPH = words("button object table caption td th select html");
const NOT_IN_ITSELF = words("a button form");
const TAG = /<(\/?)([A-Za-z][^\s/>]*)/y;
const ATTRIBUTE = /[\s/]*(?:([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?)/y;
const ENTITY = /&(?!(?:#\d+|#x[\da-f]+|amp|lt|gt|quot|apos);)/i;
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

function words(text) {
  return new Set(text.split(/\s+/));
}

/** Gives the line and the column, both from 1, of places in a text. */
export function placesOf(text) {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    for (let high = starts.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle; else high = middle;
    }
    return { line: low + 1, column: offset - starts[low] + 1 };
  };
}

/** The text that a browser makes of the usual references to characters. */
export function decoded(text) {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|([a-z]+));/gi, (all, decimal, hex, name) => {
    if (name) return NAMED[name] ?? all;
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : all;
  });
}

/**
 * Returns { elements, faults, doctype }. An element has name, attributes (a Map), line, column, parent (null at the
 * top), foreign (in SVG or MathML), text (what stands directly in it) and textLine (where that begins). A fault has
 * line, column and text; lines and columns count from 1.
 */
export function parseMarkup(text, { xml = false } = {}) {
  const place = placesOf(text);
  const elements = [];
  const faults = [];
  const open = [];
  /** Paragraphs that something ended which cannot stand in them. */
  const ended = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let doctype = null;

  const top = () => open.at(-1) ?? null;
  const fault = (offset, sentence) => faults.push({ ...place(offset), text: sentence });
  const unclosed = (inner, tag, offset) => `<${inner.name}> is not closed before ${tag} in line ${place(offset).line}`;
  const said = (element) => `<${element.name}> of line ${element.line}`;
  const isForeign = () => {
    const element = top();
    return element !== null && element.foreign && !HTML_WITHIN_FOREIGN.has(element.name.toLowerCase());
  };
  const find = (matches, stops = () => false) => {
    for (let index = open.length - 1; index >= 0; index--) {
      if (matches(open[index])) return index;
      if (stops(open[index]) || open[index].name === "template") return -1;
    }
    return -1;
  };

  while (at < text.length) {
    const next = text.indexOf("<", at);
    addText(at, next < 0 ? text.length : next);
    if (next < 0) break;
    at = next;
    if (text.startsWith("<!--", at)) {
      const end = text.slice(at, at + 5) === "<!-->" ? at + 2 : text.indexOf("-->", at + 4);
      if (end < 0) fault(at, "the comment is never closed by -->");
      at = end < 0 ? text.length : end + 3;
    } else if ((xml || isForeign()) && text.startsWith("<![CDATA[", at)) {
      const end = text.indexOf("]]>", at);
      if (end < 0) fault(at, "the CDATA section is never closed by ]]>");
      at = end < 0 ? text.length : end + 3;
    } else if (text.startsWith("<!", at) || text.startsWith("<?", at)) {
      const end = text.indexOf(xml && text[at + 1] === "?" ? "?>" : ">", at);
      if (/^<!doctype/i.test(text.slice(at, at + 9))) doctype ??= { ...place(at), first: elements.length === 0 };
      else if (!xml) fault(at, `${text.slice(at, at + 2)} begins neither a comment nor a doctype`);
      at = end < 0 ? text.length : end + 1;
    } else {
      TAG.lastIndex = at;
      const tag = TAG.exec(text);
      if (tag) readTag(tag);
      else {
        fault(at, "a < that begins no tag is written &lt;");
        at++;
      }
    }
  }
  closeTo(0, (element) => fault(element.offset, `<${element.name}> is never closed`));
  return { elements, faults, doctype };

  function addText(from, to) {
    const element = top();
    if (element === null || from === to) return;
    const part = text.slice(from, to);
    if (element.text === "") element.textLine = place(from).line;
    element.text += part;
    const stray = xml ? part.search(ENTITY) : -1;
    if (stray >= 0) fault(from + stray, "XML wants &amp; for an & and knows no other names than lt, gt, quot, apos");
  }

  function readTag([whole, slash, spelled]) {
    const start = at;
    const name = xml || isForeign() ? spelled : spelled.toLowerCase();
    at += whole.length;
    const attributes = new Map();
    for (;;) {
      const rest = /[\s/]*/y;
      rest.lastIndex = at;
      const blank = rest.exec(text)[0];
      if (at + blank.length >= text.length) {
        fault(start, `the tag <${slash}${name} is never closed by >`);
        at = text.length;
        return;
      }
      if (text[at + blank.length] === ">") {
        const selfClosing = blank.endsWith("/");
        at += blank.length + 1;
        if (slash) endTag(name, start);
        else startTag(name, attributes, selfClosing, start);
        return;
      }
      ATTRIBUTE.lastIndex = at;
      const found = ATTRIBUTE.exec(text);
      if (!found) {
        fault(at + blank.length, `'${text[at + blank.length]}' cannot stand in the tag <${name}>`);
        at += blank.length + 1;
        continue;
      }
      attribute(found, name, attributes, at + blank.length, blank);
      at = ATTRIBUTE.lastIndex;
    }
  }

  function attribute([, spelled, double, single, bare], tag, attributes, offset, blank) {
    const name = xml || isForeign() ? spelled : spelled.toLowerCase();
    const value = double ?? single ?? bare;
    if (/["'<]/.test(spelled)) fault(offset, `a quote or a > is missing in the tag <${tag}>, before or at ${spelled}`);
    else if (attributes.has(name)) fault(offset, `<${tag}> has the attribute ${name} twice`);
    else if (blank === "") fault(offset, `a blank is missing before the attribute ${name} of <${tag}>`);
    if (xml && (value === undefined || bare !== undefined)) fault(offset, `XML wants the value of ${name} in quotes`);
    if (xml && ENTITY.test(value ?? "")) fault(offset, `an & in the value of ${name} is written &amp;`);
    if (!attributes.has(name)) attributes.set(name, decoded(value ?? ""));
  }

  function startTag(name, attributes, selfClosing, offset) {
    let foreign = isForeign() && !xml;
    if (foreign && NOT_IN_FOREIGN.has(name.toLowerCase())) {
      fault(offset, `<${name}> cannot stand in ${said(top())}`);
      closeTo(find((element) => !element.foreign) + 1);
      foreign = false;
    }
    if (!foreign && !xml) implied(name, offset);
    foreign ||= !xml && (name === "svg" || name === "math");
    const element = { name, attributes, ...place(offset), offset, parent: top(), foreign, text: "", textLine: 0 };
    elements.push(element);
    if (foreign || xml) {
      if (!selfClosing) open.push(element);
      return;
    }
    if (VOID.has(name)) return;
    if (selfClosing) fault(offset, `<${name}/> is not closed by its slash; HTML wants </${name}>`);
    if (RAW.has(name)) rawText(element);
    else open.push(element);
  }

  /** Ends what the beginning of this element ends without an end tag of its own. */
  function implied(name, offset) {
    if (ENDS_PARAGRAPH.has(name)) {
      const paragraph = find((element) => element.name === "p", (element) =>
        element.foreign || KEEPS_PARAGRAPH.has(element.name));
      if (paragraph >= 0) {
        const inner = open.slice(paragraph + 1).find((element) => !OPTIONAL.has(element.name));
        if (inner) fault(offset, `<${name}> cannot stand in <p>, and ${said(inner)} is not closed before it`);
        open[paragraph].endedBy = { name, ...place(offset) };
        ended.push(open[paragraph]);
        closeTo(paragraph);
      }
    }
    const [ends, stops] = ENDS.get(name) ?? [];
    if (ends) {
      for (let index; (index = find((each) => ends.has(each.name), (each) => stops.has(each.name))) >= 0;) {
        closeTo(index, (inner) => fault(inner.offset, unclosed(inner, `<${name}>`, offset)));
      }
    }
    if (NOT_IN_ITSELF.has(name)) {
      const outer = find((element) => element.name === name);
      if (outer >= 0) fault(offset, `<${name}> cannot stand in ${said(open[outer])}`);
    }
  }

  function rawText(element) {
    const end = new RegExp(`</${element.name}(?=[\\s/>])`, "gi");
    end.lastIndex = at;
    const found = end.exec(text);
    element.textLine = place(at).line;
    element.textOffset = at;
    element.text = text.slice(at, found ? found.index : text.length);
    if (!found) {
      fault(element.offset, `<${element.name}> is never closed`);
      at = text.length;
      return;
    }
    at = text.indexOf(">", found.index) + 1 || text.length;
  }

  function endTag(name, offset) {
    const index = find((element) => element.name === name || !xml && element.name.toLowerCase() === name.toLowerCase());
    if (index >= 0) {
      closeTo(index + 1, (inner) => fault(inner.offset, unclosed(inner, `</${name}>`, offset)));
      open.pop();
      return;
    }
    const before = name === "p" ? ended.findLast((each) => each.parent === top()) : undefined;
    if (before) {
      fault(offset, `</p> closes nothing: <${before.endedBy.name}> in line ${before.endedBy.line} cannot stand in `
        + `<p> and ended that of line ${before.line}`);
    } else if (!xml && VOID.has(name)) fault(offset, `<${name}> has no content and no end tag`);
    else fault(offset, `</${name}> closes nothing that is open`);
  }

  function closeTo(length, told = () => {}) {
    while (open.length > length) {
      const element = open.pop();
      if (xml || element.foreign || !OPTIONAL.has(element.name)) told(element);
    }
  }
}
