// The message being written. It outlives a lost connection, a reload and a new sign-in, in this tab.

import { uuid } from './random.js';

export class Draft {
  #name;
  #body; // what #key was made for
  #key;

  /** One draft per person and topic: who signs in next in this tab does not find it. */
  constructor(person, topic) {
    this.#name = `tidings-draft ${person} ${topic}`;
    const { title = '', text = '', body, key } = JSON.parse(sessionStorage.getItem(this.#name) ?? '{}');
    Object.assign(this, { title, text });
    this.#body = body;
    this.#key = key;
  }

  write(title, text) {
    Object.assign(this, { title, text });
    this.#store();
  }

  /** The same for every try of the same body, so that a retry creates no second event; a new one for another. */
  keyFor(body) {
    if (this.#body !== body) {
      this.#body = body;
      this.#key = uuid();
      this.#store();
    }
    return this.#key;
  }

  /** It is sent. The same words again would be another message. */
  done() {
    this.#body = this.#key = undefined;
    this.#store();
  }

  #store() {
    const { title, text } = this;
    try {
      if (title || text) {
        sessionStorage.setItem(this.#name, JSON.stringify({ title, text, body: this.#body, key: this.#key }));
      } else {
        sessionStorage.removeItem(this.#name);
      }
    } catch {
      // Too long to keep, or storage is switched off: the form still has it.
    }
  }
}
