// What a list of the inbox holds, without the showing: items in the server's order, each in its newest
// state, and those that arrived while the reader was further down, held back until asked for.

/** @typedef {import('./inbox-store.js').Item} Item */

const TABS = {
  all: (item) => !item.archived && !item.snoozedUntil,
  unread: (item) => item.unread && !item.archived && !item.snoozedUntil,
  archived: (item) => item.archived,
  snoozed: (item) => Boolean(item.snoozedUntil) && !item.archived,
};

export class Entries {
  #view;
  #known = new Map(); // id → {item, version}
  #held = new Set(); // ids
  #complete = false; // the list goes down to the oldest

  /** @param {{tab: string, category?: string, q?: string}} view */
  constructor(view) {
    this.#view = view;
  }

  /** @returns {Item[]} */
  get items() {
    return [...this.#known.values()].map((entry) => entry.item)
      .filter((item) => !this.#held.has(item.id)).sort(this.#before);
  }

  /** How many wait. */
  get held() {
    return this.#held.size;
  }

  get(id) {
    return this.#known.get(id)?.item;
  }

  /** A page of the server's. Since it was asked for, the stream may have told of newer states. */
  append(items, version, complete) {
    for (const item of items) {
      const known = this.#known.get(item.id);
      if (!known || known.version <= version) this.#known.set(item.id, { item, version });
    }
    this.#complete = complete;
  }

  /**
   * Something has changed.
   * @param {{items: Item[], removed: number[], version: number, arrived: boolean}} change
   * @param {boolean} hold true: what is new at the top waits
   * @returns {boolean} false when this view is as before
   */
  apply({ items, removed, version, arrived }, hold) {
    let changed = false;
    for (const id of removed) changed = this.#forget(id) || changed;
    for (const item of items) changed = this.#put(item, version, hold && arrived) || changed;
    return changed;
  }

  /** Holds what another list of the same view holds, as far as it is here. */
  hold(other) {
    for (const id of other.#held) if (this.#known.has(id)) this.#held.add(id);
  }

  release() {
    this.#held.clear();
  }

  #put(item, version, hold) {
    const known = this.#known.get(item.id);
    if (known && known.version > version) return false;
    if (!this.#fits(item, known)) return this.#forget(item.id);
    if (!known && !this.#reaches(item)) return false; // it comes with its own page
    if (hold && (!known || known.item.at !== item.at)) this.#held.add(item.id);
    this.#known.set(item.id, { item, version });
    return true;
  }

  #forget(id) {
    this.#held.delete(id);
    return this.#known.delete(id);
  }

  #fits(item, known) {
    const { tab, category, q } = this.#view;
    if (!TABS[tab](item) || category && item.category !== category) return false;
    // What the server has found stays found; what arrives is judged by the same words.
    return !q || Boolean(known) || finds(q, item);
  }

  /** True when the item's place is above the end of what was read. */
  #reaches(item) {
    if (this.#complete) return true;
    const last = [...this.#known.values()].map((entry) => entry.item).sort(this.#before).at(-1);
    return last === undefined || this.#before(item, last) < 0;
  }

  /** The server's order: newest first, and before all others those that are pinned. */
  #before = (one, other) => {
    const pinned = this.#view.tab === 'all' ? Number(other.pinned) - Number(one.pinned) : 0;
    return pinned || other.place - one.place;
  };
}

function finds(q, { title, body = '' }) {
  return [title, body].some((text) => text.toLowerCase().includes(q.toLowerCase()));
}
