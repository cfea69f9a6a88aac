// Tells the server on which pages the shared stream is heard: it counts its users by page, and nothing else.

import { address, call } from '../api.js';
import { Backoff } from '../backoff.js';

const SOON = 250; // pages that come and go together are told of once
const MOST = 50; // as many as the server takes

export class Presence {
  #key;
  #pages = [];
  #told; // what the server was told of this stream
  #timer; // also while it is being told: one after the other
  #backoff = new Backoff();

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

  #tellSoon = (wait = SOON) => {
    this.#timer ??= setTimeout(() => this.#tell(), wait);
  };

  async #tell() {
    const json = this.#now();
    let wait = SOON;
    if (json !== this.#told) {
      this.#told = json;
      try {
        await call('POST', address('api/presence'), { json });
        this.#backoff.reset();
      } catch (problem) {
        if (problem.passing) {
          this.#told = '';
          wait = this.#backoff.next();
        }
      }
    }
    this.#timer = undefined;
    if (this.#told !== this.#now()) this.#tellSoon(wait);
  }

  #now() {
    return JSON.stringify({ client: this.#key, pages: this.#pages });
  }
}
