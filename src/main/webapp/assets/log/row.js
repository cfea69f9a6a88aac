// One line, and all it says for who asks. Everything is text, never markup.

import { h } from '../dom.js';
import { plainText, printable, rowText } from './text.js';

export class RowMaker {
  #say;
  #clock;
  #exact;
  #number;
  #copy;

  /**
   * @param {{say: import('./words.js').words['en'], locale: string, copy: (text: string, n: number) => void}} about
   */
  constructor({ say, locale, copy }) {
    this.#say = say;
    this.#copy = copy;
    this.#clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' });
    this.#exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' });
    this.#number = new Intl.NumberFormat(locale);
  }

  /** @param {import('./book.js').Row} row */
  make({ entry, skipped, missed, anew, node }) {
    const marks = [
      node && h('span', { class: 'mark node', part: 'mark' }, printable(node)),
      anew && h('span', { class: 'mark bad', part: 'mark' }, this.#say.anew),
      missed > 0 && h('span', { class: 'mark bad', part: 'mark', title: this.#say.missedTitle }, this.#say.missed(this.#number.format(missed))),
      skipped > 0 && h('span', { class: 'mark', part: 'mark', title: this.#say.skippedTitle }, this.#say.skipped(this.#number.format(skipped))),
    ].filter(Boolean);
    if (!entry) return h('div', { class: 'row only-marks' }, ...marks);
    const severity = ['error', 'warning', 'debug'].includes(entry.severity) ? entry.severity : 'info';
    return h('div', { class: 'row', part: 'row', 'data-severity': severity },
      h('div', { class: 'line' },
        h('button', { type: 'button', class: 'open', tabindex: -1, 'aria-expanded': 'false', 'aria-label': this.#say.details }),
        this.#time(entry.at),
        h('span', { class: 'level', part: 'level' }, printable(entry.level ?? '')),
        ...marks,
        h('span', { class: 'message', part: 'message' }, rowText(entry.message))));
  }

  /** All that a line says. */
  details(entry) {
    const { at, level, logger, message, fields = {}, cut } = entry;
    const pairs = [[this.#say.time, at], [this.#say.level, level], [this.#say.logger, logger], [this.#say.message, message], ...Object.entries(fields)]
      .filter(([, value]) => typeof value === 'string' && value !== '');
    return h('div', { class: 'details', part: 'details' },
      h('dl', {}, ...pairs.map(([name, value]) => h('div', {}, h('dt', {}, printable(name)), h('dd', {}, lines(value))))),
      cut > 0 ? h('p', { class: 'cut' }, this.#say.cut(this.#number.format(cut))) : null,
      h('button', { type: 'button', class: 'quiet', click: () => this.#copy(JSON.stringify(entry, null, 2), 1) }, this.#say.copyLine));
  }

  #time(at) {
    const date = new Date(at ?? NaN);
    if (Number.isNaN(date.getTime())) return h('span', { class: 'time' });
    return h('time', { class: 'time', part: 'time', datetime: at, title: this.#exact.format(date) }, this.#clock.format(date));
  }
}

function lines(text) {
  return text.split('\n').map(printable).join('\n');
}

/** @param {import('./book.js').Row[]} rows */
export function textOf(rows) {
  return rows.filter(({ entry }) => entry).map(({ entry }) => plainText(entry)).join('\n');
}
