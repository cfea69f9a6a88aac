// What the feed shows: loading, failed, empty, or a list. Knows nothing of servers.

import { h } from '../dom.js';
import { refresh } from '../time.js';
import { messageItem, summary } from './message.js';

const FRAME = 16; // a burst of events is drawn once
const QUIET = 800; // and read out once

export class FeedView {
  #root;
  #topic;
  #say;
  #locale;
  #list;
  #empty;
  #skeleton;
  #problem;
  #reason;
  #end;
  #status;
  #items = new Map(); // id → li
  #arrivals = new Set(); // ids that came by the stream: only these are animated
  #summaries = [];
  #drawing;
  #speaking;
  #clock;

  /**
   * @param {ShadowRoot} shadow where it shows it all
   * @param {{topic: string, limit: number, say: import('./message.js').Words, locale: string, retry: () => void}} about
   */
  constructor(shadow, { topic, limit, say, locale, retry }) {
    this.#topic = topic;
    this.#say = say;
    this.#locale = locale;
    this.#list = h('ol', { class: 'messages', part: 'list', 'aria-label': say.list(topic) });
    this.#skeleton = h('div', { class: 'skeleton', 'aria-hidden': 'true' },
      ...Array.from({ length: 4 }, () => h('div', {}, h('i'), h('i'), h('i'))));
    this.#reason = h('p');
    this.#problem = h('div', { class: 'problem', part: 'problem', role: 'alert', hidden: true },
      this.#reason, h('button', { type: 'button', class: 'quiet', click: retry }, say.again));
    this.#empty = h('div', { class: 'empty', part: 'empty', hidden: true },
      h('img', { src: new URL('empty.svg', import.meta.url), alt: '', width: 120, height: 80 }),
      h('h3', {}, say.emptyTitle),
      h('p', {}, say.emptyText));
    this.#end = h('p', { class: 'end', part: 'end', hidden: true }, say.end(limit));
    this.#status = h('p', { class: 'unseen', role: 'status' });
    this.#root = h('div', { class: 'feed' },
      this.#problem, this.#skeleton, this.#empty, this.#list, this.#end, this.#status);
    shadow.replaceChildren(this.#root);
  }

  start() {
    this.#clock = setInterval(() => {
      for (const time of this.#list.querySelectorAll('time')) refresh(time);
    }, 15_000);
  }

  stop() {
    clearInterval(this.#clock);
  }

  /** What is shown stays while it is read anew. */
  loading() {
    this.#root.setAttribute('aria-busy', 'true');
    this.#skeleton.hidden = this.#items.size > 0 || !this.#empty.hidden || !this.#problem.hidden;
  }

  failed(problem, retryIn) {
    this.#root.setAttribute('aria-busy', 'false');
    this.#skeleton.hidden = true;
    const next = retryIn ? ` ${this.#say.nextTry(Math.ceil(retryIn / 1_000))}` : '';
    this.#complain(`${this.#say.failed} ${problem.detail}${next}`);
  }

  loaded() {
    this.#root.setAttribute('aria-busy', 'false');
    this.#skeleton.hidden = this.#problem.hidden = true;
  }

  refused() {
    this.#complain(this.#say.refused(this.#topic));
  }

  arrived(event) {
    this.#arrivals.add(event.id);
    this.#summaries.push(summary(event, this.#say));
    this.#speaking ??= setTimeout(() => this.#speak(), QUIET);
  }

  cleared() {
    this.#summaries = [];
    this.#status.textContent = this.#say.cleared;
  }

  show(timeline) {
    // Not requestAnimationFrame: that stands still in a hidden tab.
    this.#drawing ??= setTimeout(() => {
      this.#drawing = undefined;
      this.#draw(timeline);
    }, FRAME);
  }

  #draw(timeline) {
    const events = timeline.events;
    const ids = new Set(events.map((event) => event.id));
    for (const [id, item] of this.#items) {
      if (ids.has(id)) continue;
      item.remove();
      this.#items.delete(id);
    }
    // Items that are in their place are not touched: they keep focus, selection and "Show all".
    events.forEach((event, index) => {
      const item = this.#items.get(event.id) ?? this.#create(event);
      if (this.#list.children[index] !== item) this.#list.insertBefore(item, this.#list.children[index] ?? null);
    });
    this.#arrivals.clear();
    this.#empty.hidden = events.length > 0;
    this.#end.hidden = !timeline.full;
  }

  #create(event) {
    const item = messageItem(event, this.#say, this.#locale);
    item.classList.toggle('arrived', this.#arrivals.has(event.id));
    this.#items.set(event.id, item);
    return item;
  }

  #speak() {
    this.#speaking = undefined;
    const count = this.#summaries.length;
    if (count > 0) this.#status.textContent = count === 1 ? this.#summaries[0] : this.#say.several(count);
    this.#summaries = [];
  }

  #complain(words) {
    this.#reason.textContent = words;
    this.#problem.hidden = false;
  }
}
