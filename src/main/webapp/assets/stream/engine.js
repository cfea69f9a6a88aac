// The one owner of an EventSource. It knows no page: it runs in a shared worker as well.
//
// The browser's EventSource comes back by itself after a clean end or a lost connection, never after
// 204, 401, 404, 429, 502 or 503. Then we open the next one, at the last id we saw.

import { address, refusal } from '../api.js';
import { Backoff } from '../backoff.js';
import { who } from '../session.js';
import { earlier, parseId } from '../timeline.js';
import { LOST, OFFLINE, SILENT, farewellWords, refusalWords, sessionWords } from './words.js';

const OWN = ['connected', 'tick', 'reset', 'gap', 'refused', 'limit', 'unavailable', 'session', 'bye'];
const FAREWELLS = ['limit', 'unavailable', 'bye'];

const HEARTBEAT = 15_000; // until the server has told us its own
const SLACK = 2_000;
const CONNECTING_LIMIT = 45_000; // an attempt that gets no answer
const LONGEST_RETRY = 300_000; // scripts cannot see `retry:`; a server that sheds load may ask for minutes
const CHANGING = 2_000; // opening anew for another topic usually takes less, and is not worth a word
const LINGER = 5_000; // the next page often wants the topics of the one before

export class Engine {
  #user;
  #key;
  #tell;
  #topics = new Set();
  #types = new Set();
  #source = null;
  #sourceId = ''; // the id of the source's last event
  #met = false; // whether the source was connected before
  #outdated = false; // whether topics have come since it was opened
  #lastId = '';
  #heartbeat = HEARTBEAT;
  #heardAt = 0;
  #farewell = null;
  #refusal; // why the server opens no stream, in words
  #backoff = new Backoff();
  #watch; // timer: is the stream still alive?
  #retry; // timer: our own next try
  #slow; // timer: the change takes long enough to be told
  #linger; // timer: open without the topics nobody wants any more
  #tries = 0; // tells a try that was overtaken from the present one
  /** @type {import('./protocol.js').Status} */
  #status = { state: 'connecting' };

  /**
   * @param {string} user whose stream it is
   * @param {string} key the name by which the server knows it
   * @param {(report: import('./protocol.js').Report) => void} tell
   */
  constructor(user, key, tell) {
    this.#user = user;
    this.#key = key;
    this.#tell = tell;
  }

  get status() {
    return this.#status;
  }

  /**
   * Adds a topic, from `after` on. What came meanwhile for other topics comes a second time. A topic that
   * is there already is opened anew too: of a live one, nothing but that tells the newcomer what is current.
   * @param {string} topic
   * @param {string} after
   * @returns {boolean} false if `after` is of another life of the log than the stream
   */
  follow(topic, after) {
    const known = !after || !this.#lastId || parseId(after)?.epoch === parseId(this.#lastId)?.epoch;
    this.#lastId = this.#lastId ? earlier(this.#lastId, after) : after;
    this.#topics.add(topic);
    this.#reopenSoon();
    return known;
  }

  /** @param {string} topic */
  unfollow(topic) {
    if (!this.#topics.delete(topic)) return;
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => this.#source && this.#open(), LINGER);
  }

  /**
   * EventSource tells of a type only to those who ask for it by name.
   * @param {string} type
   */
  hear(type) {
    if (this.#types.has(type) || OWN.includes(type)) return;
    this.#types.add(type);
    this.#source?.addEventListener(type, this.#onEvent);
  }

  /** Looks at once whether the stream lives: after sleep, when the network is back, when someone asks. */
  check() {
    if (this.#retry) this.#tryNow();
    else this.look();
  }

  /** Does what is overdue: the timers of a hidden page run late. */
  look() {
    const now = Date.now();
    if (this.#retry && now >= this.#status.retryAt) this.#tryNow();
    else if (this.#source && now > this.#dueAt()) this.#retryLater(SILENT);
  }

  /**
   * A page was told that the session is over, or has ended it.
   * @param {{reason?: string}} data
   */
  end(data) {
    if (this.#closed()) return;
    this.#sessionEnded(data);
    this.#tell({ name: 'session', detail: data });
  }

  /** A page has come with a session: after the end of the one before, there is reason to try again. */
  revive() {
    if (!this.#closed()) return;
    this.#set('connecting');
    this.#reopenSoon();
  }

  close() {
    this.#stop();
    this.#tell = () => {};
  }

  #reopenSoon() {
    const mine = ++this.#tries; // of all that ask in one go the last one opens
    queueMicrotask(() => {
      if (mine !== this.#tries || this.#closed()) return;
      // Not while one is on its way: if that came second, it would take the place of this one.
      if (this.#source && !this.#met) this.#outdated = true;
      else this.#open();
    });
  }

  #open() {
    this.#stop();
    if (this.#topics.size === 0) {
      this.#set('connecting');
      return;
    }
    this.#farewell = null;
    this.#sourceId = '';
    this.#met = false;
    this.#outdated = false;
    this.#slow = setTimeout(() => this.#status.state === 'live' && this.#set('connecting'), CHANGING);
    // On a portal's page, the hub may be another origin of the same site.
    const source = new EventSource(this.#address(), { withCredentials: true });
    source.onerror = this.#onError;
    for (const name of OWN) source.addEventListener(name, this.#onOwn);
    for (const type of this.#types) source.addEventListener(type, this.#onEvent);
    this.#source = source;
    this.#heard();
  }

  #address() {
    return address('api/stream', {
      topic: [...this.#topics],
      ...(this.#lastId ? { after: this.#lastId } : {}),
      client: this.#key,
    });
  }

  #onEvent = (message) => {
    if (!('data' in message)) return; // type "error" or "open": this one is the connection's own
    // Events of live topics carry no id, and the browser reports the one before.
    const id = message.lastEventId === this.#sourceId ? '' : message.lastEventId;
    this.#heard(message.lastEventId);
    this.#set('live');
    const { topic, at, data } = parse(message.data) ?? {};
    this.#tell({ name: 'event', detail: { id, type: message.type, topic, at, data } });
  };

  #onOwn = (message) => {
    const data = parse(message.data) ?? {};
    const name = message.type;
    if (data.heartbeat > 0) this.#heartbeat = Number(data.heartbeat);
    if (name === 'connected') this.#connected();
    this.#heard(message.lastEventId);
    // One heartbeat later the stream has proved to last; until then a next failure waits longer.
    if (name === 'tick') this.#backoff.reset();
    if (FAREWELLS.includes(name)) this.#bidFarewell(name, data);
    else if (name === 'session' && data.reason !== 'expiring') this.#sessionEnded(data);
    else this.#set('live');
    this.#tell({ name, detail: data, id: message.lastEventId });
  };

  #connected() {
    this.#farewell = null;
    this.#refusal = undefined;
    clearTimeout(this.#slow);
    this.#unwatch(); // from here on the heartbeat counts, no longer CONNECTING_LIMIT
    if (this.#met) this.#identify();
    this.#met = true;
    if (this.#outdated) this.#reopenSoon();
  }

  /** The browser came back by itself, with whatever cookie it has now. */
  async #identify() {
    const session = await who().catch(() => null); // a session that is over ends the stream by itself
    if (session && session.name !== this.#user) this.#meetStranger();
  }

  #meetStranger() {
    this.#close();
    this.#tell({ name: 'stranger' });
  }

  #onError = (error) => {
    if ('data' in error) return; // an event whose type is "error" is not a failure
    if (this.#source?.readyState === EventSource.CLOSED) {
      this.#retryLater(this.#farewell?.reason ?? this.#refusal ?? LOST);
      if (!this.#met) this.#explain();
    } else {
      this.#heard();
      if (this.#farewell?.routine) this.#farewell.routine = false; // only the next failure is worth a word
      else this.#reconnecting(this.#farewell?.reason ?? LOST, { retryAt: this.#farewell?.retryAt });
    }
  };

  /** EventSource hides why it was refused, such as for too many topics. */
  async #explain() {
    const mine = this.#tries;
    const problem = await refusal(this.#address());
    const words = problem ? refusalWords(problem) : undefined;
    if (mine !== this.#tries || words === this.#refusal) return;
    this.#refusal = words;
    if (!words) return;
    this.#reconnecting(words, this.#status);
    this.#tell({ name: 'refusal', detail: words });
  }

  #heard(id) {
    this.#heardAt = Date.now();
    if (id) this.#lastId = this.#sourceId = id;
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
      const session = await who(); // EventSource hides the status: this tells a lost server from a lost session
      if (mine !== this.#tries) return;
      if (session?.name !== this.#user) this.#meetStranger();
      else if (ended) this.#retryLater(sessionWords(ended)); // not at once: the two may disagree for a moment
      else this.#open();
    } catch (problem) {
      if (mine !== this.#tries) return;
      if (problem.status === 401) this.#close();
      else this.#retryLater(problem.detail);
    }
  }

  /** The session is over: no more tries. */
  #close() {
    this.#stop();
    this.#set('closed');
  }

  #stop() {
    this.#source?.close();
    this.#source = null;
    this.#unwatch();
    for (const timer of [this.#retry, this.#slow, this.#linger]) clearTimeout(timer);
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
    this.#tell({ name: 'state', detail: this.#status });
  }
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return undefined; // not ours to judge: an event without content is still a sign of life
  }
}
