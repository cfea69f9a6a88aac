// A question and its answer, as it is shown.

import { h } from '../dom.js';
import { copyButton } from './copy.js';
import { Markdown } from './markdown.js';

export class TurnView {
  #say;
  #markdown;
  #status;
  #body;
  #tools;
  #stop;
  #again;

  /**
   * @param {import('./answer.js').Answer} answer
   * @param {{say: import('./words.js').words['en'], stop: () => void, again: () => void,
   *   tell: (words: string) => void}} about
   */
  constructor(answer, { say, stop, again, tell }) {
    this.#say = say;
    this.#body = h('div', { class: 'body', part: 'answer' });
    this.#markdown = new Markdown(this.#body, say, answer.ended ? undefined : tell);
    this.#status = h('p', { class: 'state', part: 'state' });
    this.#stop = h('button', { type: 'button', class: 'quiet stop', part: 'button stop', click: stop }, say.stop);
    this.#again = h('button', { type: 'button', class: 'quiet again', part: 'button again', click: again }, say.again);
    this.#tools = h('div', { class: 'tools' },
      this.#status, this.#stop, copyButton(() => answer.text, say, { class: 'quiet copy copy-answer' }), this.#again);
    this.root = h('li', { class: 'turn', 'data-id': answer.id },
      h('div', { class: 'question', part: 'question' },
        h('h3', { class: 'unseen' }, say.you), h('p', { dir: 'auto' }, answer.prompt)),
      h('div', { class: 'answer' }, h('h3', { class: 'unseen' }, say.assistant), this.#body, this.#tools));
    this.show(answer);
  }

  /** @param {import('./answer.js').Answer} answer */
  show(answer) {
    const { state } = answer;
    this.#markdown.set(answer.text, Boolean(answer.ended));
    this.root.dataset.state = state;
    this.#body.setAttribute('aria-busy', String(!answer.ended));
    this.#status.textContent = this.words(answer);
    this.#stop.hidden = Boolean(answer.ended);
    this.#again.hidden = !answer.ended;
    this.#tools.querySelector('.copy-answer').hidden = answer.text === '';
  }

  /** How it stands, in a sentence; nothing where there is nothing to say. */
  words({ state, finish, code, reason }) {
    const say = this.#say;
    if (state === 'failed') return say.reasons[code] ?? reason ?? say.failed;
    if (state === 'complete' && finish && finish !== 'stop') return say.finishes[finish] ?? '';
    return say[state] ?? '';
  }
}
