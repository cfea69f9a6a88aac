// What this page has of the one stream that all pages of the browser share. Everything else listens here.

import { ask, session } from './session.js';
import { link } from './stream/link.js';
import { Positions } from './stream/positions.js';
import { TYPES } from './stream/protocol.js';
import { topicOf } from './stream/topic.js';
import { sessionWords } from './stream/words.js';

const LOOK = 5_000;
const PATIENCE = 3; // looks without an answer

/**
 * Dispatches
 * - `event`: `{id, type, topic, at, data}`, an application's event. Those of live topics have the id ''.
 * - `state`: see {@link TidingsStream#status}
 * - the stream's own events by their names (`reset`, `refused`, …), their data as `detail`.
 */
export class TidingsStream extends EventTarget {
  #types = new Set(TYPES);
  #positions = new Positions();
  /** @type {Map<string, number>} topic → how many of this page follow it */
  #followers = new Map();
  #follows = 0; // since the page began; the engine tells which of them it knew when it connected
  #user; // whose page this is, once the server has told
  #early = []; // what was followed before that
  /** @type {import('./stream/protocol.js').Link | null} */
  #link = null;
  #links = 0; // tells a link that was overtaken from the present one
  #unanswered = 0;
  #engine = { state: 'connecting' }; // its status
  #over; // why the session ended, where that was told
  /** @type {import('./stream/protocol.js').Status} */
  #status = { state: 'connecting' };

  constructor() {
    super();
    document.addEventListener('visibilitychange', () => document.hidden || this.check());
    addEventListener('online', () => this.check());
    addEventListener('tidings-signed-out', () => this.end({ reason: 'signed-out' }));
    setInterval(() => document.hidden || this.#look(), LOOK);
    // An open link may keep a page out of the back/forward cache.
    addEventListener('pagehide', () => this.#unlink());
    addEventListener('pageshow', ({ persisted }) => persisted && this.#return());
    this.#begin();
  }

  /** @returns {import('./stream/protocol.js').Status} `reason` is a sentence, `retryAt` in epoch milliseconds */
  get status() {
    return this.#status;
  }

  /**
   * Adds a topic, from `after` on. Each call wants its own {@link unfollow}. A second follower of the same
   * page that begins further back may see the first one's events again.
   * @param {string} topic `users/me/…` is the user's own; its events have the user's name there
   * @param {string} [after] an id or cursor; without it, from now on
   */
  follow(topic, after = '') {
    if (!this.#user) {
      this.#early.push([topic, after]);
      return;
    }
    const name = topicOf(topic, this.#user);
    this.#followers.set(name, (this.#followers.get(name) ?? 0) + 1);
    const from = this.#positions.follow(name, after ?? '');
    this.#post({ name: 'follow', topic: name, after: from, n: ++this.#follows });
    this.#show();
  }

  /** @param {string} topic */
  unfollow(topic) {
    if (!this.#user) {
      const index = this.#early.findIndex(([early]) => early === topic);
      if (index >= 0) this.#early.splice(index, 1);
      return;
    }
    const name = topicOf(topic, this.#user);
    const left = (this.#followers.get(name) ?? 0) - 1;
    if (left > 0) {
      this.#followers.set(name, left);
    } else if (this.#followers.delete(name)) {
      this.#positions.unfollow(name);
      this.#post({ name: 'unfollow', topic: name });
      this.#show();
    }
  }

  /**
   * Of other types than the usual ones, only those are dispatched that were asked for.
   * @param {string} type
   */
  hear(type) {
    if (this.#types.has(type)) return;
    this.#types.add(type);
    this.#post({ name: 'hear', type });
  }

  /** Looks at once whether the stream lives: after sleep, when the network is back, when someone asks. */
  check() {
    this.#post({ name: 'check' });
  }

  /**
   * The session is over, as far as this page knows: the engine asks, and ends the stream for all pages.
   * @param {{reason?: string}} [data] what the `session` event would say
   */
  end(data = {}) {
    if (this.#link) this.#post({ name: 'end', detail: data });
    else this.#set({ state: 'closed', reason: sessionWords(data) });
  }

  async #begin() {
    try {
      ({ name: this.#user } = await session());
    } catch (problem) {
      this.#set({ state: 'closed', reason: problem.status === 401 ? sessionWords() : problem.detail });
      return;
    }
    for (const [topic, after] of this.#early) this.follow(topic, after);
    this.#connect();
  }

  /** @param {boolean} [urgent] */
  async #connect(urgent) {
    const mine = ++this.#links;
    const made = await link(this.#user, (report) => mine === this.#links && this.#hear(report), urgent);
    if (mine !== this.#links) {
      made.close();
      return;
    }
    this.#link = made;
    this.#unanswered = 0;
    this.#announce();
  }

  #announce() {
    this.#post({
      name: 'hello',
      user: this.#user,
      key: this.#link?.key,
      life: this.#link?.life,
      page: page(),
      types: [...this.#types],
      topics: this.#positions.all,
      n: this.#follows,
    });
  }

  #unlink() {
    this.#links++;
    this.#link?.close();
    this.#link = null;
  }

  #return() {
    if (!this.#user) return;
    this.#connect();
    ask().catch(() => {}); // only for the case that somebody else is signed in; the engine asks too
  }

  /** The engine's page may be frozen or its worker gone, and nobody would tell. */
  #look() {
    if (!this.#link) return;
    if (++this.#unanswered > PATIENCE) {
      this.#unlink();
      this.#connect(true);
    } else {
      this.#post({ name: 'look', page: page() });
    }
  }

  #post(request) {
    this.#link?.post(request);
  }

  /** @param {import('./stream/protocol.js').Report} report */
  #hear({ name, detail, id, n }) {
    this.#unanswered = 0;
    switch (name) {
      case 'alive': return;
      case 'welcome': return this.#announce();
      case 'stranger': return void ask().catch(() => {}); // which loads the page anew
      case 'refusal': return console.error(`Tidings: ${detail}`);
      case 'state':
        this.#engine = detail;
        return this.#show();
      case 'event': return this.#arrived(detail);
      default: return this.#told(name, detail, id, n);
    }
  }

  #arrived(event) {
    const isNew = this.#positions.isNew(event.topic, event.id);
    if (event.id) this.#positions.served(event.id);
    if (isNew && this.#types.has(event.type)) this.#tell('event', event);
  }

  /** One of the stream's own events. */
  #told(name, detail, id, n) {
    if (name === 'connected') this.#over = undefined;
    if (name === 'connected' && n === this.#follows) this.#positions.settle();
    if (name === 'session' && detail.reason !== 'expiring') this.#over = detail;
    if (name === 'reset') {
      const topics = this.#positions.reset(detail, id);
      if (topics.length > 0) this.#tell(name, { ...detail, topics });
    } else {
      this.#tell(name, detail);
    }
    if (id) this.#positions.served(id);
    this.#show();
  }

  #show() {
    const { state } = this.#engine;
    // As long as a topic of this page is still to be opened, the page is not live.
    if (state === 'live' && !this.#positions.settled) this.#set({ state: 'connecting' });
    // The engine that was told why may have gone with its page.
    else if (state === 'closed') this.#set({ state, reason: sessionWords(this.#over) });
    else this.#set(this.#engine);
  }

  #set(status) {
    const now = this.#status;
    if (['state', 'reason', 'retryAt', 'ours'].every((part) => now[part] === status[part])) return;
    this.#status = status;
    this.#tell('state', status);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** This page as others may count it: its path, or what `<html data-tidings-page>` says instead; '' is not counted. */
function page() {
  const path = document.documentElement.dataset.tidingsPage ?? location.pathname;
  const whole = path === '' || path.startsWith('/') ? path : `/${path}`;
  // By whole characters: half of one cannot be encoded.
  return whole.replace(/\p{Surrogate}/gu, '').replace(/[^\w.~!$&'()*+,;=:@%/-]/gu, encodeURIComponent).slice(0, 200);
}

/** This page's stream. */
export const stream = new TidingsStream();
