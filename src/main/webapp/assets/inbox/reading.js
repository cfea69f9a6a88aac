// Reads one view of the inbox, page after page, and keeps it as the stream tells of changes.

import { Backoff } from '../backoff.js';
import { Entries } from './entries.js';
import { inbox } from './inbox-store.js';

const LARGEST = 100; // a page of the server's
const ROUNDS = 8; // stretches that a search goes through before it asks whether to go on

/** @typedef {{tab: string, category?: string, q?: string}} View */

export class Reading {
  #tell;
  #view;
  #limit;
  #entries;
  #meanwhile = null; // changes while a first page is on its way
  #reads = 0; // tells a read that was overtaken from the present one
  #paging = false;
  #backoff = new Backoff();
  #retry;

  /** Where the next page begins; null: this is all. */
  next = null;

  /** True when a long search found little and asks whether to go on. */
  hesitant = false;

  /** How far back a search has come, if the server says so. */
  searchedTo;

  /** @param {{done: () => void, failed: (problem: import('../api.js').Problem) => void}} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  /** @returns {Entries|undefined} undefined until the first page is there */
  get entries() {
    return this.#entries;
  }

  /** @param {View} view another than before, or with other words */
  open(view, limit) {
    this.#view = view;
    this.#limit = Math.min(LARGEST, limit);
    this.#entries = undefined;
    this.again();
  }

  /** From the top, as far down as it went; what there is stays until then. */
  async again() {
    const mine = ++this.#reads;
    clearTimeout(this.#retry);
    this.#paging = false;
    this.#meanwhile = [];
    const entries = new Entries(this.#view);
    const before = this.#entries;
    const enough = Math.max(this.#limit, before ? before.items.length + before.held : 0);
    try {
      await this.#read(entries, undefined, enough, mine);
      if (mine !== this.#reads) return;
      this.#entries = entries;
      for (const change of this.#meanwhile) entries.apply(change, false);
      // What waits for the reader waits on.
      if (before) entries.hold(before);
      this.#meanwhile = null;
      this.#backoff.reset();
      this.#tell.done();
    } catch (problem) {
      if (mine === this.#reads) this.#failed(problem, () => this.again());
    }
  }

  /** True when there is more to come. */
  get ready() {
    return Boolean(this.next && this.#entries) && !this.#paging && !this.#meanwhile;
  }

  /** Goes on where the last page ended. */
  async more() {
    if (!this.ready) return;
    const mine = this.#reads;
    this.#paging = true;
    try {
      await this.#read(this.#entries, this.next, this.#limit, mine);
      if (mine !== this.#reads) return;
      this.#paging = false;
      this.#tell.done();
    } catch (problem) {
      if (mine !== this.#reads) return;
      this.#paging = false;
      this.#failed(problem, () => this.more());
    }
  }

  /**
   * The stream tells of a change.
   * @returns {boolean} false when this view is as before
   */
  apply(change, hold) {
    this.#meanwhile?.push(change);
    return this.#entries?.apply(change, hold) ?? false;
  }

  stop() {
    clearTimeout(this.#retry);
    this.#reads++;
  }

  /** A search looks through a bounded stretch at a time and may find little there: on until there is enough. */
  async #read(entries, after, enough, mine) {
    let found = 0;
    this.hesitant = false;
    for (let round = 0; round < ROUNDS && found < enough; round++) {
      const page = await inbox.page({ ...this.#view, after, limit: Math.min(LARGEST, enough - found) });
      if (mine !== this.#reads) return;
      entries.append(page.items, page.counts.version, !page.next);
      found += page.items.length;
      this.next = page.next;
      this.searchedTo = page.searchedTo;
      if (!page.next) return;
      after = page.next;
    }
    this.hesitant = found < enough;
  }

  #failed(problem, again) {
    if (problem.passing) this.#retry = setTimeout(again, this.#backoff.next());
    this.#tell.failed(problem);
  }
}
