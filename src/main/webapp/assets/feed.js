// <tidings-feed topic="feeds/news" limit="50">: the newest messages of a topic, live.
//
// First a page of history, then the stream from that page's cursor on: between the two nothing is lost.
// What comes twice is shown once, and the order is the log's, not the arrival's.

import { address, call } from './api.js';
import { Backoff } from './backoff.js';
import { TidingsElement } from './element.js';
import { showable } from './feed/message.js';
import { styles } from './feed/styles.js';
import { FeedView } from './feed/view.js';
import { words } from './feed/words.js';
import { stream } from './stream.js';
import { Timeline } from './timeline.js';
import { resolved } from './topic.js';

const LIMIT = 50;
const MOST = 1_000; // a page of history has no more

/**
 * Attributes: `topic` (`users/me/…` is the user's own), `limit`, `lang`.
 * @fires tidings-message when one arrives, not for history: `{id, type, topic, at, data}`; bubbles, out of shadow
 *   roots too
 */
export class TidingsFeed extends TidingsElement {
  static styles = [styles];
  static observedAttributes = ['topic', 'limit', 'lang'];

  #topic; // as events carry it
  #timeline;
  #view;
  #following = false;
  #meanwhile = null; // events that arrive while a page of history is on its way
  #loads = 0; // tells a load that was overtaken from the present one
  #backoff = new Backoff();
  #retry;

  get topic() {
    return this.getAttribute('topic') ?? '';
  }

  get limit() {
    const asked = Number(this.getAttribute('limit'));
    return Number.isInteger(asked) && asked > 0 ? Math.min(asked, MOST) : LIMIT;
  }

  connectedCallback() {
    const { topic, limit, locale } = this;
    this.#timeline ??= new Timeline(limit);
    this.#view ??= new FeedView(this.shadowRoot, {
      topic, limit, locale, say: words[this.language], retry: () => this.#load(),
    });
    this.#view.start();
    stream.addEventListener('event', this.#onEvent);
    stream.addEventListener('reset', this.#onReset);
    stream.addEventListener('refused', this.#onRefused);
    this.#load();
  }

  disconnectedCallback() {
    stream.removeEventListener('event', this.#onEvent);
    stream.removeEventListener('reset', this.#onReset);
    stream.removeEventListener('refused', this.#onRefused);
    if (this.#following) stream.unfollow(this.#topic);
    this.#following = false;
    this.#loads++;
    clearTimeout(this.#retry);
    this.#view.stop();
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#view) return; // not yet connected
    if (this.isConnected) this.disconnectedCallback();
    this.#view = this.#timeline = undefined;
    if (this.isConnected) this.connectedCallback();
  }

  async #load() {
    const mine = ++this.#loads;
    clearTimeout(this.#retry);
    this.#meanwhile ??= [];
    this.#view.loading();
    try {
      const [topic, page] = await Promise.all([
        resolved(this.topic),
        call('GET', address('api/events', { topic: this.topic, order: 'desc', limit: this.limit })),
      ]);
      if (mine === this.#loads) this.#loaded(topic, page);
    } catch (problem) {
      if (mine === this.#loads) this.#failed(problem);
    }
  }

  #loaded(topic, page) {
    const meanwhile = this.#meanwhile;
    this.#topic = topic;
    this.#meanwhile = null;
    this.#backoff.reset();
    const events = Array.isArray(page?.events) ? page.events : [];
    for (const { type } of events) stream.hear(type);
    this.#timeline.replace(events.filter(showable));
    for (const event of meanwhile) this.#apply(event);
    this.#view.loaded();
    this.#view.show(this.#timeline);
    if (this.#following) return;
    this.#following = true;
    stream.follow(topic, page?.cursor);
  }

  #failed(problem) {
    if (problem.status === 401) stream.end();
    const delay = problem.passing ? this.#backoff.next() : undefined;
    if (delay) this.#retry = setTimeout(() => this.#load(), delay);
    this.#view.failed(problem, delay);
  }

  #onEvent = ({ detail: event }) => {
    if (event.topic !== this.#topic) return;
    this.#meanwhile?.push(event);
    if (!this.#apply(event)) return;
    if (event.type === 'clear') {
      this.#view.cleared();
    } else {
      this.#view.arrived(event);
      this.dispatchEvent(new CustomEvent('tidings-message', { bubbles: true, composed: true, detail: event }));
    }
    this.#view.show(this.#timeline);
  };

  /** False when it changes nothing. */
  #apply(event) {
    if (event.type !== 'clear') return showable(event) && this.#timeline.add(event);
    this.#timeline.clear(event.id);
    return true;
  }

  // Our cursor was too old, or of another life of the log: the stream goes on, what was before is read again.
  #onReset = ({ detail: { topics } }) => {
    if (!Array.isArray(topics) || topics.includes(this.#topic)) this.#load();
  };

  #onRefused = ({ detail: { topics } }) => {
    if (Array.isArray(topics) && topics.includes(this.#topic)) this.#view.refused();
  };
}

customElements.define('tidings-feed', TidingsFeed);
