// A table whose rows come anew every second. They keep their place while somebody points at them or is in them with
// the keyboard: what ended stays, marked, and what is new comes last. Knows nothing of servers.

import { h } from '../dom.js';

const MOST = 200; // rows
const TYPING = 250;

/**
 * What a table shows of a row.
 * @typedef {string | {text: string, title?: string, tone?: string, beside?: string}} Shown
 * @typedef {{name: string, of: (row: any) => any, show?: (row: any) => Shown, opens?: (row: any) => void,
 *   number?: boolean, first?: 'desc', most?: number}} Column
 *   `of`: what is sorted by. `show`: what is seen, `of` as text when left out. `opens`: it is a button that does so.
 *   `first`: the way it is sorted at first. `most`: characters of width, for what may be long
 * @typedef {{name: string, label: string, of: (row: any) => string, words: (value: string) => string}} Choice
 */

export class Table {
  #name;
  #say;
  #columns;
  #key;
  #figures;
  #acts;
  #texts;
  #asked;
  #shown = new Map(); // key → {row, tr, cells, shown, acts, offered}
  #rows = [];
  #total = 0;
  #more = false;
  #paused = false;
  #sort;
  #down;
  #body;
  #heads = new Map();
  #count;
  #note;
  #held;
  #empty;
  #scroller;
  #search;
  #choices = [];
  #typing;
  #gone;

  /**
   * @param {{name: string, say: import('./words.js').words['en'], figures: import('../metrics/figures.js').Figures, columns: Column[], key: (row: any) => string, sort: string,
   *   acts?: (row: any) => Array<{text: string, label: string, danger?: boolean, does: (row: any) => void}>,
   *   texts?: (row: any) => string[], choices?: Choice[], asked?: (filter: string) => void, gone: string}} about
   *   `acts`: what can be done about a row, or nothing. `texts`: what the filter looks at; without it there is none.
   *   `asked`: hears of a new filter. `gone`: the state of a row that is there no more
   */
  constructor({ name, say, figures, columns, key, sort, acts, texts, choices = [], asked = () => {}, gone }) {
    this.#name = name;
    this.#say = say;
    this.#figures = figures;
    this.#columns = columns;
    this.#key = key;
    this.#acts = acts;
    this.#texts = texts;
    this.#asked = asked;
    this.#gone = gone;
    this.#sort = sort;
    this.#down = columns.find((column) => column.name === sort)?.first === 'desc';
    this.element = this.#build(choices);
    this.#tellSort();
  }

  /** What is typed into the filter. */
  get filter() {
    return (this.#search?.value ?? '').trim();
  }

  /**
   * @param {object[]} rows all there are, or of many the busiest
   * @param {number} total how many there are
   * @param {boolean} [more] there are others that nobody has counted
   */
  show(rows, total, more = false) {
    this.#rows = rows;
    this.#total = Math.max(total, rows.length);
    this.#more = more;
    if (!this.#paused) this.#draw();
  }

  pause(paused) {
    this.#paused = paused;
    if (!paused) this.#draw();
  }

  #build(choices) {
    const say = this.#say;
    const title = say.sections[this.#name];
    this.#count = h('span', { class: 'count' });
    this.#note = h('p', { class: 'note', hidden: true });
    this.#held = h('span', { class: 'held', hidden: true }, say.held);
    this.#empty = h('p', { class: 'empty', hidden: true });
    this.#body = h('tbody', { role: 'rowgroup', pointerleave: () => this.#paused || this.#draw() });
    for (const column of this.#columns) {
      const word = say.columns[column.name];
      this.#heads.set(column.name, h('th', { scope: 'col', role: 'columnheader', class: classes(column), 'aria-sort': 'none' },
        h('button', { type: 'button', class: 'sort', click: () => this.#sortBy(column) }, word)));
    }
    const head = h('tr', { role: 'row' }, ...this.#heads.values(), this.#acts && h('th', { scope: 'col', role: 'columnheader', class: 'c-acts' }, h('span', { class: 'unseen' }, say.columns.acts)));
    this.#scroller = h('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': title },
      h('table', { role: 'table', 'aria-label': title }, h('thead', { role: 'rowgroup' }, head), this.#body), this.#empty);
    return h('section', { class: 'part', 'data-name': this.#name },
      h('header', {}, h('h2', {}, title), this.#count, this.#held, this.#filters(choices)), this.#note, this.#scroller);
  }

  #filters(choices) {
    const say = this.#say;
    if (!this.#texts) return null;
    this.#search = h('input', {
      type: 'search', class: 'search', placeholder: say.filterOf[this.#name], 'aria-label': `${say.filter}: ${say.filterOf[this.#name]}`,
      autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', maxlength: 200, input: () => this.#typed(),
    });
    this.#choices = choices.map((choice) => ({
      ...choice,
      known: '',
      select: h('select', { class: 'choice', 'aria-label': choice.label, 'data-name': choice.name, change: () => this.#draw(true) },
        h('option', { value: '' }, `${choice.label}: ${say.every.toLowerCase()}`)),
    }));
    return h('div', { class: 'filters', role: 'search', 'aria-label': `${say.filter}: ${say.sections[this.#name]}` },
      this.#search, ...this.#choices.map(({ select }) => select));
  }

  #typed() {
    this.#draw(true);
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#asked(this.filter), TYPING);
  }

  #sortBy(column) {
    if (this.#sort === column.name) {
      this.#down = !this.#down;
    } else {
      this.#sort = column.name;
      this.#down = column.first === 'desc';
    }
    this.#tellSort();
    this.#draw(true);
  }

  #tellSort() {
    for (const [name, head] of this.#heads) {
      head.setAttribute('aria-sort', name !== this.#sort ? 'none' : this.#down ? 'descending' : 'ascending');
    }
  }

  /** Whether somebody is at the rows, so that they may not jump. */
  get #busy() {
    return this.#body.matches(':hover') || this.#body.querySelector(':focus-visible') !== null;
  }

  /** @param {boolean} [anew] it was asked for: the rows are put in order whoever is at them */
  #draw(anew) {
    this.#offer();
    const fitting = this.#fitting();
    const held = !anew && this.#shown.size > 0 && this.#busy;
    const keys = held ? this.#kept(fitting) : fitting.slice(0, MOST).map((row) => this.#key(row));
    const rows = new Map(this.#rows.map((row) => [this.#key(row), row]));
    this.#held.hidden = !held;
    const wanted = new Set(keys);
    for (const [key, { tr }] of this.#shown) {
      if (wanted.has(key)) continue;
      if (tr.contains(tr.getRootNode().activeElement)) this.#scroller.focus({ preventScroll: true });
      tr.remove();
      this.#shown.delete(key);
    }
    let next = null;
    for (const key of keys.toReversed()) {
      const row = rows.get(key);
      const there = this.#shown.get(key) ?? this.#make(key);
      if (row) this.#fill(there, row);
      else this.#end(there);
      if (there.tr.parentNode !== this.#body || there.tr.nextSibling !== next) this.#body.insertBefore(there.tr, next);
      next = there.tr;
    }
    this.#tell(fitting.length, keys.length);
  }

  /** Those that are shown stay where they are; others come last. */
  #kept(fitting) {
    const shown = [...this.#body.children].map((tr) => tr.dataset.key);
    const news = fitting.map((row) => this.#key(row)).filter((key) => !this.#shown.has(key));
    return [...shown, ...news.slice(0, Math.max(MOST - shown.length, 0))];
  }

  #fitting() {
    const words = this.filter.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = this.#choices.filter(({ select }) => select.value !== '');
    const fits = (row) => chosen.every(({ of, select }) => of(row) === select.value)
      && (words.length === 0 || has(this.#texts(row).join('\n').toLowerCase(), words));
    const { of } = this.#columns.find(({ name }) => name === this.#sort);
    const way = this.#down ? -1 : 1;
    return this.#rows.filter(fits)
      .map((row) => ({ row, by: of(row), key: this.#key(row) }))
      .sort((a, b) => way * compare(a.by, b.by) || (a.key < b.key ? -1 : 1))
      .map(({ row }) => row);
  }

  /** What there is to choose from is what there is. */
  #offer() {
    for (const choice of this.#choices) {
      const values = [...new Set(this.#rows.map(choice.of))].sort();
      if (choice.select.value && !values.includes(choice.select.value)) values.push(choice.select.value);
      choice.select.hidden = values.length < 2 && !choice.select.value;
      const known = values.join('\n');
      if (known === choice.known) continue;
      choice.known = known;
      const value = choice.select.value;
      choice.select.replaceChildren(choice.select.firstElementChild, ...values.map((one) => h('option', { value: one }, choice.words(one))));
      choice.select.value = value;
    }
  }

  #make(key) {
    const acts = this.#acts && h('td', { class: 'c-acts', role: 'cell' });
    const there = { row: undefined, tr: h('tr', { role: 'row', 'data-key': key }), cells: [], acts, shown: [], offered: '' };
    there.cells = this.#columns.map((column, i) => {
      // What is of unknown origin may read from right to left; it does so on its own.
      const text = h('bdi');
      const cell = h(i === 0 ? 'th' : 'td', {
        class: classes(column), role: i === 0 ? 'rowheader' : 'cell', scope: i === 0 && 'row', 'data-label': this.#say.columns[column.name],
      }, column.opens ? h('button', { type: 'button', class: 'open', 'aria-haspopup': 'dialog', click: () => column.opens(there.row) }, text) : text);
      if (column.most) cell.style.setProperty('--most', `${column.most}ch`);
      return cell;
    });
    there.tr.append(...there.cells, ...(acts ? [acts] : []));
    this.#shown.set(key, there);
    return there;
  }

  #fill(there, row) {
    there.row = row;
    delete there.tr.dataset.gone;
    this.#columns.forEach((column, i) => put(there, i, column.show ? column.show(row) : String(column.of(row) ?? '–')));
    this.#offerActs(there, row);
  }

  #offerActs(there, row) {
    if (!there.acts) return;
    const acts = this.#acts(row);
    const offered = acts.map(({ label }) => label).join('\n');
    if (offered === there.offered) return; // they keep the focus while nothing changes
    there.offered = offered;
    const focused = there.acts.contains(there.acts.getRootNode().activeElement);
    there.acts.replaceChildren(...acts.map(({ text, label, danger, does }) => h('button', {
      type: 'button', class: danger ? 'quiet act danger' : 'quiet act', 'aria-label': label, click: () => does(there.row),
    }, text)));
    if (focused) (there.acts.firstElementChild ?? this.#scroller).focus({ preventScroll: true });
  }

  /** It is there no more, and stays as long as somebody is at the rows. */
  #end(there) {
    if (there.tr.dataset.gone !== undefined) return;
    there.tr.dataset.gone = '';
    const i = this.#columns.findIndex(({ name }) => name === 'state');
    if (i >= 0) put(there, i, { text: this.#say.states[this.#gone], tone: 'gone' });
    if (there.acts?.contains(there.acts.getRootNode().activeElement)) this.#scroller.focus({ preventScroll: true });
    there.acts?.replaceChildren();
    there.offered = '';
  }

  #tell(fitting, shown) {
    const say = this.#say;
    const total = this.#total;
    const more = this.#more || total > this.#rows.length;
    const few = this.#figures.say(shown, 'number');
    const all = this.#figures.say(total, 'number') + (this.#more ? '+' : '');
    const unfiltered = fitting === this.#rows.length && shown < total;
    const text = unfiltered ? say.counts.busiest(few, all) : shown < total ? say.counts.some(few, all) : all;
    if (this.#count.textContent !== text) this.#count.textContent = text;
    this.#note.hidden = !more || !say.narrow[this.#name];
    this.#note.textContent = say.narrow[this.#name] ?? '';
    this.#empty.hidden = shown > 0;
    this.#empty.textContent = total > 0 ? say.noMatch : say.none[this.#name];
  }
}

function classes({ name, number, most }) {
  return [`c-${name}`, number && 'number', most && 'long'].filter(Boolean).join(' ');
}

/** Only what has changed is touched: a screen reader, a selection and a tool tip stay where they are. */
function put(there, i, what) {
  const { text, title = '', tone = '', beside = '' } = typeof what === 'string' ? { text: what } : what;
  const now = [text, title, tone, beside].join('\n');
  if (there.shown[i] === now) return;
  there.shown[i] = now;
  const cell = there.cells[i];
  cell.querySelector('bdi').textContent = text;
  cell.querySelector('.beside')?.remove();
  if (beside) cell.append(h('span', { class: 'beside' }, beside));
  if (title) cell.title = title;
  else cell.removeAttribute('title');
  if (tone) cell.dataset.tone = tone;
  else delete cell.dataset.tone;
}

function has(text, words) {
  return words.every((word) => text.includes(word));
}

function compare(a, b) {
  if (typeof a === 'number' || typeof b === 'number') return (a ?? -Infinity) - (b ?? -Infinity);
  return String(a ?? '').localeCompare(String(b ?? ''));
}
