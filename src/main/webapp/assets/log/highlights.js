// Marks what was searched for, without touching the page: ranges of the CSS Custom Highlight API, for the boxes in
// sight only. A browser without it shows the lines that fit, unmarked.

const NAME = 'tidings-log-found';
const MOST = 2_000; // ranges in a box

export class Highlights {
  #query = '';
  #seen = new Set(); // boxes in sight
  #ranges = new Map(); // box → its ranges
  #watcher;

  constructor(scroller) {
    this.#watcher = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.#seen.add(target);
        else this.#seen.delete(target);
        this.renew(target);
      }
    }, { root: scroller, rootMargin: '50%' });
  }

  watch(box) {
    this.#watcher.observe(box);
  }

  forget(box) {
    this.#watcher.unobserve(box);
    this.#seen.delete(box);
    this.#unmark(box);
  }

  show(query, boxes) {
    this.#query = query.toLowerCase();
    for (const box of boxes) this.renew(box);
  }

  /** The box has other lines, or is in sight, or no longer. */
  renew(box) {
    if (!box || !globalThis.CSS?.highlights) return;
    this.#unmark(box);
    if (!this.#query || !this.#seen.has(box)) return;
    const ranges = rangesOf(box, this.#query);
    this.#ranges.set(box, ranges);
    const all = CSS.highlights.get(NAME) ?? new Highlight();
    CSS.highlights.set(NAME, all);
    for (const range of ranges) all.add(range);
  }

  stop() {
    this.#watcher.disconnect();
    for (const box of [...this.#ranges.keys()]) this.#unmark(box);
  }

  #unmark(box) {
    for (const range of this.#ranges.get(box) ?? []) CSS.highlights.get(NAME)?.delete(range);
    this.#ranges.delete(box);
  }
}

function rangesOf(box, query) {
  const ranges = [];
  const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  while (texts.nextNode() && ranges.length < MOST) {
    const text = texts.currentNode.data.toLowerCase();
    // Lower case may be longer than what it is of; then the places do not agree.
    if (text.length !== texts.currentNode.data.length) continue;
    for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
      const range = new StaticRange({
        startContainer: texts.currentNode, startOffset: at, endContainer: texts.currentNode, endOffset: at + query.length,
      });
      ranges.push(range);
    }
  }
  return ranges;
}
