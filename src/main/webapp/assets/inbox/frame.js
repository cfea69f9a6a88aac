// What stands around the list: tabs, search, what to do with all, and what is said when there is no list.

import { h } from '../dom.js';
import { icon } from './icons.js';

export const TABS = ['all', 'unread', 'archived', 'snoozed'];
const TABS_COMPACT = ['all', 'unread'];
const TYPING = 250;

export class Frame {
  #words;
  #tabs;
  #search;
  #category;
  #bulk;
  #selected;
  #banner;
  #problem;
  #reason;
  #skeleton;
  #empty;
  #more;
  #searched;
  #status;
  #typing;

  /**
   * @param {import('./words.js').Words} words
   * @param {boolean} compact
   * @param {HTMLElement} list
   * @param {HTMLElement[]} overlays menus and bars
   * @param {object} does `tab(name)`, `category(name)`, `search(text)`, `more()`, `retry()`, `release()`,
   *     `markAll()`, `archiveAll()`, `selecting(on)`, `bulk(name, button)`, `keys(button)`
   */
  constructor(words, compact, list, overlays, does) {
    this.#words = words;
    const say = (name) => words.say(name);
    const button = (name, click, attributes = {}) => h('button', { type: 'button', class: 'quiet', part: `button ${name}`, click, ...attributes }, say(name));

    this.#tabs = h('div', { role: 'tablist', class: 'tabs', part: 'tabs', 'aria-label': say('views'), keydown: (event) => this.#tabKeys(event) },
      ...(compact ? TABS_COMPACT : TABS).map((name) => h('button', {
        type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': 'panel', 'data-tab': name, part: 'tab',
        click: () => does.tab(name),
      }, say(name), name === 'unread' ? h('span', { class: 'number', part: 'number' }) : null)));
    this.#search = h('input', { type: 'search', part: 'search', placeholder: say('search'), 'aria-label': say('searchLabel'), maxlength: 100, input: () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => does.search(this.#search.value.trim()), TYPING);
    } });
    this.#category = h('select', { part: 'category-select', 'aria-label': say('category'), change: () => does.category(this.#category.value) },
      h('option', { value: '' }, say('everyCategory')));
    this.select = button('select', () => does.selecting(this.#bulk.hidden), { 'aria-pressed': 'false' });
    this.#selected = h('span', { role: 'status' });
    this.#bulk = h('div', { class: 'bulk', part: 'bulk', role: 'group', 'aria-label': say('select'), hidden: true }, this.#selected,
      button('selectAll', () => does.bulk('all')), button('markRead', () => does.bulk('read')), button('archive', () => does.bulk('archive')),
      button('snooze', (event) => does.bulk('snooze', event.currentTarget)), button('done', () => does.selecting(false)));
    this.#banner = h('p', { class: 'banner', part: 'banner', role: 'status', hidden: true });
    this.#reason = h('p');
    this.#problem = h('div', { class: 'problem', part: 'problem', role: 'alert', hidden: true }, this.#reason, button('retry', does.retry));
    this.#skeleton = h('div', { class: 'skeleton', 'aria-hidden': 'true' },
      ...Array.from({ length: compact ? 3 : 5 }, () => h('div', {}, h('i'), h('i'), h('i'))));
    this.#empty = h('div', { class: 'empty', part: 'empty', hidden: true });
    this.#searched = h('p', { class: 'searched', role: 'status', hidden: true });
    this.#more = h('button', { type: 'button', class: 'quiet more', part: 'button load-more', hidden: true, click: does.more });
    this.pill = h('button', { type: 'button', class: 'pill', part: 'pill', hidden: true, click: does.release });
    this.top = h('div', { class: 'top', 'aria-hidden': 'true' });
    this.end = h('div', { class: 'end' }, this.#searched, this.#more);
    this.panel = h('div', { role: 'tabpanel', id: 'panel', class: 'panel', part: 'panel', tabindex: '-1' },
      this.top, h('div', { class: 'pill-place' }, this.pill), this.#problem, this.#skeleton, this.#empty, list, this.end);
    this.#status = h('p', { class: 'unseen', role: 'status' });

    this.element = h('section', { class: compact ? 'frame compact' : 'frame', part: 'frame', 'aria-label': say('notifications') },
      compact ? null : h('h2', { class: 'unseen' }, say('notifications')),
      h('header', { class: 'head', part: 'head' }, this.#tabs,
        h('div', { class: 'all', role: 'group', 'aria-label': say('notifications') },
          button('markAllRead', does.markAll), compact ? null : button('archiveAll', does.archiveAll), compact ? null : this.select,
          h('button', { type: 'button', class: 'keys', part: 'button keys', title: say('keys'), 'aria-label': say('keys'), 'aria-haspopup': 'dialog', click: (event) => does.keys(event.currentTarget) }, icon('keys')))),
      compact ? null : h('div', { class: 'filter', part: 'filter' }, h('div', { class: 'search' }, icon('search', 18), this.#search), this.#category),
      this.#bulk, this.#banner, this.panel, ...overlays, this.#status);
  }

  /** @param {{tab: string, category: string}} view */
  show({ tab, category }) {
    for (const button of this.#tabs.children) {
      const here = button.dataset.tab === tab;
      button.setAttribute('aria-selected', here);
      button.tabIndex = here ? 0 : -1;
      if (here) this.panel.setAttribute('aria-labelledby', button.id);
    }
    this.#bulk.querySelector('[part~="archive"]').textContent = this.#words.say(tab === 'archived' ? 'unarchive' : 'archive');
    if (category && ![...this.#category.options].some((option) => option.value === category)) this.#category.add(new Option(category));
    this.#category.value = category;
  }

  set categories(names) {
    const chosen = this.#category.value;
    for (const name of names) {
      if (![...this.#category.options].some((option) => option.value === name)) this.#category.add(new Option(name));
    }
    this.#category.value = chosen;
  }

  set counts({ unread }) {
    this.#tabs.querySelector('.number').textContent = unread > 0 ? this.#words.number(unread) : '';
  }

  loading(first) {
    this.panel.setAttribute('aria-busy', 'true');
    this.#problem.hidden = true;
    this.#skeleton.hidden = !first;
    if (first) this.#empty.hidden = true;
    this.#more.textContent = this.#words.say('loading');
  }

  /** @param {{size: number, tab: string, q: string, next: string|null, searchedTo?: string}} state */
  loaded({ size, tab, q, next, searchedTo }) {
    this.panel.setAttribute('aria-busy', 'false');
    this.#skeleton.hidden = true;
    this.#more.hidden = !next;
    this.#more.textContent = this.#words.say(q ? 'searchOn' : 'loadMore');
    this.#searched.hidden = !q || size === 0 && !next;
    const far = searchedTo ? this.#words.say('searchedTo', { time: this.#words.day(searchedTo) }) : this.#words.say('searchedSome');
    this.#searched.textContent = next ? far : this.#words.say('searchedAll');
    this.empty(size === 0 && !next && (q ? 'search' : tab));
  }

  empty(kind) {
    this.#empty.hidden = !kind;
    if (!kind || this.#empty.dataset.kind === kind) return;
    this.#empty.dataset.kind = kind;
    const [title, text] = this.#words.look(`empty.${kind}`);
    const picture = { all: 'bell', unread: 'read', archived: 'archive', snoozed: 'snooze', search: 'search' }[kind];
    this.#empty.replaceChildren(h('span', { class: 'empty-picture' }, icon(picture, 36)), h('p', { class: 'empty-title' }, title), h('p', {}, text));
  }

  failed(words) {
    this.panel.setAttribute('aria-busy', 'false');
    this.#skeleton.hidden = true;
    this.#more.textContent = this.#words.say('loadMore');
    this.#reason.textContent = words;
    this.#problem.hidden = false;
  }

  /** @param {string} words none: nothing to say */
  banner(words) {
    this.#banner.hidden = !words;
    if (this.#banner.textContent !== words) this.#banner.textContent = words;
  }

  selecting(on, count) {
    this.#bulk.hidden = !on;
    this.select.setAttribute('aria-pressed', on);
    this.element.classList.toggle('selecting', on);
    this.#selected.textContent = this.#words.say('selected', { n: count });
    for (const button of this.#bulk.querySelectorAll('[part~="markRead"], [part~="archive"], [part~="snooze"]')) button.disabled = count === 0;
  }

  /** How many wait above. */
  held(count) {
    this.pill.hidden = count === 0;
    if (count > 0) this.pill.textContent = this.#words.say('arrived', { n: count });
  }

  announce(words) {
    this.#status.textContent = words;
  }

  focusSearch() {
    this.#search.focus();
  }

  focusTab() {
    this.#tabs.querySelector('[aria-selected="true"]')?.focus();
  }

  #tabKeys(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const rtl = getComputedStyle(this.#tabs).direction === 'rtl';
    const tabs = [...this.#tabs.children];
    const next = tabs.at((tabs.indexOf(event.target) + (rtl ? -step : step)) % tabs.length);
    next.focus();
    next.click();
    event.preventDefault();
  }
}
