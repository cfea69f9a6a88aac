// <tidings-progress topic="jobs/42" label="Export">: how far a job is, and what came of it.
//
// The topic holds when it began and how it ended, `started` and then one of `complete`, `failed`, `cancelled`:
// durable, so that who comes later knows. How far it is comes by a second, live topic, TOPIC/progress.

import { address, call } from './api.js';
import { Backoff } from './backoff.js';
import { TidingsElement } from './element.js';
import { Figures } from './progress/figures.js';
import { Job, TYPES } from './progress/job.js';
import { styles } from './progress/styles.js';
import { ProgressView } from './progress/view.js';
import { words } from './progress/words.js';
import { stream } from './stream.js';
import { resolved } from './topic.js';

const PROGRESS = 'progress'; // the type of the live topic's events

/**
 * Attributes: `topic` (`users/me/…` is the user's own), `progress` (the live topic, TOPIC/progress when left out),
 * `label`, `unit` (`bytes`, or plain numbers), `lang`.
 * @fires tidings-complete, tidings-failed, tidings-cancelled when the job ends, or had ended when this element
 *   came: `{topic, at, data, live}`, live when it has just happened; each bubbles, out of shadow roots too
 */
export class TidingsProgress extends TidingsElement {
  static styles = [styles];
  static observedAttributes = ['topic', 'progress', 'label', 'unit', 'lang'];

  #job;
  #view;
  #topics = null; // {end, progress} as events carry them, once we follow
  #meanwhile = null; // events that arrive while history is on its way
  #loads = 0; // tells a load that was overtaken from the present one
  #backoff = new Backoff();
  #retry;

  get topic() {
    return this.getAttribute('topic') ?? '';
  }

  connectedCallback() {
    const say = words[this.language];
    this.#job ??= new Job();
    this.#view ??= new ProgressView(this.shadowRoot, {
      say,
      label: this.getAttribute('label') || say.label,
      figures: new Figures(this.locale, this.getAttribute('unit')),
      retry: () => this.#load(),
    });
    stream.addEventListener('event', this.#onEvent);
    stream.addEventListener('reset', this.#onReset);
    stream.addEventListener('refused', this.#onRefused);
    for (const type of [...TYPES, PROGRESS]) stream.hear(type);
    this.#load();
  }

  disconnectedCallback() {
    stream.removeEventListener('event', this.#onEvent);
    stream.removeEventListener('reset', this.#onReset);
    stream.removeEventListener('refused', this.#onRefused);
    for (const topic of Object.values(this.#topics ?? {})) stream.unfollow(topic);
    this.#topics = null;
    this.#loads++;
    clearTimeout(this.#retry);
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#view) return; // not yet connected
    if (this.isConnected) this.disconnectedCallback();
    this.#view = this.#job = undefined;
    if (this.isConnected) this.connectedCallback();
  }

  async #load() {
    const mine = ++this.#loads;
    clearTimeout(this.#retry);
    this.#meanwhile ??= [];
    const live = this.getAttribute('progress') || `${this.topic}/${PROGRESS}`;
    try {
      const [end, progress, ends, gauges] = await Promise.all([
        resolved(this.topic),
        resolved(live),
        history(this.topic, 10),
        // Empty, unless it is durable. Without it the stream will tell soon enough.
        history(live, 1).catch(() => ({ events: [] })),
      ]);
      if (mine === this.#loads) this.#loaded({ end, progress }, ends, gauges);
    } catch (problem) {
      if (mine === this.#loads) this.#failed(problem);
    }
  }

  #loaded(topics, ends, gauges) {
    const before = this.#job.end;
    const meanwhile = this.#meanwhile;
    this.#meanwhile = null;
    this.#backoff.reset();
    this.#job = new Job();
    for (const event of ends.events.toReversed()) this.#job.tell(event);
    for (const event of gauges.events) this.#job.advance(event);
    for (const event of meanwhile) this.#apply(event);
    this.#view.show(this.#job);
    if (this.#job.over && this.#job.end.id !== before?.id) this.#fire(false);
    if (this.#topics) return;
    this.#topics = topics;
    stream.follow(topics.end, ends.cursor);
    stream.follow(topics.progress, gauges.cursor);
  }

  #failed(problem) {
    if (problem.status === 401) stream.end();
    if (problem.passing) this.#retry = setTimeout(() => this.#load(), this.#backoff.next());
    if (problem.status === 403) this.#view.refused();
    else this.#view.failed(problem.detail);
  }

  #onEvent = ({ detail: event }) => {
    if (!Object.values(this.#topics ?? {}).includes(event.topic)) return;
    this.#meanwhile?.push(event);
    const wasOver = this.#job.over;
    if (!this.#apply(event)) return;
    this.#view.show(this.#job);
    if (event.topic === this.#topics.end) this.#view.announce(this.#job);
    if (this.#job.over && !wasOver) this.#fire(true);
  };

  /** False when it changes nothing. */
  #apply(event) {
    if (event.topic === this.#topics.progress) return event.type === PROGRESS && this.#job.advance(event);
    if (event.type !== 'clear') return this.#job.tell(event);
    this.#job = new Job();
    return true;
  }

  #fire(live) {
    const { type, topic, at, data } = this.#job.end;
    this.dispatchEvent(new CustomEvent(`tidings-${type}`, {
      bubbles: true, composed: true, detail: { topic, at, data, live },
    }));
  }

  // Our cursor was too old, or of another life of the log: read anew how it stands.
  #onReset = ({ detail: { topics } }) => {
    if (!Array.isArray(topics) || topics.includes(this.#topics?.end)) this.#load();
  };

  #onRefused = ({ detail: { topics } }) => {
    if (Array.isArray(topics) && topics.includes(this.#topics?.end)) this.#view.refused();
  };
}

async function history(topic, limit) {
  const page = await call('GET', address('api/events', { topic, order: 'desc', limit }));
  return { events: Array.isArray(page?.events) ? page.events : [], cursor: page?.cursor };
}

customElements.define('tidings-progress', TidingsProgress);
