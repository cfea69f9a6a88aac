// <tidings-log topic="logs/server" lines="10000">: the lines of a log file, live.
//
// What is there is asked for first; then the stream is listened to, and asked again once it is open: lines are
// numbered, so that nothing is lost in between and nothing shown twice. Where there are several nodes, each numbers
// its own lines; what was written before is that of the node which answers.

import { address, call } from './api.js';
import { Backoff } from './backoff.js';
import { TidingsElement } from './element.js';
import { Book } from './log/book.js';
import { styles } from './log/styles.js';
import { LogView } from './log/view.js';
import { words } from './log/words.js';
import { stream } from './stream.js';

const LINES = 'lines'; // the type of the events
const MOST = 10_000;
const HISTORY = 1_000;
const NODES = 1_000;

/**
 * Attributes: `topic` (`logs/NAME`), `lines` (kept in the page, 100 to 10,000), `lang`.
 */
export class TidingsLog extends TidingsElement {
  static styles = [styles];
  static observedAttributes = ['topic', 'lines', 'lang'];

  #view;
  #books = new Map(); // by node
  #following = false;
  #meanwhile = null; // events that arrive while lines are on their way
  #loads = 0; // tells a load that was overtaken from the present one
  #backoff = new Backoff();
  #retry;

  get topic() {
    return this.getAttribute('topic') ?? '';
  }

  get lines() {
    const asked = Number(this.getAttribute('lines'));
    return Number.isInteger(asked) && asked > 0 ? Math.min(Math.max(asked, 100), MOST) : MOST;
  }

  connectedCallback() {
    if (!this.#view) {
      this.#books.clear();
      this.#view = new LogView(this.shadowRoot, {
        name: this.#name, limit: this.lines, say: words[this.language], locale: this.locale, retry: () => this.#load(),
      });
    }
    stream.addEventListener('event', this.#onEvent);
    stream.addEventListener('connected', this.#onConnected);
    stream.hear(LINES);
    this.#load();
  }

  disconnectedCallback() {
    stream.removeEventListener('event', this.#onEvent);
    stream.removeEventListener('connected', this.#onConnected);
    if (this.#following) stream.unfollow(this.topic);
    this.#following = false;
    this.#meanwhile = null;
    this.#loads++;
    clearTimeout(this.#retry);
    this.#view.stop();
    this.#view = undefined;
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#view || !this.isConnected) return;
    if (this.#following && name === 'topic') stream.unfollow(before);
    this.#following &&= name !== 'topic';
    this.disconnectedCallback();
    this.connectedCallback();
  }

  get #name() {
    return this.topic.replace(/^logs\//, '');
  }

  async #load() {
    const mine = ++this.#loads;
    clearTimeout(this.#retry);
    this.#meanwhile ??= [];
    try {
      if (!this.#following && !(await this.#mayRead())) {
        if (mine === this.#loads) this.#view.refused();
        return;
      }
      const excerpt = await call('GET', address(`api/logs/${encodeURIComponent(this.#name)}`, { lines: HISTORY }));
      if (mine === this.#loads) this.#loaded(excerpt);
    } catch (problem) {
      if (mine === this.#loads) this.#failed(problem);
    }
  }

  /** Asked of the list: browsers complain of each request that is refused. */
  async #mayRead() {
    const { logs } = await call('GET', address('api/logs'));
    return logs.some(({ topic }) => topic === this.topic);
  }

  #loaded(excerpt) {
    const meanwhile = this.#meanwhile;
    this.#meanwhile = null;
    this.#backoff.reset();
    this.#view.loaded();
    this.#add(excerpt, false);
    for (const { data } of meanwhile) this.#add(data, true);
    if (this.#following) return;
    this.#following = true;
    stream.follow(this.topic);
  }

  #failed(problem) {
    if (problem.status === 401) stream.end();
    if (problem.passing && problem.status !== 404) this.#retry = setTimeout(() => this.#load(), this.#backoff.next());
    if (problem.status === 403) this.#view.refused();
    else this.#view.failed(problem.detail);
  }

  #onEvent = ({ detail: event }) => {
    if (event.topic !== this.topic || event.type !== LINES) return;
    if (this.#meanwhile) this.#meanwhile.push(event);
    else this.#add(event.data, true);
  };

  // What was written while nobody was connected is in no event.
  #onConnected = () => {
    if (this.#following) this.#load();
  };

  #add(data, live) {
    const { node = '', run, entries } = data ?? {};
    if (typeof node !== 'string' || typeof run !== 'string' || !Array.isArray(entries)) return;
    if (!this.#books.has(node)) {
      if (this.#books.size === NODES) return;
      this.#books.set(node, new Book());
    }
    const rows = this.#books.get(node).add(run, entries);
    if (this.#books.size > 1) for (const row of rows) row.node = node;
    if (rows.length > 0) this.#view.add(rows, live);
  }
}

customElements.define('tidings-log', TidingsLog);
