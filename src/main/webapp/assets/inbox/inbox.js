// <tidings-inbox>: the notifications of whoever is signed in.
//
//   compact          for narrow places: no search, no selecting, two tabs
//   tab="unread"     all (default), unread, archived, snoozed
//   category="…"     only these
//   limit="30"       how many are read at a time
//   lang="de"        en, de, fr; else that of the page
//
// Dispatches `tidings-select` (detail: the item; preventDefault() keeps it from being opened) and
// `tidings-mark` (detail: {mark, ids or all, changed}), both bubble out of shadow roots.
// Parts: frame head tabs tab number filter search category-select bulk panel list item item-unread item-pinned
// icon title link dot body meta category actions action tools tool digest button menu menu-row undo-bar undo
// pill empty banner problem.

import { TidingsElement } from '../element.js';
import { stream } from '../stream.js';
import { Announcer } from './announcer.js';
import { EntryList } from './entry-list.js';
import { Frame, TABS } from './frame.js';
import { looks } from './inbox-looks.js';
import { inbox } from './inbox-store.js';
import { Keys, keyList } from './keys.js';
import { webAddress } from './link.js';
import { Marker } from './marker.js';
import { Menu } from './menu.js';
import { Reading } from './reading.js';
import { Seen } from './seen.js';
import { UndoBar } from './undo-bar.js';
import { wordsOf } from './words.js';

const MINUTE = 60_000;
const PATIENCE = 3_000; // most interruptions are over before they are worth a sentence

class Inbox extends TidingsElement {
  static styles = [looks];
  static observedAttributes = ['tab', 'category', 'limit', 'lang', 'compact'];

  #words;
  #frame;
  #list;
  #menu;
  #undo;
  #marker;
  #reading = new Reading({ done: () => this.#draw(), failed: (problem) => this.#failed(problem) });
  #seen = new Seen(this, () => this.#reading.entries?.items ?? []);
  #announcer;
  #q = '';
  #selecting = false;
  #atTop = true;
  #clock;
  #drawing;
  #patience;
  #observer;

  connectedCallback() {
    this.#build();
    inbox.addEventListener('counts', this.#onCounts);
    inbox.addEventListener('change', this.#onChange);
    inbox.addEventListener('reload', this.#onReload);
    inbox.addEventListener('refused', this.#onRefused);
    stream.addEventListener('state', this.#onState);
    document.addEventListener('visibilitychange', this.#onVisible);
    this.#clock = setInterval(() => this.#list.refreshTimes(), MINUTE / 2);
    this.#open();
  }

  disconnectedCallback() {
    inbox.removeEventListener('counts', this.#onCounts);
    inbox.removeEventListener('change', this.#onChange);
    inbox.removeEventListener('reload', this.#onReload);
    inbox.removeEventListener('refused', this.#onRefused);
    stream.removeEventListener('state', this.#onState);
    document.removeEventListener('visibilitychange', this.#onVisible);
    this.#observer.disconnect();
    this.#undo.stop();
    this.#seen.stop();
    this.#reading.stop();
    for (const timer of [this.#clock, this.#drawing, this.#patience]) clearTimeout(timer);
    this.#drawing = this.#patience = undefined;
  }

  attributeChangedCallback(name) {
    if (!this.#frame || !this.isConnected) return;
    if (name === 'lang' || name === 'compact') this.#build();
    this.#open();
  }

  get tab() {
    const asked = this.getAttribute('tab');
    return TABS.includes(asked) ? asked : 'all';
  }

  set tab(name) {
    this.setAttribute('tab', name);
  }

  get category() {
    return this.getAttribute('category') ?? '';
  }

  set category(name) {
    this.toggleAttribute('category', Boolean(name));
    if (name) this.setAttribute('category', name);
  }

  get compact() {
    return this.hasAttribute('compact');
  }

  get limit() {
    return Number(this.getAttribute('limit')) || (this.compact ? 15 : 30);
  }

  /** Where the keyboard was, else the tabs. */
  focus() {
    if (!this.#list?.focus()) this.#frame?.focusTab();
  }

  /** Someone looks at it now, as when a popover opens: what is in it is seen. */
  look() {
    this.#onVisible();
  }

  #build() {
    const words = this.#words = wordsOf(this);
    this.#q = ''; // the field for it is a new one
    this.#observer?.disconnect();
    this.#undo?.stop();
    this.#list = new EntryList(words, this.compact, {
      choose: (entry, event) => this.#choose(entry, event),
      tool: (entry, name, button) => this.#marker.use(entry, name, button),
      act: (entry, action) => this.#marker.act(entry, action),
      check: (entry) => this.#check(entry, entry.checked),
      digest: (entry) => this.#digest(entry),
    });
    this.#menu = new Menu(words);
    this.#undo = new UndoBar(words);
    this.#marker = new Marker(words, this.#menu, this.#undo, (detail) => this.#dispatch('tidings-mark', detail));
    this.#frame = new Frame(words, this.compact, this.#list.element, [this.#menu.element, this.#undo.element], {
      tab: (name) => { this.tab = name; },
      category: (name) => { this.category = name; },
      search: (q) => { this.#q = q; this.#open(); },
      more: () => this.#more(),
      retry: () => this.#again(),
      release: () => this.#release(true),
      markAll: () => this.#marker.mark('read', this.#everything()),
      archiveAll: () => this.#marker.mark('archived', this.#everything()),
      selecting: (on) => this.#select(on),
      bulk: (name, button) => this.#bulk(name, button),
      keys: (button) => this.#menu.open(button, words.say('keys'), [], keyList(words)),
    });
    this.#announcer = new Announcer((text) => this.#frame.announce(text));
    const keys = new Keys(this.#list, {
      search: this.compact ? undefined : () => this.#frame.focusSearch(),
      undo: () => this.#undo.back(),
      choose: (entry, event) => this.#choose(entry, event),
      check: this.compact ? undefined : (entry) => this.#checkByKey(entry),
      tool: (entry, name, button) => this.#marker.use(entry, name, button),
    });
    this.#frame.element.addEventListener('keydown', (event) => keys.press(event));
    this.shadowRoot.replaceChildren(this.#frame.element);
    this.#observer = new IntersectionObserver((all) => all.forEach((one) => this.#scrolled(one)));
    this.#observer.observe(this.#frame.top);
    if (inbox.counts) this.#frame.counts = inbox.counts;
    this.#onState();
    this.#readCategories();
  }

  get #view() {
    return { tab: this.tab, category: this.category, q: this.#q };
  }

  // Reading

  #open() {
    this.#list.clear();
    this.#frame.show(this.#view);
    this.#frame.loading(true);
    this.#reading.open(this.#view, this.limit);
  }

  #again() {
    this.#frame.loading(this.#list.size === 0);
    this.#reading.again();
  }

  #more() {
    if (!this.#reading.ready) return;
    this.#frame.loading(false);
    this.#reading.more();
  }

  #failed(problem) {
    const signedOut = problem.status === 401;
    this.#frame.failed(signedOut ? this.#words.say('signedOut') : `${this.#words.say('failed')} ${problem.detail}`);
  }

  async #readCategories() {
    if (this.compact) return;
    try {
      this.#frame.categories = await inbox.categories();
    } catch {
      // There still are those of the items shown.
    }
  }

  async #digest(entry) {
    try {
      entry.problem = '';
      return await inbox.digest(entry.item.id);
    } catch (problem) {
      entry.problem = problem.detail;
      return [];
    }
  }

  // Showing

  #draw() {
    clearTimeout(this.#drawing);
    this.#drawing = undefined;
    const { entries, next, searchedTo } = this.#reading;
    const items = entries.items;
    this.#list.show(items);
    this.#frame.categories = [...new Set(items.map((item) => item.category))];
    this.#frame.loaded({ size: items.length + entries.held, ...this.#view, next, searchedTo });
    this.#frame.held(entries.held);
    if (this.#selecting) this.#showSelected();
    // Observing anew tells at once whether the end is still in sight.
    this.#observer.unobserve(this.#frame.end);
    if (next && !this.#reading.hesitant) this.#observer.observe(this.#frame.end);
    this.#seen.soon();
  }

  /** A burst of changes is drawn once. Not requestAnimationFrame: that stands still in a hidden tab. */
  #drawSoon() {
    this.#drawing ??= setTimeout(() => this.#reading.entries && this.#draw(), 16);
  }

  #onCounts = ({ detail }) => {
    this.#frame.counts = detail;
  };

  #onChange = ({ detail: change }) => {
    const { entries } = this.#reading;
    const news = change.arrived && entries && !entries.get(change.items[0].id);
    if (!this.#reading.apply(change, !this.#atTop)) return;
    if (news && entries.get(change.items[0].id)) this.#announce(change.items[0]);
    this.#drawSoon();
  };

  #onReload = () => this.#again();

  #onRefused = () => this.#frame.banner(this.#words.say('refused'));

  #onState = () => {
    const { state } = stream.status;
    clearTimeout(this.#patience);
    if (state === 'reconnecting') this.#patience = setTimeout(() => this.#frame.banner(this.#words.say('offline')), PATIENCE);
    else this.#frame.banner(state === 'closed' ? this.#words.say('signedOut') : '');
  };

  #scrolled({ target, isIntersecting }) {
    if (target === this.#frame.end) {
      if (isIntersecting) this.#more();
      return;
    }
    this.#atTop = isIntersecting;
    if (isIntersecting) {
      this.#release(false);
      this.#seen.soon();
    }
  }

  #release(scroll) {
    const { entries } = this.#reading;
    if (!entries?.held) return;
    entries.release();
    this.#draw();
    if (!scroll) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#frame.panel.scrollTo({ top: 0 });
    this.scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' });
    this.#list.current = entries.items[0]?.id;
    this.#list.focus();
  }

  /** Toasts are read out already. */
  #announce(item) {
    if (document.querySelector('tidings-toast') || !this.checkVisibility()) return;
    const title = item.title || this.#words.say('digest', { n: item.count, category: item.category });
    this.#announcer.say((n) => this.#words.say('announced', { n, title }));
  }

  #onVisible = () => document.hidden || this.#seen.soon();

  // Doing

  #everything() {
    return { all: true, ...(this.category ? { category: this.category } : {}) };
  }

  #choose(entry, event) {
    const link = event.target.closest?.('a');
    if (this.#selecting && !link) {
      this.#check(entry, !entry.checked);
      return;
    }
    if (!this.#dispatch('tidings-select', entry.item)) {
      event.preventDefault();
      return;
    }
    const { id, unread } = entry.item;
    const address = entry.item.link && webAddress(entry.item.link.href);
    if (!link && !address) {
      if (unread) this.#marker.one(entry, 'read', { quiet: true });
      return;
    }
    if (unread) inbox.followed(id);
    if (!link) location.assign(address);
  }

  #select(on) {
    this.#selecting = on;
    this.#list.select(false);
    this.#showSelected();
    if (!on) this.#frame.select.focus();
  }

  #check(entry, checked) {
    entry.checked = checked;
    this.#showSelected();
  }

  #checkByKey(entry) {
    if (!this.#selecting) this.#select(true);
    entry.focus(); // the buttons, one of which may have had it, are gone
    this.#check(entry, !entry.checked);
  }

  #showSelected() {
    this.#frame.selecting(this.#selecting, this.#list.selected.length);
  }

  #bulk(name, button) {
    if (name === 'all') {
      this.#list.select(true);
      this.#showSelected();
    } else if (name === 'snooze') {
      this.#marker.snooze(button, (until) => this.#markSelected('snoozed', { until }));
    } else {
      this.#markSelected(name === 'read' ? 'read' : this.tab === 'archived' ? 'unarchived' : 'archived');
    }
  }

  async #markSelected(mark, options) {
    await this.#marker.many(this.#list.selected, mark, options);
    this.#list.select(false);
    this.#showSelected(); // which disables the button that was pressed
    this.focus();
  }

  #dispatch(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === 'tidings-select' }));
  }
}

customElements.define('tidings-inbox', Inbox);
