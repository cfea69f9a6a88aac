// <tidings-assistant>: asks a language model and shows its answers as they are written.
//
// An answer is a document: first as far as it has come, then its stream from there on. Whoever reloads the page,
// comes late, or has it open twice sees the same.

import { address, call } from './api.js';
import { Answer, TYPES } from './assistant/answer.js';
import { styles } from './assistant/styles.js';
import { AssistantView } from './assistant/view.js';
import { words } from './assistant/words.js';
import { Backoff } from './backoff.js';
import { h } from './dom.js';
import { TidingsElement } from './element.js';
import { uuid } from './random.js';
import { stream } from './stream.js';
import { resolved } from './topic.js';

const MINE = 'users/me/assistant'; // what was asked and answered, in any tab
const FRAME = 33; // events that come together are drawn once

/**
 * Attributes: `conversation` (its id, to begin with and as it changes), `history` (earlier ones beside it),
 * `notice` (says so where the server has no assistant, instead of hiding), `lang`.
 * @fires tidings-conversation another conversation is shown: `{id}`, '' for a new one
 * @fires tidings-answered an answer has ended: `{id, conversation, state}`; each bubbles, out of shadow roots too
 */
export class TidingsAssistant extends TidingsElement {
  static styles = [styles];
  static observedAttributes = ['conversation', 'history', 'lang'];

  #say;
  #view;
  #turn; // TurnView, which comes with all of Markdown
  #mine; // our topic, as events carry it
  #conversations = [];
  #next = null; // where the list goes on
  #id = ''; // of the conversation that is shown
  /** @type {Map<string, {answer: Answer, view: any}>} by topic */
  #turns = new Map();
  #followed = new Set();
  #loads = 0; // tells a load that was overtaken from the present one
  #lists = 0;
  #backoff = new Backoff();
  #retry;
  #changed = new Set();
  #drawing;
  #pace = FRAME;
  #asking = null; // {prompt, after, key}: the same again if it fails

  connectedCallback() {
    this.#say = words[this.language];
    this.#view = new AssistantView(this.shadowRoot, {
      say: this.#say, locale: this.locale, history: this.hasAttribute('history'),
      act: {
        ask: (prompt) => this.#ask(prompt),
        open: (id) => this.#open(id),
        fresh: () => this.#open(''),
        more: () => this.#loadList(this.#next),
        retry: () => this.#start(),
      },
    });
    stream.addEventListener('event', this.#onEvent);
    stream.addEventListener('reset', this.#onReset);
    for (const type of [...TYPES, 'asked', 'answered']) stream.hear(type);
    this.#start();
  }

  disconnectedCallback() {
    stream.removeEventListener('event', this.#onEvent);
    stream.removeEventListener('reset', this.#onReset);
    this.#forget();
    if (this.#mine) stream.unfollow(this.#mine);
    this.#mine = undefined;
    this.#loads++;
    this.#lists++;
    clearTimeout(this.#retry);
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#view) return; // not yet connected
    if (name === 'conversation') {
      if (this.isConnected && (now ?? '') !== this.#id) this.#show(now ?? '');
      return;
    }
    if (this.isConnected) this.disconnectedCallback();
    this.#view = undefined;
    if (this.isConnected) this.connectedCallback();
  }

  /** Lays a text ready to be asked. */
  set prompt(text) {
    this.#view.prompt = text;
    this.#view.focus();
  }

  async #start() {
    clearTimeout(this.#retry);
    this.#view.fine();
    if (this.#asking) {
      this.#send();
      return;
    }
    const [loaded] = await Promise.all([this.#loadList(null), this.#load(this.getAttribute('conversation') ?? '')]);
    if (!loaded || this.#mine || !this.isConnected) return;
    const mine = await resolved(MINE);
    if (this.#mine || !this.isConnected) return;
    this.#mine = mine;
    stream.follow(mine);
  }

  /** Whether there is an assistant, and the list is shown. */
  async #loadList(after) {
    const mine = ++this.#lists;
    try {
      const page = await call('GET', address('api/assistant', { first: 'true', ...(after ? { after } : {}) }));
      if (mine !== this.#lists) return true;
      this.#conversations = after ? [...this.#conversations, ...page.answers] : page.answers;
      this.#next = page.next;
      this.#list();
      this.hidden = false;
      return true;
    } catch (problem) {
      if (mine !== this.#lists) return false;
      if (problem.title === 'Not configured') this.#none();
      else this.#failed(problem);
      return false;
    }
  }

  #none() {
    this.hidden = !this.hasAttribute('notice');
    this.shadowRoot.replaceChildren(h('p', { class: 'note', part: 'notice' }, this.#say.unavailable));
    this.#loads++;
  }

  #list() {
    this.#view.list(this.#conversations, this.#id, this.#next !== null);
  }

  #failed(problem) {
    if (problem.status === 401) stream.end();
    this.#view.problem(problem.status === 404 ? this.#say.missing : `${this.#say.broken} ${problem.detail}`);
    if (problem.passing && problem.status !== 404) this.#retry = setTimeout(() => this.#start(), this.#backoff.next());
  }

  /** As its user chose; the attribute tells the page. */
  #open(id) {
    this.#show(id);
    this.#view.focus();
  }

  #show(id) {
    this.#asking = null;
    this.#view.busy(false);
    this.#view.fine();
    this.#load(id);
  }

  #enter(id) {
    const other = id !== this.#id;
    this.#id = id;
    if ((this.getAttribute('conversation') ?? '') !== id) {
      if (id) this.setAttribute('conversation', id);
      else this.removeAttribute('conversation');
    }
    this.#list();
    if (other) this.#fire('conversation', { id });
  }

  async #load(id) {
    const mine = ++this.#loads;
    clearTimeout(this.#retry);
    try {
      this.#turn ??= (await import('./assistant/turn.js')).TurnView;
      const page = id ? await call('GET', address('api/assistant', { conversation: id })) : { answers: [] };
      if (mine !== this.#loads) return;
      this.#backoff.reset();
      this.#forget();
      this.#enter(id);
      const turns = page.answers.map((document) => this.#create(document));
      this.#view.show(turns.map(({ view }) => view.root));
    } catch (problem) {
      if (mine !== this.#loads || problem.title === 'Not configured') return;
      if (problem.status === 404) this.#forget();
      this.#failed(problem.detail ? problem : { status: 0, detail: problem.message, passing: true });
    }
  }

  #forget() {
    for (const topic of this.#followed) stream.unfollow(topic);
    this.#followed.clear();
    this.#turns.clear();
    this.#changed.clear();
  }

  #create(document) {
    const answer = new Answer(document);
    const view = new this.#turn(answer, {
      say: this.#say,
      stop: () => this.#stop(answer),
      again: () => this.#ask(answer.prompt),
      tell: (text) => this.#view.tell(text),
    });
    const turn = { answer, view };
    this.#turns.set(answer.topic, turn);
    if (!answer.ended) this.#follow(answer);
    return turn;
  }

  #follow({ topic, cursor }) {
    if (this.#followed.has(topic)) return;
    this.#followed.add(topic);
    stream.follow(topic, cursor);
  }

  #ask(prompt) {
    const last = [...this.#turns.values()].at(-1);
    this.#asking = { prompt, after: last?.answer.id, key: uuid() };
    this.#send();
  }

  async #send() {
    const { prompt, after, key } = this.#asking;
    const mine = this.#asking;
    const loads = this.#loads;
    this.#view.fine();
    this.#view.busy(true);
    try {
      const json = JSON.stringify({ prompt, ...(after ? { after } : {}) });
      const asked = await call('POST', address('api/assistant'), { json, headers: { 'Idempotency-Key': key } });
      if (mine !== this.#asking || loads !== this.#loads) return;
      this.#asking = null;
      if (this.#view.prompt === prompt) this.#view.prompt = '';
      this.#append({ ...asked, prompt });
    } catch (problem) {
      if (mine !== this.#asking) return;
      if (problem.status === 401) stream.end();
      // What may have come through is tried again with the same key; what was refused is the user's to change.
      if (problem.status !== 0 && problem.status !== 503) this.#asking = null;
      this.#view.problem(problem.detail);
    } finally {
      this.#view.busy(false);
    }
  }

  #append(document) {
    this.#enter(document.conversation);
    if (this.#turns.has(document.topic)) return;
    this.#view.add(this.#create(document).view.root);
  }

  async #stop(answer) {
    try {
      await call('DELETE', address(`api/assistant/${answer.id}`));
    } catch (problem) {
      this.#view.problem(problem.detail);
    }
  }

  #onEvent = ({ detail: event }) => {
    if (event.topic === this.#mine) {
      this.#heard(event);
      return;
    }
    const turn = this.#turns.get(event.topic);
    if (!turn) return;
    const changed = turn.answer.tell(event);
    if (!turn.answer.complete) this.#read(turn);
    if (!changed) return;
    this.#draw(turn);
    if (!turn.answer.ended) return;
    this.#followed.delete(event.topic);
    stream.unfollow(event.topic);
    this.#fire('answered', { id: turn.answer.id, conversation: turn.answer.conversation, state: turn.answer.state });
  };

  /** Something was asked or answered, perhaps in another tab. */
  async #heard({ type, data }) {
    if (type !== 'asked') return;
    if (data?.id === data?.conversation) this.#loadList(null);
    if (data?.conversation !== this.#id || [...this.#turns.values()].some(({ answer }) => answer.id === data.id)) return;
    const loads = this.#loads;
    try {
      const document = await call('GET', address(`api/assistant/${data.id}`));
      if (loads === this.#loads) this.#append(document);
    } catch {
      // The next look at it tells.
    }
  }

  // Our cursor was too old, or of another life of the log: what was under way is read again.
  #onReset = ({ detail: { topics } }) => {
    for (const [topic, turn] of this.#turns) {
      if (!turn.answer.ended && (!Array.isArray(topics) || topics.includes(topic))) this.#read(turn);
    }
  };

  async #read(turn) {
    if (turn.reading) return;
    turn.reading = true;
    try {
      do {
        const document = await call('GET', address(`api/assistant/${turn.answer.id}`));
        if (this.#turns.get(turn.answer.topic) !== turn) return; // another conversation meanwhile
        turn.answer.take(document);
      } while (!turn.answer.complete);
      this.#draw(turn);
    } catch (problem) {
      this.#view.problem(problem.detail);
    } finally {
      turn.reading = false;
    }
  }

  /** Long answers take longer to draw: at most half of the time is spent on it. */
  #draw(turn) {
    this.#changed.add(turn);
    // Not requestAnimationFrame: that stands still in a hidden tab.
    this.#drawing ??= setTimeout(() => {
      this.#drawing = undefined;
      const began = performance.now();
      for (const { answer, view } of this.#changed) {
        view.show(answer);
        if (answer.ended) this.#view.tell(view.words(answer) || this.#say.done);
      }
      this.#changed.clear();
      this.#view.follow();
      this.#pace = Math.max(FRAME, performance.now() - began);
    }, this.#pace);
  }

  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(`tidings-${name}`, { bubbles: true, composed: true, detail }));
  }
}

customElements.define('tidings-assistant', TidingsAssistant);
