// Told to a browser, about the page that it shows: what is wrong with it, a sentence each.
() => {
  const faults = [];
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const must = (good, fault) => good || faults.push(fault);
  const named = (each) => each.getAttribute("aria-label") || each.hasAttribute("aria-labelledby");
  const seen = (each) => each.checkVisibility() && each.getClientRects().length > 0;

  must(["vi", "en"].includes(document.documentElement.lang), "the page names no language");
  must(document.title.length > 8, "the page has no title");
  must(all("main").length === 1 && all("header").length === 1, "landmarks are missing");
  all("nav").forEach((each) => must(named(each), "a navigation has no name"));

  const ids = all("[id]").map((each) => each.id);
  must(new Set(ids).size === ids.length, "an id stands twice");
  for (const attribute of ["aria-labelledby", "for"])
    all(`[${attribute}]`).forEach((each) => {
      const id = each.getAttribute(attribute);
      must(document.getElementById(id), `${attribute} leads nowhere: ${id}`);
    });

  const levels = all("h1, h2, h3, h4").map((each) => Number(each.tagName[1]));
  must(levels[0] === 1 && levels.filter((level) => level === 1).length === 1, "no single h1");
  levels.slice(1).forEach((level, at) => must(level <= levels[at] + 1, "a heading is skipped"));

  all("input:not([type=hidden]), select, textarea").forEach((each) =>
    must(each.labels.length || named(each), `no label: ${each.name}`));
  all("a[href], button").forEach((each) =>
    must(each.textContent.trim() || named(each), "a link or button says nothing"));
  all("table").forEach((each) => {
    must(each.caption || named(each), "a table has no name");
    must(all("thead th", each).length > 0, "a table has no headings");
    all("th", each).forEach((th) => must(th.scope, `no scope: ${th.textContent.trim()}`));
    all("thead th", each).forEach((th) => must(th.textContent.trim(), "an empty heading"));
  });

  const width = document.documentElement;
  must(width.scrollWidth <= width.clientWidth, `wider than the window: ${width.scrollWidth}`);

  // Contrast (WCAG 2.2, 1.4.3): text against each colour that may lie behind it.
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = ([red, green, blue]) => [red, green, blue]
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (each) => {
    for (let at = each; at; at = at.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(at);
      if (backgroundImage !== "none") return backgroundImage.match(/rgba?\([^)]*\)/g).map(numbers);
      const colour = numbers(backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return [colour];
    }
    return [[255, 255, 255]];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const each = texts.currentNode.parentElement;
    const text = texts.currentNode.textContent.trim();
    if (!text || !seen(each) || each.closest("option")) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(each);
    const large = parseFloat(fontSize) >= (Number(fontWeight) >= 700 ? 18.66 : 24);
    const ours = light(numbers(color)) + 0.05;
    for (const colour of behind(each)) {
      const theirs = light(colour) + 0.05;
      const ratio = Math.max(ours, theirs) / Math.min(ours, theirs);
      must(ratio >= (large ? 3 : 4.5), `contrast ${ratio.toFixed(2)}: ${text.slice(0, 40)}`);
    }
  }
  return [...new Set(faults)];
}
