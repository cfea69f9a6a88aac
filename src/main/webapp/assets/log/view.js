// What a log shows: tools, lines, and how it stands. Knows nothing of servers.

import { h } from '../dom.js';
import { RowMaker, textOf } from './row.js';
import { Rows } from './rows.js';

const FRAME = 16; // what comes together is drawn once; not requestAnimationFrame, which stands still in a hidden tab
const SPEAK = 5_000; // and read out as a number, not too often
const TYPING = 200;
const AT_END = 24; // pixels from the end that still count as the end
const SEVERITIES = ['error', 'warning', 'info', 'debug'];

export class LogView {
  #say;
  #number;
  #limit;
  #name;
  #rows;
  #maker;
  #scroller;
  #lines;
  #sizes;
  #empty;
  #problem;
  #reason;
  #fresh;
  #follow;
  #shown;
  #skipped;
  #state;
  #status;
  #search;
  #chips = new Map();
  #hidden = new Set();
  #following = true;
  #waiting = []; // rows that came while paused, or since the last drawing
  #fetched = 0; // how many of them are lines
  #left = 0; // lines that the server left out, since the page began
  #unsaid = { lines: 0, errors: 0 };
  #top = 0;
  #drawing;
  #speaking;
  #typing;

  /**
   * @param {ShadowRoot} shadow where it shows it all
   * @param {{name: string, limit: number, say: import('./words.js').words['en'], locale: string, retry: () => void}} about
   */
  constructor(shadow, { name, limit, say, locale, retry }) {
    this.#say = say;
    this.#limit = limit;
    this.#name = name;
    this.#number = new Intl.NumberFormat(locale);
    this.#maker = new RowMaker({ say, locale, copy: (text, n) => this.#copy(text, n) });
    this.#reason = h('p');
    this.#problem = h('div', { class: 'problem', part: 'problem', role: 'alert', hidden: true },
      this.#reason, h('button', { type: 'button', class: 'quiet', click: retry }, say.again));
    this.#empty = h('p', { class: 'empty', part: 'empty' }, say.loading);
    this.#scroller = h('div', {
      // Read out by the status below: nobody wants to hear a thousand lines a second.
      class: 'scroller', part: 'lines', role: 'log', 'aria-live': 'off', 'aria-label': say.lines(name), tabindex: 0,
      scroll: () => this.#scrolled(), keydown: (event) => this.#key(event), click: (event) => this.#clicked(event),
    });
    this.#lines = h('div');
    this.#rows = new Rows(this.#scroller, this.#lines, this.#maker, limit);
    // The browser corrects what it thought of the size of lines that were out of sight.
    this.#sizes = new ResizeObserver(() => this.#toEnd());
    this.#sizes.observe(this.#lines);
    this.#search = h('input', {
      type: 'search', class: 'search', part: 'search', placeholder: say.search, 'aria-label': say.searchLabel,
      autocomplete: 'off', spellcheck: 'false', maxlength: 200, input: () => this.#searchSoon(),
    });
    this.#follow = h('button', { type: 'button', class: 'quiet follow', part: 'button', click: () => this.#setFollowing(!this.#following) });
    this.#fresh = h('button', { type: 'button', class: 'primary fresh', part: 'fresh', hidden: true, click: () => this.#setFollowing(true) });
    this.#shown = h('span', { class: 'shown' });
    this.#skipped = h('span', { class: 'skipped', part: 'skipped', hidden: true, title: say.skippedTitle });
    this.#state = h('span', { class: 'state' });
    this.#status = h('p', { class: 'unseen', role: 'status' });
    shadow.replaceChildren(h('div', { class: 'log', part: 'log' },
      h('div', {}, this.#tools(), this.#problem),
      this.#scroller,
      h('div', { class: 'foot', part: 'foot' }, this.#shown, this.#skipped, this.#state),
      this.#fresh, this.#status));
    this.#scroller.append(this.#lines, this.#empty);
    this.#tell();
  }

  #tools() {
    const say = this.#say;
    const action = (words, click) => h('button', { type: 'button', class: 'plain', part: 'button', click }, words);
    const wrap = action(say.wrap, () => {
      const wrapped = this.#scroller.classList.toggle('wrapped');
      wrap.setAttribute('aria-pressed', wrapped);
      this.#toEnd();
    });
    wrap.setAttribute('aria-pressed', 'false');
    for (const severity of SEVERITIES) {
      const count = h('span', { class: 'count' });
      const chip = h('button', {
        type: 'button', class: 'severity', part: 'severity', 'data-severity': severity, 'aria-pressed': 'true', click: () => this.#toggle(severity),
      }, say[severity], count);
      this.#chips.set(severity, { chip, count });
    }
    return h('div', { class: 'tools', part: 'tools', role: 'group', 'aria-label': say.tools },
      h('div', { class: 'severities', role: 'group', 'aria-label': say.severities }, ...[...this.#chips.values()].map(({ chip }) => chip)),
      this.#search,
      h('div', { class: 'actions' }, this.#follow, wrap,
        action(say.copy, () => this.#copyShown()),
        action(say.download, () => this.#download()),
        action(say.clear, () => this.#clear())));
  }

  /**
   * Rows that have arrived, or were there before.
   * @param {import('./book.js').Row[]} rows
   * @param {boolean} live whether they have just happened
   */
  add(rows, live) {
    for (const { entry, skipped } of rows) {
      this.#left += skipped;
      if (!entry) continue;
      this.#fetched++;
      if (!live) continue;
      this.#unsaid.lines++;
      if (entry.severity === 'error') this.#unsaid.errors++;
    }
    // One by one: spread into push, a long history would not fit on the stack.
    for (const row of rows) this.#waiting.push(row);
    if (this.#waiting.length > 2 * this.#limit) this.#waiting.splice(0, this.#waiting.length - this.#limit);
    this.#drawing ??= setTimeout(() => this.#draw(), FRAME);
    if (live) this.#speaking ??= setTimeout(() => this.#speak(), SPEAK);
  }

  loaded() {
    this.#problem.hidden = true;
    this.#empty.textContent = this.#say.empty;
  }

  failed(detail) {
    this.#reason.textContent = `${this.#say.failed} ${detail}`;
    this.#problem.hidden = false;
  }

  refused() {
    this.#problem.hidden = true;
    this.#empty.textContent = this.#say.refused;
  }

  stop() {
    for (const timer of [this.#drawing, this.#speaking, this.#typing]) clearTimeout(timer);
    this.#drawing = this.#speaking = undefined;
    this.#sizes.disconnect();
    this.#rows.stop();
  }

  #draw() {
    this.#drawing = undefined;
    if (this.#following) {
      this.#rows.append(this.#waiting);
      this.#waiting = [];
      this.#fetched = 0;
      this.#toEnd();
    }
    this.#tell();
  }

  /** How it stands, in numbers. */
  #tell() {
    const say = this.#say;
    const { size, found, counts } = this.#rows;
    const visible = this.#hidden.size === 0 ? found : this.#rows.shown((severity) => !this.#hidden.has(severity)).length;
    write(this.#shown, say.shown(this.#number.format(visible), this.#number.format(size)));
    for (const [severity, { count }] of this.#chips) write(count, this.#number.format(counts[severity]));
    this.#skipped.hidden = this.#left === 0;
    write(this.#skipped, say.skippedAll(this.#number.format(this.#left)));
    write(this.#state, this.#following ? say.following : say.paused);
    write(this.#follow, this.#following ? say.pause : say.follow);
    this.#fresh.hidden = this.#following || this.#fetched === 0;
    write(this.#fresh, say.fresh(this.#fetched, this.#number.format(this.#fetched)));
    if (size > 0) write(this.#empty, say.nothing);
    this.#empty.hidden = visible > 0;
  }

  #setFollowing(following) {
    this.#following = following;
    if (following) this.#draw();
    else this.#tell();
    // The button that was pressed may be gone.
    if (following && this.#fresh.matches(':focus')) this.#scroller.focus();
  }

  #toEnd() {
    if (!this.#following) return;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#top = this.#scroller.scrollTop;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const atEnd = scrollHeight - scrollTop - clientHeight <= AT_END;
    // Up is what a reader does; the end moves away by itself when lines come.
    if (this.#following && !atEnd && scrollTop < this.#top - 2) this.#setFollowing(false);
    this.#top = scrollTop;
  }

  #toggle(severity) {
    const hide = !this.#hidden.delete(severity);
    if (hide) this.#hidden.add(severity);
    this.#chips.get(severity).chip.setAttribute('aria-pressed', !hide);
    this.#scroller.dataset.hidden = [...this.#hidden].join(' ');
    this.#tell();
    this.#toEnd();
  }

  #searchSoon() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.#rows.search(this.#search.value.trim());
      this.#tell();
      this.#toEnd();
    }, TYPING);
  }

  #clear() {
    this.#rows.clear();
    this.#waiting = [];
    this.#fetched = this.#left = 0;
    this.#empty.textContent = this.#say.empty;
    this.#status.textContent = this.#say.cleared;
    this.#setFollowing(true);
  }

  #clicked({ target }) {
    if (!target.closest('.line') || String(getSelection()) !== '') return;
    this.#open(target.closest('.row'));
  }

  #open(row) {
    const { row: { entry } } = this.#rows.of(row);
    const button = row.querySelector('.open');
    const open = button.getAttribute('aria-expanded') === 'false';
    button.setAttribute('aria-expanded', open);
    const details = open && this.#maker.details(entry);
    if (details) row.append(details);
    else row.querySelector('.details')?.remove();
    // What somebody reads stays where it is.
    if (open && this.#following) this.#setFollowing(false);
    if (details) details.scrollIntoView({ block: 'nearest' });
  }

  /** Up and down go from line to line; Enter, on the button of a line, opens it by itself. */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const lines = [...this.#scroller.querySelectorAll('.row .open')].filter((one) => one.checkVisibility({ contentVisibilityAuto: false }));
    const here = lines.indexOf(event.target.closest?.('.row')?.querySelector('.open'));
    const next = here < 0 ? lines.at(-1) : lines[here + step];
    if (!next) return;
    event.preventDefault();
    if (step < 0 && this.#following) this.#setFollowing(false);
    next.focus();
  }

  #copyShown() {
    const rows = this.#rows.shown((severity) => !this.#hidden.has(severity));
    this.#copy(textOf(rows), rows.length);
  }

  async #copy(text, lines) {
    try {
      await navigator.clipboard.writeText(text);
      this.#status.textContent = this.#say.copied(lines);
    } catch {
      this.#status.textContent = this.#say.notCopied; // plain HTTP elsewhere than on localhost
    }
    write(this.#state, this.#status.textContent);
  }

  #download() {
    const rows = this.#rows.shown((severity) => !this.#hidden.has(severity));
    const url = URL.createObjectURL(new Blob([`${textOf(rows)}\n`], { type: 'text/plain' }));
    h('a', { href: url, download: `${this.#name}-${new Date().toISOString().replace(/[:.]/g, '-')}.log` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  #speak() {
    this.#speaking = undefined;
    const { lines, errors } = this.#unsaid;
    if (lines > 0) this.#status.textContent = this.#say.told(lines, errors);
    this.#unsaid = { lines: 0, errors: 0 };
  }
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
