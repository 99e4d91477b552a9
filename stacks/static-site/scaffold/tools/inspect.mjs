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
    faults.push({ text: `the page is ${shown} pixels wide on a screen of ${width}`, html: wide.length > 0 ? tagOf(wide[0]) : undefined });
    wide.slice(1, 3).forEach((each) => faults.push({ text: `this reaches out of a screen of ${width} pixels`, html: tagOf(each) }));
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
}
