// One engine, many pages: each is told of its own topics, and the engine follows those of all.

import { Engine } from './engine.js';
import { outlive } from './lifeline.js';
import { Presence } from './presence.js';

/** @typedef {import('./protocol.js').Request} Request */
/** @typedef {import('./protocol.js').Report} Report */

export class Switchboard {
  /** @type {Engine | undefined} made for the user who comes with the first hello */
  #engine;
  /** @type {Presence | undefined} */
  #presence;
  /** @type {Set<Port>} */
  #ports = new Set();

  /**
   * Connects a page; it has to say hello.
   * @param {(report: Report) => void} post
   * @param {() => void} [left] called when the page is gone
   */
  connect(post, left = () => {}) {
    const port = new Port(post, left);
    return { /** @param {Request} request */ hear: (request) => this.#hear(port, request) };
  }

  /** The end of the engine. */
  close() {
    this.#engine?.close();
    this.#presence?.close();
    this.#ports.clear();
  }

  #hear(port, request) {
    if (request.name === 'hello') this.#welcome(port, request);
    else if (!this.#ports.has(port)) port.post({ name: 'welcome' }); // taken for gone, or its hello was lost
    else this.#serve(port, request);
  }

  #welcome(port, { user, key, life, page, types, topics, n }) {
    this.#engine ??= new Engine(user, key, this.#report);
    this.#presence ??= new Presence(key);
    if (!this.#ports.has(port)) {
      this.#ports.add(port);
      if (life) outlive(life, () => this.#leave(port));
    }
    this.#show(port, page);
    const before = port.topics;
    port.topics = new Set();
    port.n = n;
    this.#engine.revive(); // this page may have a new session
    port.post({ name: 'state', detail: this.#engine.status });
    for (const type of types) this.#engine.hear(type);
    for (const [topic, after] of topics) this.#follow(port, topic, after, n);
    this.#release(before);
  }

  #serve(port, request) {
    switch (request.name) {
      case 'follow': return this.#follow(port, request.topic, request.after, request.n);
      case 'unfollow':
        port.topics.delete(request.topic);
        return this.#release([request.topic]);
      case 'hear': return this.#engine.hear(request.type);
      case 'check': return this.#engine.check();
      case 'end': return this.#engine.end(request.detail);
      case 'bye': return this.#leave(port);
      case 'look':
        this.#engine.look();
        this.#show(port, request.page);
        return port.post({ name: 'alive' });
      default: // of another version
    }
  }

  #follow(port, topic, after, n) {
    port.topics.add(topic);
    port.n = n;
    if (this.#engine.follow(topic, after)) return;
    // The stream goes on in another life of the log than the page read: it has to read again.
    port.post({ name: 'reset', detail: { topics: [topic] }, id: '' });
  }

  #leave(port) {
    if (!this.#ports.delete(port)) return;
    this.#release(port.topics);
    this.#showPages();
    port.left();
  }

  #show(port, page) {
    if (port.page === page) return;
    port.page = page;
    this.#showPages();
  }

  #showPages() {
    this.#presence?.show([...this.#ports].map((port) => port.page));
  }

  #release(topics) {
    for (const topic of topics) {
      if (![...this.#ports].some((port) => port.topics.has(topic))) this.#engine.unfollow(topic);
    }
  }

  /** @param {Report} report */
  #report = (report) => {
    const { name, detail } = report;
    if (name === 'connected') this.#presence?.connected();
    const topics = detail?.topics ?? detail?.topic;
    for (const port of this.#ports) {
      if (topics !== undefined && ![topics].flat().some((topic) => port.topics.has(topic))) continue;
      port.post(name === 'connected' ? { ...report, n: port.n } : report);
    }
  };
}

class Port {
  topics = new Set();
  page = '';
  n = 0;

  constructor(post, left) {
    this.post = post;
    this.left = left;
  }
}
