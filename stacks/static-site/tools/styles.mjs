/** Reads CSS for what a browser would drop in silence, and for the addresses in it. */
import { placesOf } from "./markup.mjs";

const CLOSES = { "{": "}", "(": ")", "[": "]" };
const PROPERTY = /^(?:--[^\s:]+|-?[a-z][a-z-]*)$/i;
/** These hold rules; where they stand among declarations, they hold declarations as well. */
const GROUP = /^@(?:-webkit-)?(?:media|supports|layer|container|keyframes)\b/i;
const STRING = /"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'/;
const COMMENT_OR_STRING = new RegExp(`${STRING.source}|/\\*[^]*?(?:\\*/|$)`, "g");
const QUIET = new RegExp(`\\burl\\(\\s*(?!["'\\s])(?:\\\\[^]|[^)\\\\])*\\)|${STRING.source}|["']|\\\\[^]`, "gi");
const ADDRESS = /\burl\(\s*(?:"([^"]*)"|'([^']*)'|((?:\\[^]|[^)"'\\])*?))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')/gi;

/**
 * Returns { faults, addresses }: a fault has line, column (both from 1) and text, an address line and address.
 * A text of declarations alone is that of a style attribute.
 */
export function parseStyles(text, { declarations = false } = {}) {
  const place = placesOf(text);
  const faults = [];
  const addresses = [];
  const fault = (offset, sentence) => faults.push({ ...place(offset), text: sentence });
  const plain = withoutComments();
  const quiet = withoutStrings(plain);
  findAddresses();
  if (balanced()) readBlock(0, quiet.length, declarations);
  return { faults, addresses };

  /** The same text with blanks in the place of comments. */
  function withoutComments() {
    return text.replace(COMMENT_OR_STRING, (found, offset) => {
      if (!found.startsWith("/*")) return found;
      if (!found.endsWith("*/") || found.length < 4) fault(offset, "the comment is never closed by */");
      return found.replace(/[^\n]/g, " ");
    });
  }

  /** The same text with strings and unquoted addresses made of one letter. */
  function withoutStrings(styles) {
    return styles.replace(QUIET, (found, offset) => {
      if (found === '"' || found === "'") fault(offset, "the string is never closed");
      return found.replace(/[^\n]/g, "x");
    });
  }

  function findAddresses() {
    for (const found of plain.matchAll(ADDRESS)) {
      addresses.push({ ...place(found.index), address: found.slice(1).find((part) => part !== undefined) });
    }
  }

  function balanced() {
    const open = [];
    for (const { 0: sign, index } of quiet.matchAll(/[{}()[\]]/g)) {
      if (CLOSES[sign]) {
        open.push({ sign, index });
        continue;
      }
      const last = open.pop();
      if (!last) fault(index, `this ${sign} closes nothing that is open`);
      else if (CLOSES[last.sign] !== sign) {
        fault(last.index, `this ${last.sign} is not closed before the ${sign} in line ${place(index).line}`);
      } else continue;
      return false;
    }
    for (const { sign, index } of open) fault(index, `this ${sign} is never closed`);
    return open.length === 0;
  }

  /** Reads rules, and where they are allowed declarations, between two places. */
  function readBlock(from, to, declared) {
    let start = from;
    let depth = 0;
    for (let at = from; at < to; at++) {
      const sign = quiet[at];
      if (sign === "(" || sign === "[") depth++;
      else if (sign === ")" || sign === "]") depth--;
      else if (depth === 0 && sign === ";") {
        readStatement(start, at, declared);
        start = at + 1;
      } else if (sign === "{") {
        const end = closing(at);
        if (/^\s*--[^\s:]+\s*:/.test(quiet.slice(start, at))) {
          at = end;
          continue;
        }
        readRule(start, at, end, declared);
        at = end;
        start = end + 1;
        depth = 0;
      }
    }
    readStatement(start, to, declared);
  }

  function closing(at) {
    let depth = 0;
    for (let end = at; ; end++) {
      if (quiet[end] === "{") depth++;
      else if (quiet[end] === "}" && --depth === 0) return end;
    }
  }

  function readRule(start, at, end, declared) {
    const before = quiet.slice(start, at);
    const begins = start + before.search(/\S|$/);
    const prelude = before.trim();
    if (prelude === "") fault(at, "this block has neither a selector nor an at-rule before it");
    // No selector has a blank behind a colon.
    else if (declared && /^[\w-]+\s*:\s/.test(prelude)) {
      fault(begins, `a ; is missing behind '${lineOf(begins)}'`);
    } else if (/^[.#]?\d/.test(prelude) && !/^\d+(?:\.\d+)?%/.test(prelude)) {
      fault(begins, `no selector begins like '${lineOf(begins)}'`);
    } else if (/^,|,\s*,|,\s*$/.test(prelude) && !prelude.startsWith("@")) {
      fault(begins, "a selector is missing beside a comma");
    }
    readBlock(at + 1, end, declared || !GROUP.test(prelude));
  }

  function readStatement(start, end, declared) {
    const whole = quiet.slice(start, end);
    const begins = start + whole.search(/\S|$/);
    const statement = whole.trim();
    if (statement === "") return;
    if (statement.startsWith("@")) return;
    if (!declared) {
      fault(begins, `'${lineOf(begins)}' is neither a rule nor an at-rule`);
      return;
    }
    const colon = statement.indexOf(":");
    const property = colon < 0 ? statement : statement.slice(0, colon).trim();
    if (colon < 0) fault(begins, `'${lineOf(begins)}' is no declaration: it has no colon`);
    else if (!PROPERTY.test(property)) fault(begins, `'${property.split("\n")[0]}' is no name of a property`);
    else if (!property.startsWith("--")) readValue(begins, property, statement.slice(colon + 1));
  }

  function readValue(begins, property, value) {
    const flat = value.replace(/\([^()]*\)/g, "").replace(/\([^()]*\)/g, "");
    if (value.trim() === "") fault(begins, `'${lineOf(begins)}' has no value`);
    else if (/\s-?[a-z][a-z-]*\s*:/i.test(flat) && !/filter$/i.test(property)) {
      fault(begins, `a ; is missing behind '${lineOf(begins)}'`);
    }
  }

  function lineOf(offset) {
    return text.slice(offset).split("\n", 1)[0].trim().slice(0, 60);
  }
}
