// The list as it is shown: which entry is where, which one the keyboard is at, which ones are selected.

import { h } from '../dom.js';
import { Entry } from './entry.js';

const MOVES = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

export class EntryList {
  #words;
  #compact;
  #does;
  #entries = new Map(); // id → Entry, in the order shown
  #current;

  constructor(words, compact, does) {
    this.#words = words;
    this.#compact = compact;
    this.#does = does;
    this.element = h('ol', { class: 'list', part: 'list', focusin: (event) => this.#focused(event) });
  }

  /** @param {import('./inbox-store.js').Item[]} items */
  show(items) {
    const ids = new Set(items.map((item) => item.id));
    const order = [...this.#entries.keys()];
    const lost = this.#focusedId();
    const rest = order.filter((id) => ids.has(id));
    for (const id of order) if (!ids.has(id)) this.#drop(id);
    const old = this.#entries;
    this.#entries = new Map();
    // Entries in their place are not touched: they keep focus, selection and what was unfolded.
    items.forEach((item, index) => {
      const entry = old.get(item.id) ?? new Entry(item, this.#words, this.#compact, this.#does);
      if (old.has(item.id)) entry.update(item);
      this.#entries.set(item.id, entry);
      if (this.element.children[index] !== entry.element) this.#insert(entry.element, index);
    });
    if (!this.#entries.has(this.#current)) this.current = this.#heir(order, rest) ?? items[0]?.id;
    // Whoever reads by keyboard goes on with the next one when the present one leaves.
    if (lost !== undefined && !ids.has(lost)) this.focus();
  }

  clear() {
    this.#entries.clear();
    this.element.replaceChildren();
  }

  get size() {
    return this.#entries.size;
  }

  /** @returns {Entry[]} */
  get selected() {
    return [...this.#entries.values()].filter((entry) => entry.checked);
  }

  select(all) {
    for (const entry of this.#entries.values()) entry.checked = all;
  }

  refreshTimes() {
    for (const entry of this.#entries.values()) entry.refreshTime();
  }

  get(id) {
    return this.#entries.get(id);
  }

  /** @returns {Entry|undefined} */
  get currentEntry() {
    return this.#entries.get(this.#current);
  }

  set current(id) {
    if (this.currentEntry) this.currentEntry.current = false;
    this.#current = id;
    if (this.currentEntry) this.currentEntry.current = true;
  }

  /** False when there is nothing to focus. */
  focus() {
    this.currentEntry?.focus();
    return Boolean(this.currentEntry);
  }

  /** Moves by key. False when the key is none of ours. */
  move(key) {
    if (!(key in MOVES)) return false;
    const ids = [...this.#entries.keys()];
    const here = this.#focusedId() === undefined ? -1 : ids.indexOf(this.#current);
    const there = Math.max(0, Math.min(ids.length - 1, here + MOVES[key]));
    if (ids.length > 0) this.current = ids[there];
    this.focus();
    return true;
  }

  #insert(element, index) {
    const focused = element.contains(element.getRootNode().activeElement) && element.getRootNode().activeElement;
    this.element.insertBefore(element, this.element.children[index] ?? null);
    if (focused) focused.focus(); // moving an element in the page takes its focus
  }

  #drop(id) {
    this.#entries.get(id).element.remove();
    this.#entries.delete(id);
  }

  #heir(order, rest) {
    const from = order.indexOf(this.#current);
    return order.slice(from + 1).find((id) => rest.includes(id)) ?? rest.at(-1);
  }

  #focusedId() {
    const item = this.element.getRootNode().activeElement?.closest?.('li[data-id]');
    return item && this.element.contains(item) ? Number(item.dataset.id) : undefined;
  }

  #focused(event) {
    const id = Number(event.target.closest('li[data-id]')?.dataset.id);
    if (id && id !== this.#current) this.current = id;
  }
}
