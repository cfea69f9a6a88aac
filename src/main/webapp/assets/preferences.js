// <tidings-preferences>: what its user is told of, how, and when not. Every change is saved at once.
//
//   lang="de"   en, de, fr; else that of the page
//
// Parts: section heading categories switch ask status problem.

import { address, call } from './api.js';
import { Backoff } from './backoff.js';
import { h } from './dom.js';
import { TidingsElement } from './element.js';
import { wordsOf } from './inbox/words.js';
import { categories } from './preferences/categories.js';
import { looks } from './preferences/looks.js';
import { here, quietHours } from './preferences/quiet.js';
import { systemNotifications } from './preferences/system.js';
import { stream } from './stream.js';

const url = address('api/inbox/preferences');
const SAVED = [{ opacity: 1 }, { opacity: 1, offset: 0.8 }, { opacity: 0 }];

class Preferences extends TidingsElement {
  static styles = [looks];
  static observedAttributes = ['lang'];

  #saved; // what the server has
  #shown; // sent as a whole
  #saving = false;
  #again = false; // something changed during a save
  #status;
  #backoff = new Backoff();
  #retry;

  connectedCallback() {
    this.#load();
  }

  disconnectedCallback() {
    clearTimeout(this.#retry);
  }

  attributeChangedCallback() {
    if (this.#shown) this.#show();
  }

  async #load() {
    clearTimeout(this.#retry);
    try {
      this.#saved = await call('GET', url);
      this.#shown = structuredClone(this.#saved);
      this.#show();
    } catch (problem) {
      if (problem.status === 401) stream.end();
      else if (problem.passing) this.#retry = setTimeout(() => this.#load(), this.#backoff.next());
      this.shadowRoot.replaceChildren(h('div', { class: 'problem', role: 'alert', part: 'problem' },
        h('p', {}, `${this.#say('failed')} ${problem.detail}`),
        h('button', { type: 'button', class: 'quiet', click: () => this.#load() }, wordsOf(this).say('retry'))));
    }
  }

  #show() {
    const say = (name, values) => this.#say(name, values);
    const does = {
      save: () => this.#save(),
      warn: (text) => this.#tell(text, 'bad'),
      digests: wordsOf(this).look('preferences.digests'),
    };
    this.#status = h('p', { class: 'status', role: 'status', part: 'status' });
    this.shadowRoot.replaceChildren(
      categories(this.#shown, say, does), quietHours(this.#shown, say, does), systemNotifications(say), this.#status);
  }

  #say(name, values) {
    return wordsOf(this).say(`preferences.${name}`, values);
  }

  /** One save at a time, the newest state last. */
  async #save() {
    this.#again = true;
    if (this.#saving) return;
    this.#saving = true;
    while (this.#again) {
      this.#again = false;
      await this.#send();
    }
    this.#saving = false;
  }

  async #send() {
    const { mail, ...rest } = this.#shown;
    const json = JSON.stringify({
      ...rest,
      timeZone: rest.timeZone || here(), // quiet hours are those of some place, from the first change on
      categories: rest.categories.map(({ required, ...setting }) => setting),
    });
    try {
      this.#saved = await call('PUT', url, { json });
      if (!this.#again) this.#tell(this.#say('saved'), 'good');
    } catch (problem) {
      if (this.#again) return;
      // What is shown is what the server has.
      this.#shown = structuredClone(this.#saved);
      this.#show();
      this.#tell(`${this.#say('notSaved')} ${problem.detail}`, 'bad');
    }
  }

  #tell(text, tone) {
    this.#status.textContent = text;
    this.#status.dataset.tone = tone;
    // Anew each time: two saves are two signs.
    for (const animation of this.#status.getAnimations()) animation.cancel();
    if (tone === 'good') this.#status.animate(SAVED, { duration: 2_500, fill: 'forwards' });
  }
}

customElements.define('tidings-preferences', Preferences);
