// The one owner of the page's EventSource. Everything else listens here.
//
// The browser's EventSource comes back by itself after a clean end or a lost connection, never after
// 204, 401, 404, 429, 502 or 503. Then we open the next one, at the last id we saw.

import { address } from './api.js';
import { Backoff } from './backoff.js';
import { clientKey } from './client-key.js';
import { ask } from './session.js';
import { LOST, OFFLINE, SILENT, farewellWords, sessionWords } from './stream-words.js';
import { earlier } from './timeline.js';

const OWN = ['connected', 'tick', 'reset', 'gap', 'refused', 'limit', 'unavailable', 'session', 'bye'];
const FAREWELLS = ['limit', 'unavailable', 'bye'];

const HEARTBEAT = 15_000; // until the server has told us its own
const SLACK = 2_000;
const CONNECTING_LIMIT = 45_000; // an attempt that gets no answer
const LONGEST_RETRY = 300_000; // scripts cannot see `retry:`; a server that sheds load may ask for minutes

/**
 * Dispatches
 * - `event`: `{id, type, topic, at, data}`, an application's event. Events of live topics carry no id
 *   on the wire, and the browser reports the previous one for them.
 * - `state`: see {@link TidingsStream#status}
 * - the stream's own events by their names (`reset`, `refused`, …), their data as `detail`.
 */
export class TidingsStream extends EventTarget {
  #topics = new Map(); // topic → how many follow it
  #types;
  #source = null;
  #lastId = '';
  #heartbeat = HEARTBEAT;
  #heardAt = 0;
  #farewell = null;
  #backoff = new Backoff();
  #watch; // timer: is the stream still alive?
  #retry; // timer: our own next try
  #tries = 0; // tells a try that was overtaken from the present one
  #status = { state: 'connecting' };

  constructor(types = ['message', 'clear']) {
    super();
    this.#types = new Set(types);
    document.addEventListener('visibilitychange', () => document.hidden || this.check());
    addEventListener('online', () => this.check());
    // An open stream keeps a page out of the back/forward cache; a page that returns from there asks first.
    addEventListener('pagehide', () => this.#stop());
    addEventListener('pageshow', (event) => event.persisted && !this.#closed() && this.#tryNow());
  }

  /**
   * `{state: connecting|live|reconnecting|closed, reason?: a sentence, retryAt?: epoch milliseconds,
   * ours?: true when the next try is ours and not the browser's, so that check() can hasten it}`
   */
  get status() {
    return this.#status;
  }

  /** Adds a topic, from `after` on. What came meanwhile for other topics may come a second time. */
  follow(topic, after) {
    this.#lastId = this.#lastId ? earlier(this.#lastId, after ?? '') : after ?? '';
    this.#topics.set(topic, (this.#topics.get(topic) ?? 0) + 1);
    this.#reopenSoon();
  }

  /** Once for each follow(): another element may follow the same topic. */
  unfollow(topic) {
    const left = (this.#topics.get(topic) ?? 0) - 1;
    if (left > 0) this.#topics.set(topic, left);
    else if (this.#topics.delete(topic)) this.#reopenSoon();
  }

  /** EventSource tells of a type only to those who ask for it by name. */
  hear(type) {
    if (this.#types.has(type) || OWN.includes(type)) return;
    this.#types.add(type);
    this.#source?.addEventListener(type, this.#onEvent);
  }

  /** Looks at once whether the stream lives: after sleep, when the network is back, when someone asks. */
  check() {
    if (this.#retry) this.#tryNow();
    else if (this.#source && Date.now() > this.#dueAt()) this.#retryLater(SILENT);
  }

  /** The session is over: no more tries. */
  end(data) {
    this.#stop();
    this.#set('closed', sessionWords(data));
  }

  #reopenSoon() {
    const mine = ++this.#tries; // of all that ask in one go the last one opens
    queueMicrotask(() => mine === this.#tries && !this.#closed() && this.#open());
  }

  #open() {
    this.#stop();
    if (this.#topics.size === 0) return;
    this.#farewell = null;
    if (this.#status.state === 'live') this.#set('connecting');
    const source = new EventSource(address('api/stream', {
      topic: [...this.#topics.keys()],
      ...(this.#lastId ? { after: this.#lastId } : {}),
      client: clientKey(),
    }), { withCredentials: true }); // on a portal's page, the hub may be another origin of the same site
    source.onerror = this.#onError;
    for (const name of OWN) source.addEventListener(name, this.#onOwn);
    for (const type of this.#types) source.addEventListener(type, this.#onEvent);
    this.#source = source;
    this.#heard();
  }

  #onEvent = (message) => {
    if (!('data' in message)) return; // type "error" or "open": this one is the connection's own
    this.#heard(message.lastEventId);
    this.#set('live');
    const { topic, at, data } = parse(message.data) ?? {};
    this.#tell('event', { id: message.lastEventId, type: message.type, topic, at, data });
  };

  #onOwn = (message) => {
    const data = parse(message.data) ?? {};
    const name = message.type;
    if (data.heartbeat > 0) this.#heartbeat = Number(data.heartbeat);
    if (name === 'connected') {
      this.#farewell = null;
      this.#unwatch(); // from here on the heartbeat counts, no longer CONNECTING_LIMIT
    }
    this.#heard(message.lastEventId);
    // One heartbeat later the stream has proved to last; until then a next failure waits longer.
    if (name === 'tick') this.#backoff.reset();
    if (FAREWELLS.includes(name)) this.#bidFarewell(name, data);
    else if (name === 'session' && data.reason !== 'expiring') this.#sessionEnded(data);
    else this.#set('live');
    this.#tell(name, data);
  };

  #onError = (error) => {
    if ('data' in error) return; // an event whose type is "error" is not a failure
    if (this.#source?.readyState === EventSource.CLOSED) {
      this.#retryLater(this.#farewell?.reason ?? LOST);
    } else {
      this.#heard();
      if (this.#farewell?.routine) this.#farewell.routine = false; // only the next failure is worth a word
      else this.#reconnecting(this.#farewell?.reason ?? LOST, { retryAt: this.#farewell?.retryAt });
    }
  };

  #heard(id) {
    this.#heardAt = Date.now();
    if (id) this.#lastId = id;
    this.#watch ??= setTimeout(this.#onWatch, this.#dueAt() - Date.now());
  }

  // Not set anew with every event: when it fires early it looks when it is really due.
  #onWatch = () => {
    this.#watch = undefined;
    const left = this.#dueAt() - Date.now();
    if (left > 0) this.#watch = setTimeout(this.#onWatch, left);
    else this.#retryLater(SILENT);
  };

  #dueAt() {
    if (this.#source.readyState === EventSource.OPEN) return this.#heardAt + 2 * this.#heartbeat + SLACK;
    const asked = this.#farewell ? this.#farewell.retry ?? LONGEST_RETRY : 0;
    return this.#heardAt + asked + CONNECTING_LIMIT;
  }

  #bidFarewell(name, data) {
    const retry = data.retry > 0 ? Number(data.retry) : undefined;
    const routine = data.reason === 'lifetime'; // the browser is back before anyone could read of it
    this.#farewell = { reason: farewellWords(name, data), retry, retryAt: retry && Date.now() + retry, routine };
    if (!routine) this.#reconnecting(this.#farewell.reason, { retryAt: this.#farewell.retryAt });
  }

  /** The stream's session is over. The browser's may not be: someone signed in anew in another tab. */
  #sessionEnded(data) {
    this.#stop();
    this.#tryNow(data);
  }

  #retryLater(reason) {
    this.#stop();
    const delay = this.#backoff.next();
    this.#reconnecting(reason, { retryAt: Date.now() + delay, ours: true });
    this.#retry = setTimeout(() => this.#tryNow(), delay);
  }

  async #tryNow(ended) {
    this.#stop();
    const mine = ++this.#tries;
    this.#reconnecting(this.#status.reason, { ours: true });
    try {
      await ask(); // EventSource hides the status: this tells a lost server from a lost session
      if (mine !== this.#tries) return;
      if (ended) this.#retryLater(sessionWords(ended)); // not at once: the two may disagree for a moment
      else this.#open();
    } catch (problem) {
      if (mine !== this.#tries) return;
      if (problem.status === 401) this.end(ended);
      else this.#retryLater(problem.detail);
    }
  }

  #stop() {
    this.#source?.close();
    this.#source = null;
    this.#unwatch();
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#tries++;
  }

  #unwatch() {
    clearTimeout(this.#watch);
    this.#watch = undefined;
  }

  #closed() {
    return this.#status.state === 'closed';
  }

  #reconnecting(reason, next) {
    this.#set('reconnecting', navigator.onLine ? reason : OFFLINE, next);
  }

  #set(state, reason, { retryAt, ours } = {}) {
    const now = this.#status;
    if (now.state === state && now.reason === reason && now.retryAt === retryAt && now.ours === ours) return;
    this.#status = { state, reason, retryAt, ours };
    this.#tell('state', this.#status);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return undefined; // not ours to judge: an event without content is still a sign of life
  }
}

/** This page's stream. */
export const stream = new TidingsStream();
