// What was just done, for ten seconds, and the way back.

import { h } from '../dom.js';

const LASTS = 10_000;

export class UndoBar {
  #text;
  #button;
  #undo;
  #timer;

  /** @param {import('./words.js').Words} words */
  constructor(words) {
    this.#text = h('span');
    this.#button = h('button', { type: 'button', part: 'undo', click: () => this.back() }, words.say('undo'));
    // The live region is always there: one that comes with its words is not read out.
    this.element = h('div', { class: 'undo-place', role: 'status' },
      this.bar = h('div', { class: 'undo-bar', part: 'undo-bar', hidden: true,
        pointerenter: () => this.#stay(), pointerleave: () => this.#leave(),
        focusin: () => this.#stay(), focusout: () => this.#leave() }, this.#text, this.#button));
  }

  /**
   * @param {string} text
   * @param {() => void} [undo] absent: nothing to take back
   */
  say(text, undo) {
    this.#text.textContent = text;
    this.#button.hidden = !undo;
    this.#undo = undo;
    this.bar.hidden = false;
    this.#leave();
  }

  /** Takes it back, if it still can be. */
  back() {
    const undo = this.#undo;
    this.#undo = undefined;
    this.bar.hidden = true;
    undo?.();
  }

  stop() {
    clearTimeout(this.#timer);
  }

  #stay() {
    clearTimeout(this.#timer);
  }

  #leave() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.bar.hidden = true;
      this.#undo = undefined;
    }, LASTS);
  }
}
