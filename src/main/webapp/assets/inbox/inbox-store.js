// The inbox of whoever is signed in: one per page, whatever number of elements shows it.
//
// First a page of the inbox, then the stream from that page's cursor on: between the two nothing is lost.
// All that is shown was said by the server. Every word of it carries the version of the inbox that it is
// true for, so an older word that comes later changes nothing.

import { address, call } from '../api.js';
import { Backoff } from '../backoff.js';
import { stream } from '../stream.js';
import { earlier } from '../timeline.js';

// A mark is heard of on the stream within milliseconds, unless the stream is down; one that is up may be slow.
const ECHO = 10_000;
const ECHO_DOWN = 2_000;

/**
 * @typedef {object} Item one notification
 * @property {number} id
 * @property {string} at ISO-8601
 * @property {string} category
 * @property {'info'|'success'|'warning'|'error'} severity
 * @property {string} title empty for a digest
 * @property {string} [body]
 * @property {string} [icon] a short text, or a path
 * @property {{href: string, label?: string}} [link]
 * @property {Action[]} [actions]
 * @property {boolean} unread
 * @property {boolean} unseen
 * @property {boolean} archived
 * @property {boolean} pinned
 * @property {string} [snoozedUntil] ISO-8601
 * @property {string} [expiresAt] ISO-8601
 * @property {number} [count] a digest: how many others it holds
 */

/** @typedef {{label: string, href: string, method?: string, body?: unknown}} Action */
/** @typedef {{unread: number, unseen: number, version: number}} Counts */
/** @typedef {'seen'|'read'|'unread'|'archived'|'unarchived'|'pinned'|'unpinned'|'snoozed'|'unsnoozed'} Mark */
/** @typedef {{ids: number[]} | {all: true, category?: string}} Target */

/**
 * Dispatches
 * - `counts`: {@link Counts}, whenever they are others
 * - `change`: `{items: Item[], removed: number[], version, arrived: boolean}`; arrived: a notification came
 * - `notification`: `{item: Item, quiet: boolean, event: id}`, each once
 * - `reload`: too much has changed, or was missed; read your view again
 * - `problem`: a Problem, when the inbox cannot be read; `refused`: when it is not ours to read
 */
class InboxStore extends EventTarget {
  #counts = null;
  #topic;
  #asked = false; // someone wants counts
  #told = ''; // id of the last notification that was told of
  #heard = 0; // the version the stream has told up to
  #backoff = new Backoff();

  /** @returns {Counts | null} null until the server has said them */
  get counts() {
    return this.#counts;
  }

  /** Where the stream tells of it, such as `users/alice/inbox`; undefined until the server has said so. */
  get topic() {
    return this.#topic;
  }

  /** For elements that show counts or arrivals only. Those that show a list call page(). */
  start() {
    if (this.#asked) return;
    this.#asked = true;
    // A list on the same page asks in the same breath, and its answer has all we need.
    setTimeout(() => this.#topic ?? this.#read(), 50);
  }

  /**
   * A page of the inbox.
   * @param {{tab?: string, category?: string, q?: string, after?: string, limit?: number}} query
   * @returns {Promise<{items: Item[], next: string|null, counts: Counts, searchedTo?: string}>}
   */
  async page(query) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
    const page = await this.#call('GET', address('api/inbox', Object.fromEntries(given)));
    this.#take(page.counts);
    if (!this.#topic) this.#follow(page);
    return page;
  }

  /** Resolves to the names of all categories that are in the inbox. */
  async categories() {
    return (await this.#call('GET', address('api/inbox/categories'))).categories;
  }

  /** Resolves to the items a digest holds. */
  async digest(id) {
    return (await this.#call('GET', address(`api/inbox/${id}/items`))).items;
  }

  /**
   * Marks, and resolves to what the server says: `{counts, undo, changed}`. The items themselves come by the
   * stream, to this window as to all others; when it is down, by reading them again.
   * @param {Mark} mark
   * @param {Target} target
   * @param {string} [until] for `snoozed`, ISO-8601
   */
  async mark(mark, target, until) {
    const json = JSON.stringify({ mark, ...target, ...(until ? { until } : {}) });
    let answer;
    let changed = 0;
    let rounds = 0;
    do { // of a whole category the server marks as many as fit one transaction
      answer = await this.#call('POST', address('api/inbox/marks'), { json });
      this.#take(answer.counts);
      changed += answer.changed;
      rounds++;
    } while (answer.more && answer.changed > 0);
    this.#expectEcho(answer.counts.version);
    return { ...answer, changed, undo: rounds === 1 ? answer.undo : null };
  }

  /** Takes back the mark of that version. Rejects with status 409 when something else was marked since. */
  async undo(version) {
    const { counts } = await this.#call('POST', address('api/inbox/undo'), { json: JSON.stringify({ version }) });
    this.#take(counts);
    this.#expectEcho(counts.version);
  }

  /** Marks one read on the way out of the page: the request outlives it, nobody waits for the answer. */
  followed(id) {
    fetch(address('api/inbox/marks'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ mark: 'read', ids: [id] }),
      credentials: 'include',
      keepalive: true,
    }).catch(() => {}); // it stays unread, and says so
  }

  async #read() {
    try {
      await this.page({ limit: 1 });
      this.#backoff.reset();
    } catch (problem) {
      this.#tell('problem', problem);
      if (problem.passing) setTimeout(() => this.#topic ?? this.#read(), this.#backoff.next());
    }
  }

  async #call(method, url, options) {
    try {
      return await call(method, url, options);
    } catch (problem) {
      if (problem.status === 401) stream.end();
      throw problem;
    }
  }

  #follow({ topic, cursor }) {
    this.#topic = topic;
    stream.hear('notification');
    stream.hear('marks');
    stream.addEventListener('event', this.#onEvent);
    stream.addEventListener('reset', this.#onReset);
    stream.addEventListener('refused', this.#onRefused);
    stream.follow(topic, cursor);
  }

  #onEvent = ({ detail: { id, topic, type, data } }) => {
    if (topic !== this.#topic || !data?.counts) return;
    const { version } = data.counts;
    if (type === 'notification') {
      this.#tell('change', { items: [data.item], removed: [], version, arrived: true });
      // After a reconnect the stream may say once more what it has said.
      if (!this.#told || earlier(this.#told, id) === this.#told && id !== this.#told) {
        this.#told = id;
        this.#tell('notification', { item: data.item, quiet: data.quiet === true, event: id });
      }
    } else if (data.reload) {
      this.#tell('reload');
    } else {
      this.#tell('change', { items: data.items ?? [], removed: data.removed ?? [], version, arrived: false });
    }
    this.#take(data.counts);
    this.#heard = Math.max(this.#heard, version);
  };

  #expectEcho(version, waited = 0) {
    if (this.#heard >= version) return;
    setTimeout(() => {
      const down = ['reconnecting', 'closed'].includes(stream.status.state);
      if (down || waited >= ECHO) this.#heard >= version || this.#tell('reload');
      else this.#expectEcho(version, waited + ECHO_DOWN);
    }, ECHO_DOWN);
  }

  #onReset = ({ detail: { topics } }) => {
    if (Array.isArray(topics) && !topics.includes(this.#topic)) return;
    this.#tell('reload');
    this.#readCounts();
  };

  #onRefused = ({ detail: { topics } }) => {
    if (Array.isArray(topics) && topics.includes(this.#topic)) this.#tell('refused');
  };

  async #readCounts() {
    try {
      // Not by version: after a restore of the database the server counts from an older one.
      this.#show(await this.#call('GET', address('api/inbox/counts')));
      this.#backoff.reset();
    } catch (problem) {
      if (problem.passing) setTimeout(() => this.#readCounts(), this.#backoff.next());
    }
  }

  #take(counts) {
    if (!this.#counts || counts.version > this.#counts.version) this.#show(counts);
  }

  #show(counts) {
    this.#counts = counts;
    this.#tell('counts', counts);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** This page's inbox. */
export const inbox = new InboxStore();
