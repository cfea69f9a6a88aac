// Many lines in little time: a hundred share one box, and the browser neither lays out nor paints the boxes that are
// out of sight (content-visibility). They stay in the page, to be found, selected and read out.

import { h } from '../dom.js';
import { Highlights } from './highlights.js';
import { haystack } from './text.js';

const BOX = 100;

export class Rows {
  #list;
  #maker;
  #limit;
  /** @type {Array<{element: HTMLElement, rows: Array<{row: import('./book.js').Row, element: HTMLElement, text: string}>}>} */
  #boxes = [];
  #lines = 0;
  #found = 0;
  #query = '';
  #highlights;
  #counts = { error: 0, warning: 0, info: 0, debug: 0 };

  /**
   * @param {HTMLElement} scroller what scrolls them
   * @param {HTMLElement} list where they go
   * @param {import('./row.js').RowMaker} maker
   * @param {number} limit lines that are kept
   */
  constructor(scroller, list, maker, limit) {
    this.#list = list;
    this.#maker = maker;
    this.#limit = limit;
    this.#highlights = new Highlights(scroller);
  }

  /** Lines that are kept. */
  get size() {
    return this.#lines;
  }

  /** Lines of them that fit the search. */
  get found() {
    return this.#found;
  }

  /** How many lines there are of each severity. */
  get counts() {
    return this.#counts;
  }

  /** @param {import('./book.js').Row[]} rows */
  append(rows) {
    // What would be dropped at once is not made at all.
    const fresh = rows.slice(-this.#limit - BOX);
    for (const row of fresh) {
      let box = this.#boxes.at(-1);
      if (!box || box.rows.length >= BOX) box = this.#newBox();
      const made = { row, element: this.#maker.make(row), text: '' };
      if (row.entry) {
        this.#lines++;
        this.#counts[made.element.dataset.severity]++;
        if (this.#query) this.#sift(made);
        else this.#found++;
      }
      box.rows.push(made);
      box.element.append(made.element);
    }
    while (this.#boxes.length > 1 && this.#lines - this.#boxes[0].rows.length >= this.#limit) this.#drop(this.#boxes.shift());
    if (this.#query) this.#highlights.renew(this.#boxes.at(-1)?.element);
  }

  clear() {
    while (this.#boxes.length > 0) this.#drop(this.#boxes.shift());
  }

  /** Shows only lines that have this text, and marks it. */
  search(text) {
    this.#query = text.toLowerCase();
    this.#found = 0;
    for (const { rows } of this.#boxes) {
      for (const made of rows) {
        if (made.row.entry) this.#sift(made);
      }
    }
    this.#highlights.show(text, this.#boxes.map(({ element }) => element));
  }

  /** The rows that are shown. */
  shown(isShown) {
    return this.#boxes.flatMap(({ rows }) => rows)
      .filter(({ row, element }) => row.entry && !element.classList.contains('unfit') && isShown(element.dataset.severity))
      .map(({ row }) => row);
  }

  /** The line that an element of it belongs to. */
  of(element) {
    const box = this.#boxes.find((one) => one.element.contains(element));
    return box?.rows.find((one) => one.element.contains(element));
  }

  stop() {
    this.#highlights.stop();
  }

  #newBox() {
    const box = { element: h('div', { class: 'box' }), rows: [] };
    this.#boxes.push(box);
    this.#list.append(box.element);
    this.#highlights.watch(box.element);
    return box;
  }

  #drop({ element, rows }) {
    for (const { row, element: line } of rows) {
      if (!row.entry) continue;
      this.#lines--;
      this.#counts[line.dataset.severity]--;
      if (!line.classList.contains('unfit')) this.#found--;
    }
    this.#highlights.forget(element);
    element.remove();
  }

  #sift(made) {
    made.text ||= haystack(made.row.entry);
    const fits = made.text.includes(this.#query);
    made.element.classList.toggle('unfit', !fits);
    if (fits) this.#found++;
  }
}
