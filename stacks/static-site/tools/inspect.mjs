/** Runs in a page, so that it uses nothing from outside itself: its faults, its links and its address. */
export function inspect(width) {
  const faults = [];
  const tagOf = (element) => element.cloneNode(false).outerHTML;
  const all = [...document.querySelectorAll("*")];
  if (document.compatMode !== "CSS1Compat") faults.push({ text: "the page does not begin with <!doctype html>" });
  const shown = Math.max(document.documentElement.scrollWidth, document.body?.scrollWidth ?? 0);
  if (shown > width) {
    const right = (element) => element.getBoundingClientRect().right + scrollX;
    const wide = all.filter((element) => right(element) > width + 1 && element.getClientRects().length > 0
      && ![...element.children].some((child) => right(child) > width + 1) && !scrolls(element.parentElement));
    const words = [`the page is ${shown} pixels wide on a screen of ${width}`, "so wide is this", "and this"];
    if (wide.length === 0) faults.push({ text: words[0] });
    wide.slice(0, 3).forEach((each, index) => {
      faults.push({ text: words[index], html: tagOf(each), because: index === 0 ? widening(each) : undefined });
    });
  }
  const ids = new Map();
  for (const element of all) {
    if (element.id === "") continue;
    if (ids.has(element.id)) faults.push({ text: `the id '${element.id}' is there twice`, html: tagOf(element) });
    ids.set(element.id, element);
  }
  for (const attribute of ["for", "aria-labelledby", "aria-describedby"]) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of element.getAttribute(attribute).split(/\s+/)) {
        if (id !== "" && !ids.has(id) && element.localName !== "output" && element.getRootNode() === document) {
          faults.push({ text: `${attribute} names '${id}', which no element has as its id`, html: tagOf(element) });
        }
      }
    }
  }
  const links = [...document.links].map((link) => ({ address: link.href.split("#")[0], html: tagOf(link) }));
  return { faults, links, address: location.href };

  function scrolls(element) {
    return element !== null && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX)
      && element !== document.body && element !== document.documentElement || scrolls(element.parentElement));
  }

  /** The rule of a stylesheet that makes the element or one around it wider than the screen. */
  function widening(element) {
    const outer = [];
    for (let each = element; each !== null; each = each.parentElement) outer.push(each);
    const rules = [...document.styleSheets].flatMap((sheet) => rulesOf(sheet, sheet.href));
    const found = rules.find(({ rule }) => ["width", "minWidth", "flexBasis"].some((property) => {
      const [, number, unit] = /^([\d.]+)(px|r?em)$/.exec(rule.style[property]) ?? [];
      return number * (unit === "px" ? 1 : 16) > width && outer.some((each) => each.matches(rule.selectorText));
    }));
    return found && { address: found.address, selector: found.rule.selectorText };
  }

  function rulesOf(sheet, address) {
    return [...sheet.cssRules].flatMap((rule) => rule.styleSheet ? rulesOf(rule.styleSheet, rule.styleSheet.href)
      : [...rule.selectorText && !rule.selectorText.includes("&") ? [{ rule, address }] : [],
        ...rule.cssRules ? rulesOf(rule, address) : []]);
  }
}
