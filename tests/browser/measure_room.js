// What a room must be able to read: sizes of the slide that is shown, per 1080 lines, and what is cut.
() => {
  const slide = document.querySelector(".dia:not([hidden])");
  const scale = innerHeight / 1080;
  const shown = (element) => element.getClientRects().length > 0;
  const box = slide.getBoundingClientRect();
  const bar = document.getElementById("balk").getBoundingClientRect();
  const found = { smallest: Infinity, figure: Infinity, thinnest: Infinity, figures: 0, outside: [], overlap: [], left: 0 };
  found.left = [...slide.querySelectorAll(".vervalt")].filter((part) => !shown(part)).length;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || !shown(element) || element.closest("script")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    let size = parseFloat(getComputedStyle(element).fontSize);
    if (element.ownerSVGElement) size *= element.ownerSVGElement.getScreenCTM().a;
    found.smallest = Math.min(found.smallest, size / scale);
    if (element.matches(".getal b")) found.figure = Math.min(found.figure, size / scale);
    const all = [...range.getClientRects()];
    texts.push({ words: node.data.trim(), svg: element.ownerSVGElement, all });
    const within = element.closest("#balk") ? bar : element.ownerSVGElement?.getBoundingClientRect() ?? box;
    for (const r of all) {
      if (r.left < within.left - 1 || r.right > within.right + 1 || r.top < within.top - 1 || r.bottom > within.bottom + 1)
        found.outside.push(node.data.trim());
    }
  }
  // Two texts on the same place cannot be read.
  for (let i = 0; i < texts.length; i += 1) for (let j = i + 1; j < texts.length; j += 1) {
    const hit = texts[i].all.some((a) => texts[j].all.some((b) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 12 * scale));
    if (hit) found.overlap.push(`${texts[i].words} / ${texts[j].words}`);
  }
  for (const line of slide.querySelectorAll("polyline, .rooster, .kaart path")) {
    const style = getComputedStyle(line);
    const factor = style.vectorEffect === "non-scaling-stroke" ? 1 : line.ownerSVGElement.getScreenCTM().a;
    const width = parseFloat(style.strokeWidth) * factor;
    found.thinnest = Math.min(found.thinnest, width / scale);
  }
  found.figures = [...slide.querySelectorAll(".getal b")].filter(shown).length;
  found.scrolled = slide.scrollHeight > slide.clientHeight || slide.scrollWidth > slide.clientWidth;
  return found;
}
