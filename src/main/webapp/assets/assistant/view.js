// The frame around a conversation: earlier ones, what was said, and where to ask. Knows nothing of servers.

import { h } from '../dom.js';
import { timeElement } from '../time.js';

const NEAR = 48; // pixels from the end that still count as the end
const TOLD = 20; // paragraphs that a screen reader may still have to read

export class AssistantView {
  #say;
  #locale;
  #act;
  #log;
  #turns;
  #empty;
  #problem;
  #reason;
  #list;
  #none;
  #more;
  #toggle;
  #side;
  #field;
  #send;
  #toEnd;
  #told;
  #atEnd = true;

  /**
   * @param {ShadowRoot} shadow
   * @param {{say: import('./words.js').words['en'], locale: string, history: boolean, act: {ask: (prompt: string) => void,
   *   open: (id: string) => void, fresh: () => void, more: () => void, retry: () => void}}} about
   */
  constructor(shadow, { say, locale, history, act }) {
    this.#say = say;
    this.#locale = locale;
    this.#act = act;
    this.#turns = h('ol', { class: 'turns', part: 'turns' });
    this.#empty = h('div', { class: 'empty', part: 'empty' }, h('h3', {}, say.empty), h('p', {}, say.emptyText));
    this.#reason = h('p');
    this.#problem = h('div', { class: 'problem', part: 'problem', role: 'alert', hidden: true },
      this.#reason, h('button', { type: 'button', class: 'quiet', click: () => act.retry() }, say.retry));
    this.#log = h('div', {
      class: 'log', part: 'log', role: 'region', tabindex: 0, 'aria-label': say.conversation, scroll: () => this.#scrolled(),
    }, this.#empty, this.#turns);
    this.#toEnd = h('button', { type: 'button', class: 'to-end', part: 'button', hidden: true, click: () => this.toEnd() }, `↓ ${say.toEnd}`);
    this.#told = h('div', { class: 'unseen', role: 'log', 'aria-live': 'polite', 'aria-label': say.assistant });
    shadow.replaceChildren(h('div', { class: 'assistant' },
      history ? this.#history() : '',
      h('div', { class: 'main' }, this.#log, this.#toEnd, this.#problem, this.#form(), this.#told)));
  }

  #history() {
    const say = this.#say;
    this.#list = h('ul', { class: 'earlier', part: 'list' });
    this.#none = h('p', { class: 'hint' }, say.none);
    this.#more = h('button', { type: 'button', class: 'quiet', hidden: true, click: () => this.#act.more() }, say.more);
    this.#toggle = h('button', {
      type: 'button', class: 'quiet toggle', 'aria-expanded': 'false', click: () => this.#unfold(!('open' in this.#side.dataset)),
    }, say.history);
    this.#side = h('nav', { class: 'side', part: 'history', 'aria-label': say.history },
      h('div', { class: 'side-head' },
        h('button', { type: 'button', class: 'quiet fresh', part: 'button', click: () => this.#chosen(() => this.#act.fresh()) }, `+ ${say.fresh}`),
        this.#toggle),
      h('div', { class: 'folded' }, h('h2', {}, say.history), this.#none, this.#list, this.#more));
    return this.#side;
  }

  #unfold(open) {
    if (open) this.#side.dataset.open = '';
    else delete this.#side.dataset.open;
    this.#toggle.setAttribute('aria-expanded', String(open));
  }

  #chosen(act) {
    this.#unfold(false);
    act();
  }

  #form() {
    const say = this.#say;
    this.#field = h('textarea', {
      class: 'prompt', part: 'prompt', rows: 1, dir: 'auto', 'aria-label': say.ask, placeholder: say.hint, 'aria-description': say.keys,
      keydown: (event) => this.#key(event),
    });
    this.#send = h('button', { type: 'submit', class: 'primary', part: 'button ask' }, say.send);
    return h('form', { class: 'ask', submit: (event) => { event.preventDefault(); this.#ask(); } }, this.#field, this.#send);
  }

  #key(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#ask();
  }

  #ask() {
    const prompt = this.#field.value;
    if (prompt.trim() && !this.#send.disabled) this.#act.ask(prompt);
  }

  get prompt() {
    return this.#field.value;
  }

  set prompt(text) {
    this.#field.value = text;
  }

  focus() {
    this.#field.focus();
  }

  /** While a question is on its way. */
  busy(busy) {
    this.#send.disabled = busy;
  }

  /** @param {HTMLElement[]} turns */
  show(turns) {
    this.#turns.replaceChildren(...turns);
    this.#empty.hidden = turns.length > 0;
    this.#told.replaceChildren();
    this.toEnd();
  }

  /** @param {HTMLElement} turn */
  add(turn) {
    this.#turns.append(turn);
    this.#empty.hidden = true;
    this.toEnd();
  }

  /** Whoever reads at the end stays there; whoever scrolled up is left alone. */
  follow() {
    if (this.#atEnd) this.#log.scrollTop = this.#log.scrollHeight;
    this.#toEnd.hidden = this.#atEnd;
  }

  toEnd() {
    this.#atEnd = true;
    this.follow();
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    this.#toEnd.hidden = this.#atEnd;
  }

  /** Read out, once there is a pause. */
  tell(words) {
    if (!words.trim()) return;
    this.#told.append(h('p', {}, words));
    while (this.#told.childElementCount > TOLD) this.#told.firstElementChild.remove();
  }

  /**
   * @param {Array<{id: string, conversation: string, prompt: string, at: string}>} conversations
   * @param {string} current
   * @param {boolean} more
   */
  list(conversations, current, more) {
    if (!this.#list) return;
    this.#none.hidden = conversations.length > 0;
    this.#more.hidden = !more;
    this.#list.replaceChildren(...conversations.map(({ conversation, prompt, at }) => h('li', {},
      h('button', {
        type: 'button', 'data-id': conversation, 'aria-current': conversation === current && 'true',
        click: () => this.#chosen(() => this.#act.open(conversation)),
      }, h('span', { class: 'topic', dir: 'auto' }, prompt), timeElement(at, this.#locale)))));
  }

  problem(words) {
    this.#reason.textContent = words;
    this.#problem.hidden = false;
  }

  fine() {
    this.#problem.hidden = true;
  }
}
