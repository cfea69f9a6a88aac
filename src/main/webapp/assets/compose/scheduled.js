// What is to be sent later, soonest first; each can be cancelled until then.

import { address, call } from '../api.js';
import { h } from '../dom.js';

const EVERY = 30_000; // others schedule too, and what is due is gone

const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });

export class Scheduled {
  #list;
  #none;
  #problem;

  /** @param {HTMLElement} side */
  constructor(side) {
    this.#list = side.querySelector('#scheduled');
    this.#none = side.querySelector('#scheduled-none');
    this.#problem = side.querySelector('#scheduled-problem');
  }

  start() {
    this.read();
    setInterval(() => document.hidden || this.read(), EVERY);
  }

  async read() {
    await this.#attempt(async () => {
      const { scheduled } = await call('GET', address('api/notifications/scheduled'));
      this.#draw(scheduled.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)));
    });
  }

  async #cancel(id) {
    await this.#attempt(() => call('DELETE', address(`api/notifications/scheduled/${encodeURIComponent(id)}`)));
    await this.read();
  }

  async #attempt(work) {
    try {
      await work();
      this.#problem.hidden = true;
    } catch (problem) {
      this.#problem.textContent = problem.detail;
      this.#problem.hidden = false;
    }
  }

  #draw(all) {
    this.#none.hidden = all.length > 0;
    this.#list.replaceChildren(...all.map(({ id, at, by, notification }) => h('li', { class: 'panel' },
      h('p', { class: 'scheduled-at' }, h('time', { datetime: at }, exact.format(new Date(at)))),
      h('p', { class: 'scheduled-title', dir: 'auto' }, notification.title ?? ''),
      h('p', { class: 'hint' }, 'to ', h('bdi', {}, recipients(notification.to)), ', by ', h('bdi', {}, by)),
      h('button', {
        type: 'button', class: 'quiet', 'aria-label': `Cancel “${notification.title}”`, click: () => this.#cancel(id),
      }, 'Cancel'))));
  }
}

function recipients(to) {
  if (to?.users) return to.users.join(', ');
  if (to?.role) return `all with the role ${to.role}`;
  return to?.later ? 'everyone, also who joins later' : 'everyone';
}
