// <tidings-metrics>: how the server is doing, who is online, and what applications measure, of the last minutes.
//
// The stream is opened first and the server's recent samples are read second, also after each reconnect: between the
// two nothing is missing.

import { address, call } from './api.js';
import { Backoff } from './backoff.js';
import { h } from './dom.js';
import { TidingsElement } from './element.js';
import { AUDIENCE, SERVER, Thresholds } from './metrics/charts.js';
import { Figures } from './metrics/figures.js';
import { library } from './metrics/library.js';
import { Samples } from './metrics/samples.js';
import { styles } from './metrics/styles.js';
import { MetricsView } from './metrics/view.js';
import { words } from './metrics/words.js';
import { stream } from './stream.js';

const TYPES = ['sample', 'gauge'];
const OWN = [SERVER, AUDIENCE];
const MOST_MINUTES = 60;
const MOST_TOPICS = 10; // of applications; a stream has a bound on topics
const LIST = 15_000; // how often to look for new topics
const LATE = 3; // seconds that are read once more, as the newest may not have been there yet

/**
 * Attributes: `topics` (those of applications, separated by blanks; all when left out), `minutes` (1 to 60, 15 when
 * left out; the server keeps 15), `thresholds` (`NAME WARN BAD, …`), `lang`.
 * @fires tidings-threshold when a number comes to another level: `{topic, name, node, level, value}`, level `warn`,
 *   `bad` or ''; bubbles, out of shadow roots too
 */
export class TidingsMetrics extends TidingsElement {
  static styles = [styles];
  static observedAttributes = ['topics', 'minutes', 'thresholds', 'lang'];

  /** @type {Map<string, Samples>} */
  #samples = new Map();
  #audience = new Map(); // node → {second, data}
  /** @type {Map<string, number>} topic → the second up to which nothing is missing */
  #complete = new Map();
  #whole = false; // whether nothing is missing since
  #library;
  /** @type {MetricsView | undefined} while it is on a page */
  #view;
  #followed = [];
  #ahead = 0; // milliseconds, of the server's clock to ours
  #reads = 0; // tells a read that was overtaken from the present one
  #lives = 0;
  #backoff = new Backoff();
  #retry;
  #reading = false;
  #clock;
  #listing;

  get minutes() {
    const asked = Number(this.getAttribute('minutes') ?? 15);
    return Number.isFinite(asked) ? Math.min(Math.max(Math.round(asked), 1), MOST_MINUTES) : 15;
  }

  get thresholds() {
    return this.getAttribute('thresholds') ?? '';
  }

  set thresholds(text) {
    this.setAttribute('thresholds', text);
  }

  async connectedCallback() {
    const mine = ++this.#lives;
    stream.addEventListener('event', this.#onEvent);
    stream.addEventListener('connected', this.#onConnected);
    stream.addEventListener('refused', this.#onRefused);
    document.addEventListener('visibilitychange', this.#onTime);
    for (const type of TYPES) stream.hear(type);
    this.#clock = setInterval(this.#onTime, 1_000);
    try {
      this.#library = await library();
      if (mine !== this.#lives) return;
      this.#build();
    } catch (failure) {
      console.error('Tidings: the charts could not be loaded.', failure);
      this.shadowRoot.replaceChildren(h('p', { class: 'problem', role: 'alert' }, words[this.language].broken));
      return;
    }
    this.#listing = setInterval(() => document.hidden || this.#read(true), LIST);
    this.#read();
  }

  disconnectedCallback() {
    this.#lives++;
    this.#reads++;
    this.#whole = false;
    stream.removeEventListener('event', this.#onEvent);
    stream.removeEventListener('connected', this.#onConnected);
    stream.removeEventListener('refused', this.#onRefused);
    document.removeEventListener('visibilitychange', this.#onTime);
    clearInterval(this.#clock);
    clearInterval(this.#listing);
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#reading = false;
    for (const topic of this.#followed) stream.unfollow(topic);
    this.#followed = [];
    this.#view?.close();
    this.#view = undefined;
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#view) return; // not yet connected
    if (name === 'topics') {
      this.disconnectedCallback();
      this.connectedCallback();
      return;
    }
    this.#view.close();
    this.#build();
    if (name !== 'minutes') return;
    this.#samples.clear();
    this.#complete.clear();
    this.#whole = false;
    this.#read();
  }

  #build() {
    const { uPlot, sheet } = this.#library;
    if (!this.shadowRoot.adoptedStyleSheets.includes(sheet)) this.shadowRoot.adoptedStyleSheets.unshift(sheet);
    this.#view = new MetricsView(this.shadowRoot, {
      uPlot,
      say: words[this.language],
      figures: new Figures(this.locale),
      minutes: this.minutes,
      thresholds: new Thresholds(this.thresholds),
      samples: (topic) => this.#of(topic),
      audience: () => [...this.#audience.values()].map(({ data }) => data),
      changed: (detail) => this.dispatchEvent(new CustomEvent('tidings-threshold', { bubbles: true, composed: true, detail })),
      retry: () => this.#read(),
    });
    for (const topic of this.#followed) this.#offer(topic);
    this.#onTime();
  }

  #offer(topic) {
    if (!OWN.includes(topic)) this.#view?.offer(topic);
  }

  #of(topic) {
    if (!this.#samples.has(topic)) this.#samples.set(topic, new Samples(this.minutes * 60));
    return this.#samples.get(topic);
  }

  #follow(topics) {
    for (const topic of topics) {
      this.#followed.push(topic);
      stream.follow(topic);
      this.#offer(topic);
    }
  }

  /**
   * What there is, from shortly before what we have. Topics that are new are followed first: the stream is opened anew
   * for them, and as soon as it is, everything is read.
   * @param {boolean} [onlyNews] nothing else
   */
  async #read(onlyNews) {
    // What is under way, or is to be tried again, does the same and more.
    if (onlyNews && (this.#reading || this.#retry)) return;
    const mine = ++this.#reads;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#reading = true;
    try {
      const { topics = [], now } = await call('GET', address('api/metrics'));
      if (mine !== this.#reads) return;
      this.#ahead = Date.parse(now) - Date.now();
      if (!topics.includes(SERVER)) {
        this.#view?.refused();
        return;
      }
      const news = this.#wanted(topics).filter((topic) => !this.#followed.includes(topic)).slice(0, MOST_TOPICS + OWN.length - this.#followed.length);
      this.#follow(news);
      if (news.length === 0 && !onlyNews) {
        for (const topic of this.#followed) await this.#readTopic(topic, () => mine === this.#reads);
        this.#whole = mine === this.#reads;
      }
      this.#backoff.reset();
      if (mine === this.#reads) this.#view?.loaded();
      this.#onTime();
    } catch (problem) {
      if (mine === this.#reads) this.#failed(problem);
    } finally {
      if (mine === this.#reads) this.#reading = false;
    }
  }

  #wanted(topics) {
    const chosen = this.getAttribute('topics')?.trim().split(/\s+/);
    const others = topics.filter((topic) => !OWN.includes(topic) && (chosen?.includes(topic) ?? true));
    return [...OWN.filter((topic) => topics.includes(topic)), ...others];
  }

  async #readTopic(topic, still) {
    // Not from the newest: that came with the stream, maybe long after the one before.
    const complete = this.#complete.get(topic);
    const since = complete ? { since: new Date((complete - LATE) * 1_000).toISOString() } : {};
    const { samples = [] } = await call('GET', address('api/metrics', { topic, ...since }));
    if (!still()) return;
    for (const { at, type, data } of samples) {
      stream.hear(type);
      this.#put(topic, at, type, data);
    }
    this.#complete.set(topic, this.#of(topic).newest);
  }

  #failed(problem) {
    if (problem.status === 401) stream.end();
    if (problem.status === 403) {
      this.#view?.refused();
      return;
    }
    const retryIn = problem.passing ? this.#backoff.next() : 0;
    if (problem.passing) this.#retry = setTimeout(() => this.#read(), retryIn);
    // A lost connection is told by the page already.
    if (problem.status !== 0) this.#view?.failed(problem, retryIn);
  }

  #put(topic, at, type, data) {
    const second = Math.floor(Date.parse(at) / 1_000);
    if (topic === SERVER && type !== 'sample') return;
    this.#of(topic).put(second, type, data);
    if (topic !== AUDIENCE) return;
    const node = String(data?.node ?? '');
    if (!(this.#audience.get(node)?.second > second)) this.#audience.set(node, { second, data });
    for (const [other, seen] of this.#audience) if (second - seen.second > 60) this.#audience.delete(other);
  }

  #onEvent = ({ detail: { topic, at, type, data } }) => {
    if (!this.#followed.includes(topic)) return;
    if (type === 'clear') this.#samples.delete(topic);
    else this.#put(topic, at, type, data);
    if (this.#whole) this.#complete.set(topic, this.#of(topic).newest);
    if (topic === SERVER) this.#onTime();
  };

  // There was an interruption, however short; whatever came meanwhile is in the server's memory.
  #onConnected = () => {
    this.#whole = false;
    if (this.#view) this.#read();
  };

  #onRefused = ({ detail: { topics } }) => {
    if (Array.isArray(topics) && topics.includes(SERVER)) this.#view?.refused();
  };

  #onTime = () => {
    // The newest sample may be of the second that has just begun.
    this.#view?.draw(Math.ceil((Date.now() + this.#ahead) / 1_000));
  };
}

customElements.define('tidings-metrics', TidingsMetrics);
