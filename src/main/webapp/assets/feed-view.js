// How the feed looks: loading, failed, empty, or a list. Knows nothing of servers.

import { h } from './dom.js';
import { messageItem } from './message.js';
import { refresh } from './time.js';

const FRAME = 16; // a burst of events is drawn once
const QUIET = 800; // and read out once

export class FeedView {
  #host;
  #topic;
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

  constructor(host, topic, limit, retry) {
    this.#host = host;
    this.#topic = topic;
    this.#list = h('ol', { class: 'messages', 'aria-label': `Messages of ${topic}, newest first` });
    this.#skeleton = h('div', { class: 'skeleton', 'aria-hidden': 'true' },
      ...Array.from({ length: 4 }, () => h('div', {}, h('i'), h('i'), h('i'))));
    this.#reason = h('p');
    this.#problem = h('div', { class: 'feed-problem', role: 'alert', hidden: true },
      this.#reason, h('button', { type: 'button', class: 'quiet', click: retry }, 'Try again'));
    this.#empty = h('div', { class: 'feed-empty', hidden: true },
      h('img', { src: new URL('empty.svg', import.meta.url), alt: '', width: 120, height: 80 }),
      h('h3', {}, 'All quiet'),
      h('p', {}, 'New messages appear here the moment they are committed. There is no need to reload.'));
    this.#end = h('p', { class: 'feed-end', hidden: true }, `These are the newest ${limit}.`);
    this.#status = h('p', { class: 'unseen', role: 'status' });
    host.append(this.#problem, this.#skeleton, this.#empty, this.#list, this.#end, this.#status);
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
    this.#host.setAttribute('aria-busy', 'true');
    this.#skeleton.hidden = this.#items.size > 0 || !this.#empty.hidden || !this.#problem.hidden;
  }

  failed(problem, retryIn) {
    this.#host.setAttribute('aria-busy', 'false');
    this.#skeleton.hidden = true;
    const next = retryIn ? ` Next try in ${Math.ceil(retryIn / 1_000)} s.` : '';
    this.#say(`The messages could not be loaded. ${problem.detail}${next}`);
  }

  loaded() {
    this.#host.setAttribute('aria-busy', 'false');
    this.#skeleton.hidden = this.#problem.hidden = true;
  }

  refused() {
    this.#say(`New messages of ${this.#topic} are not for you to read.`);
  }

  arrived(id, summary) {
    this.#arrivals.add(id);
    this.#summaries.push(summary);
    this.#speaking ??= setTimeout(() => this.#speak(), QUIET);
  }

  announce(words) {
    this.#summaries = [];
    this.#status.textContent = words;
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
    const item = messageItem(event);
    item.classList.toggle('arrived', this.#arrivals.has(event.id));
    this.#items.set(event.id, item);
    return item;
  }

  #speak() {
    this.#speaking = undefined;
    const count = this.#summaries.length;
    if (count > 0) this.#status.textContent = count === 1 ? this.#summaries[0] : `${count} new messages`;
    this.#summaries = [];
  }

  #say(words) {
    this.#reason.textContent = words;
    this.#problem.hidden = false;
  }
}
