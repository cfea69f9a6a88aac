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

import { call } from '../api.js';
import { Backoff } from '../backoff.js';
import { h } from '../dom.js';
import { TidingsElement } from '../element.js';
import { stream } from '../stream.js';
import { Announcer } from './announcer.js';
import { Entries } from './entries.js';
import { EntryList } from './entry-list.js';
import { Frame, TABS } from './frame.js';
import { looks } from './inbox-looks.js';
import { inbox } from './inbox-store.js';
import { ownAddress, webAddress } from './link.js';
import { Menu } from './menu.js';
import { UndoBar } from './undo-bar.js';
import { wordsOf } from './words.js';

const LARGEST = 100; // a page of the server's
const ROUNDS = 8; // stretches that a search goes through before it asks whether to go on
const MINUTE = 60_000;
const PATIENCE = 3_000; // most interruptions are over before they are worth a sentence
const LOOKED = 700; // what stood in sight for so long was seen

class Inbox extends TidingsElement {
  static styles = [looks];
  static observedAttributes = ['tab', 'category', 'limit', 'lang', 'compact'];

  #words;
  #frame;
  #list;
  #menu;
  #undo;
  #announcer;
  #entries;
  #q = '';
  #next = null;
  #searchedTo;
  #selecting = false;
  #atTop = true;
  #meanwhile = null; // changes while a first page is on its way
  #loads = 0; // tells a load that was overtaken from the present one
  #paging = false;
  #backoff = new Backoff();
  #retry;
  #clock;
  #drawing;
  #looking;
  #patience;
  #seen = new Set(); // ids we have told the server are seen
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
    this.#load();
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
    for (const timer of [this.#clock, this.#retry, this.#drawing, this.#looking, this.#patience]) clearTimeout(timer);
    this.#drawing = this.#looking = this.#patience = undefined;
    this.#loads++;
  }

  attributeChangedCallback(name) {
    if (!this.#frame || !this.isConnected) return;
    if (name === 'lang' || name === 'compact') this.#build();
    this.#load();
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
    return Math.min(LARGEST, Number(this.getAttribute('limit')) || (this.compact ? 15 : 30));
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
      tool: (entry, name, button) => this.#tool(entry, name, button),
      act: (entry, action) => this.#act(entry, action),
      check: (entry) => { entry.checked = entry.checked; this.#showSelected(); },
      digest: (entry) => this.#digest(entry),
    });
    this.#menu = new Menu(words);
    this.#undo = new UndoBar(words);
    this.#frame = new Frame(words, this.compact, this.#list.element, [this.#menu.element, this.#undo.element], {
      tab: (name) => { this.tab = name; },
      category: (name) => { this.category = name; },
      search: (q) => { this.#q = q; this.#load(); },
      more: () => this.#more(),
      retry: () => this.#load(),
      release: () => this.#release(true),
      markAll: () => this.#mark('read', this.#everything()),
      archiveAll: () => this.#mark('archived', this.#everything()),
      selecting: (on) => this.#select(on),
      bulk: (name, button) => this.#bulk(name, button),
      keys: (button) => this.#help(button),
    });
    this.#announcer = new Announcer((text) => this.#frame.announce(text));
    this.#frame.element.addEventListener('keydown', (event) => this.#key(event));
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

  /** Reads the first page; what is shown of the same view stays until it is there. */
  async #load(again = false) {
    const mine = ++this.#loads;
    clearTimeout(this.#retry);
    this.#paging = false;
    this.#meanwhile = [];
    const entries = new Entries(this.#view);
    if (!again) {
      this.#list.clear();
      this.#entries = undefined;
    }
    this.#frame.show(this.#view);
    this.#frame.loading(!again);
    const enough = again ? Math.max(this.limit, this.#list.size) : this.limit;
    try {
      await this.#read(entries, null, enough, () => mine === this.#loads);
      if (mine !== this.#loads) return;
      this.#entries = entries;
      for (const change of this.#meanwhile) entries.apply(change, false);
      this.#meanwhile = null;
      this.#backoff.reset();
      this.#draw();
    } catch (problem) {
      if (mine === this.#loads) this.#failed(problem, () => this.#load(again));
    }
  }

  /** Goes on where the last page ended. */
  async #more() {
    if (!this.#next || this.#paging || this.#meanwhile || !this.#entries) return;
    const mine = this.#loads;
    this.#paging = true;
    this.#frame.loading(false);
    try {
      await this.#read(this.#entries, this.#next, this.limit, () => mine === this.#loads);
      if (mine !== this.#loads) return;
      this.#paging = false;
      this.#draw();
    } catch (problem) {
      if (mine !== this.#loads) return;
      this.#paging = false;
      this.#failed(problem, () => this.#more());
    }
  }

  /** A search looks through a bounded stretch at a time and may find little there: on until there is enough. */
  async #read(entries, after, enough, wanted) {
    let found = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const page = await inbox.page({ ...this.#view, after: after ?? undefined, limit: Math.min(LARGEST, enough - found) });
      if (!wanted()) return;
      after = page.next;
      found += page.items.length;
      entries.append(page.items, page.counts.version, !page.next);
      this.#next = page.next;
      this.#searchedTo = page.searchedTo;
      if (!page.next || found >= enough) return;
    }
  }

  #failed(problem, again) {
    if (problem.status === 401) {
      this.#frame.failed(this.#words.say('signedOut'));
      return;
    }
    if (problem.passing) this.#retry = setTimeout(again, this.#backoff.next());
    this.#frame.failed(`${this.#words.say('failed')} ${problem.detail}`);
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
    const items = this.#entries.items;
    this.#list.show(items);
    this.#frame.categories = [...new Set(items.map((item) => item.category))];
    this.#frame.loaded({ size: items.length + this.#entries.held, ...this.#view, next: this.#next, searchedTo: this.#searchedTo });
    this.#frame.held(this.#entries.held);
    if (this.#selecting) this.#showSelected();
    // Observing anew tells at once whether the end is still in sight.
    this.#observer.unobserve(this.#frame.end);
    if (this.#next && items.length > 0) this.#observer.observe(this.#frame.end);
    this.#lookSoon();
  }

  /** A burst of changes is drawn once. Not requestAnimationFrame: that stands still in a hidden tab. */
  #drawSoon() {
    this.#drawing ??= setTimeout(() => this.#entries && this.#draw(), 16);
  }

  #onCounts = ({ detail }) => {
    this.#frame.counts = detail;
  };

  #onChange = ({ detail: change }) => {
    this.#meanwhile?.push(change);
    if (!this.#entries) return;
    const news = change.arrived && !this.#entries.get(change.items[0].id);
    if (!this.#entries.apply(change, !this.#atTop)) return;
    if (news && this.#entries.get(change.items[0].id)) this.#announce(change.items[0]);
    this.#drawSoon();
  };

  #onReload = () => this.#load(true);

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
      this.#lookSoon();
    }
  }

  #release(scroll) {
    if (!this.#entries?.held) return;
    this.#entries.release();
    this.#draw();
    if (!scroll) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#frame.panel.scrollTo({ top: 0 });
    this.scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' });
    this.#list.current = this.#entries.items[0]?.id;
    this.#list.focus();
  }

  /** Toasts are read out already. */
  #announce(item) {
    if (document.querySelector('tidings-toast') || !this.checkVisibility()) return;
    const title = item.title || this.#words.say('digest', { n: item.count, category: item.category });
    this.#announcer.say((n) => this.#words.say('announced', { n, title }));
  }

  #onVisible = () => document.hidden || this.#lookSoon();

  /** What is in sight for a moment is seen. */
  #lookSoon() {
    this.#looking ??= setTimeout(async () => {
      this.#looking = undefined;
      if (document.hidden || !this.checkVisibility() || !this.#entries) return;
      const ids = this.#entries.items.filter((item) => item.unseen && !this.#seen.has(`${item.id} ${item.at}`));
      if (ids.length === 0) return;
      for (const item of ids) this.#seen.add(`${item.id} ${item.at}`);
      await inbox.mark('seen', { ids: ids.slice(0, 500).map((item) => item.id) }).catch(() => {}); // then they stay unseen
    }, LOOKED);
  }

  // Doing

  #everything() {
    return { all: true, ...(this.category ? { category: this.category } : {}) };
  }

  async #mark(mark, target, { until, busy = [], quiet = false } = {}) {
    for (const entry of busy) entry.busy = true;
    this.#frame.element.setAttribute('aria-busy', 'true');
    try {
      const { changed, undo } = await inbox.mark(mark, target, until?.toISOString());
      this.#dispatch('tidings-mark', { mark, ...target, changed });
      if (quiet) return;
      // Of all at once the server tells how many were unread, which is another number.
      const what = target.all && !target.category ? this.#words.say(`didAll.${mark}`) : this.#words.say(`did.${mark}`, { n: changed });
      if (changed === 0 && undo == null) this.#undo.say(this.#words.say('nothingToDo'));
      else this.#undo.say(what, undo == null ? undefined : () => this.#takeBack(undo));
    } catch (problem) {
      this.#undo.say(`${this.#words.say('notMarked')} ${problem.detail}`);
    } finally {
      for (const entry of busy) entry.busy = false;
      this.#frame.element.setAttribute('aria-busy', 'false');
    }
  }

  async #takeBack(version) {
    try {
      await inbox.undo(version);
      this.#undo.say(this.#words.say('undone'));
    } catch (problem) {
      this.#undo.say(problem.status === 409 ? this.#words.say('tooLate') : `${this.#words.say('notMarked')} ${problem.detail}`);
    }
  }

  #markOne(entry, mark, options) {
    if (!entry.busy) this.#mark(mark, { ids: [entry.item.id] }, { busy: [entry], ...options });
  }

  #tool(entry, name, button) {
    const { unread, archived, pinned, snoozedUntil } = entry.item;
    if (name === 'read') this.#markOne(entry, unread ? 'read' : 'unread');
    if (name === 'archive') this.#markOne(entry, archived ? 'unarchived' : 'archived');
    if (name === 'pin') this.#markOne(entry, pinned ? 'unpinned' : 'pinned');
    if (name === 'snooze' && snoozedUntil) this.#markOne(entry, 'unsnoozed');
    else if (name === 'snooze') this.#menu.snooze(button, (until) => this.#markOne(entry, 'snoozed', { until }));
    if (name === 'more') this.#overflow(entry, button);
  }

  /** Where there is no hovering. */
  #overflow(entry, button) {
    const { unread, archived, pinned, snoozedUntil } = entry.item;
    const row = (name, picture, word) => ({ label: this.#words.say(word), picture, choose: () => this.#tool(entry, name, button) });
    this.#menu.open(button, this.#words.say('moreFor', { title: entry.title }), [
      row('read', unread ? 'read' : 'unread', unread ? 'markRead' : 'markUnread'),
      row('archive', archived ? 'unarchive' : 'archive', archived ? 'unarchive' : 'archive'),
      row('pin', 'pin', pinned ? 'unpin' : 'pin'),
      row('snooze', 'snooze', snoozedUntil ? 'unsnooze' : 'snooze'),
    ]);
  }

  #choose(entry, event) {
    const link = event.target.closest?.('a');
    if (this.#selecting && !link) {
      entry.checked = !entry.checked;
      this.#showSelected();
      return;
    }
    if (!this.#dispatch('tidings-select', entry.item)) {
      event.preventDefault();
      return;
    }
    const { id, unread } = entry.item;
    const address = entry.item.link && webAddress(entry.item.link.href);
    if (!link && !address) {
      if (unread) this.#markOne(entry, 'read', { quiet: true });
      return;
    }
    if (unread) inbox.followed(id);
    if (!link) location.assign(address);
  }

  /** A button that came with the notification: a call of this page's own origin, with its user's cookies. */
  async #act(entry, { label, method, href, body }) {
    if (entry.busy) return;
    entry.busy = true;
    entry.problem = '';
    try {
      await call(method, ownAddress(href), body === undefined ? {} : { json: JSON.stringify(body) });
      await inbox.mark('read', { ids: [entry.item.id] });
    } catch (problem) {
      entry.problem = `${label}: ${problem.detail}`;
    } finally {
      entry.busy = false;
    }
  }

  #select(on) {
    this.#selecting = on;
    this.#list.select(false);
    this.#showSelected();
    if (!on) this.#frame.select.focus();
  }

  #showSelected() {
    this.#frame.selecting(this.#selecting, this.#list.selected.length);
  }

  async #bulk(name, button) {
    if (name === 'all') {
      this.#list.select(true);
      this.#showSelected();
      return;
    }
    if (name === 'snooze') {
      this.#menu.snooze(button, (until) => this.#bulkMark('snoozed', until));
      return;
    }
    await this.#bulkMark(name === 'read' ? 'read' : this.tab === 'archived' ? 'unarchived' : 'archived');
  }

  async #bulkMark(mark, until) {
    const busy = this.#list.selected.slice(0, 500);
    await this.#mark(mark, { ids: busy.map((entry) => entry.item.id) }, { until, busy });
    this.#list.select(false);
    this.#showSelected(); // which disables the button that was pressed
    this.focus();
  }

  // Keys

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target;
    if (target.matches('input:not([type="checkbox"]), select, textarea')) return;
    const inList = this.#list.element.contains(target);
    // Arrows scroll and switch tabs elsewhere; letters are ours anywhere in the inbox.
    if ((inList || event.key.length === 1) && this.#list.move(event.key)
      || this.#command(event.key, inList && this.#list.currentEntry, target)) event.preventDefault();
  }

  #command(key, entry, target) {
    if (key === '/' && !this.compact) return this.#frame.focusSearch() ?? true;
    if (key === 'u') return this.#undo.back() ?? true;
    if (!entry) return false;
    if (key === 'Enter' && target.matches('article')) return this.#choose(entry, { target, preventDefault() {} }) ?? true;
    if (key === 'x' && !this.compact) {
      if (!this.#selecting) this.#select(true);
      entry.focus(); // the buttons, one of which may have had it, are gone
      entry.checked = !entry.checked;
      return this.#showSelected() ?? true;
    }
    const name = { r: 'read', e: 'archive', p: 'pin', s: 'snooze' }[key];
    if (!name || entry.busy) return false;
    return this.#tool(entry, name, entry.menuButton) ?? true;
  }

  #help(button) {
    const keys = this.#words.look('keyList').flatMap(([key, what]) => [h('dt', {}, ...key.split(' ').map((one) => h('kbd', {}, one))), h('dd', {}, what)]);
    this.#menu.open(button, this.#words.say('keys'), [], h('dl', { class: 'key-list' }, ...keys));
  }

  #dispatch(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === 'tidings-select' }));
  }
}

customElements.define('tidings-inbox', Inbox);
