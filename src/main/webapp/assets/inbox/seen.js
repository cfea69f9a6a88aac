// What has been in sight for a moment is seen, and the server is told.

import { inbox } from './inbox-store.js';

const MOMENT = 700;
const MOST = 500; // ids in one call

export class Seen {
  #host;
  #items;
  #told = new Set();
  #timer;

  /**
   * @param {HTMLElement} host
   * @param {() => import('./inbox-store.js').Item[]} items what it shows
   */
  constructor(host, items) {
    this.#host = host;
    this.#items = items;
  }

  soon() {
    this.#timer ??= setTimeout(() => this.#look(), MOMENT);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #look() {
    this.#timer = undefined;
    if (document.hidden || !this.#host.checkVisibility()) return;
    // Once each: if it fails they stay unseen until they change.
    const unseen = this.#items().filter((item) => item.unseen && !this.#told.has(`${item.id} ${item.at}`)).slice(0, MOST);
    for (const item of unseen) this.#told.add(`${item.id} ${item.at}`);
    if (unseen.length > 0) inbox.mark('seen', { ids: unseen.map((item) => item.id) }).catch(() => {});
  }
}
