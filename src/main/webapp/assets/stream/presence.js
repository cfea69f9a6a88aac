// Tells the server on which pages the shared stream is heard: it counts its users by page, and nothing else.

import { address, call } from '../api.js';

const SOON = 250; // pages that come and go together are told of once
const MOST = 50; // as many as the server takes

export class Presence {
  #key;
  #pages = [];
  #told; // what the server was told of this stream
  #timer;

  /** @param {string} key the name by which the server knows the stream */
  constructor(key) {
    this.#key = key;
  }

  /** @param {string[]} pages */
  show(pages) {
    this.#pages = [...new Set(pages)].filter(Boolean).sort().slice(0, MOST);
    if (this.#told !== undefined) this.#tellSoon();
  }

  /** The stream was opened, maybe at another server: it knows nothing. */
  connected() {
    this.#told = '';
    this.#tellSoon();
  }

  close() {
    clearTimeout(this.#timer);
    this.#tellSoon = () => {};
  }

  #tellSoon = () => {
    this.#timer ??= setTimeout(() => this.#tell(), SOON);
  };

  async #tell() {
    this.#timer = undefined;
    const json = JSON.stringify({ client: this.#key, pages: this.#pages });
    if (json === this.#told) return;
    this.#told = json;
    // If this gets lost, the next stream tells again.
    await call('POST', address('api/presence'), { json }).catch(() => {});
  }
}
