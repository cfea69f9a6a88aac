// <tidings-composer topic="feeds/news">: sends messages and clears the topic.
//
// It never puts anything into the feed: a message shows up by the stream, when it is committed.

import { address, call } from './api.js';
import { confirmClear } from './clear-dialog.js';
import { h } from './dom.js';
import { Draft } from './draft.js';
import { session } from './session.js';

class Composer extends HTMLElement {
  #url;
  #topic;
  #author;
  #draft;
  #title;
  #text;
  #send;
  #clear;
  #status;
  #problem;
  #busy = false;

  connectedCallback() {
    if (this.#topic) return;
    this.#topic = this.getAttribute('topic');
    this.#url = address('api/events', { topic: this.#topic });
    this.#begin();
  }

  async #begin() {
    try {
      const { name, roles } = await session();
      this.#author = name;
      if (roles?.includes('publisher')) this.#build();
      else this.#explain();
    } catch {
      // Signed out: the page says so already.
    }
  }

  #explain() {
    this.append(h('p', { class: 'composer-reader' },
      'You can read ', h('code', {}, this.#topic), '. Publishing to it needs the role ',
      h('strong', {}, 'publisher'), ', which this account does not have.'));
  }

  #build() {
    this.#draft = new Draft(this.#author, this.#topic);
    this.#title = h('input', { name: 'title', type: 'text', maxlength: 200, autocomplete: 'off', id: 'message-title' });
    this.#text = h('textarea', { name: 'text', rows: 4, id: 'message-text', 'aria-describedby': 'composer-problem' });
    this.#send = h('button', { type: 'submit', class: 'primary' }, 'Send');
    this.#clear = h('button', { type: 'button', class: 'danger', title: 'Clear the whole topic', click: () => this.#onClear() }, 'Clear');
    this.#status = h('p', { class: 'composer-status', role: 'status' });
    this.#problem = h('p', { class: 'composer-problem', role: 'alert', id: 'composer-problem' });
    this.#title.value = this.#draft.title;
    this.#text.value = this.#draft.text;
    this.append(h('form', { submit: this.#onSubmit, input: this.#onInput, keydown: this.#onKey, novalidate: true },
      h('label', { for: 'message-title' }, 'Title ', h('span', { class: 'optional' }, 'optional')),
      this.#title,
      h('label', { for: 'message-text' }, 'Message'),
      this.#text,
      this.#problem,
      h('div', { class: 'composer-actions' },
        this.#send,
        h('span', { class: 'keys' }, h('kbd', {}, 'Ctrl'), ' ', h('kbd', {}, 'Enter')),
        this.#status,
        this.#clear)));
  }

  #onInput = () => {
    this.#draft.write(this.#title.value, this.#text.value);
    this.#say('');
    this.#fail('');
  };

  #onKey = (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    event.currentTarget.requestSubmit();
  };

  #onSubmit = (event) => {
    event.preventDefault();
    if (this.#busy) return;
    if (this.#text.value.trim() === '') {
      this.#fail('Write a message first.');
      this.#text.setAttribute('aria-invalid', 'true');
      this.#text.focus();
      return;
    }
    this.#publish(this.#title.value, this.#text.value);
  };

  async #publish(title, text) {
    const json = JSON.stringify({
      type: 'message',
      data: { author: this.#author, title: title.trim(), text: text.trim() },
    });
    await this.#attempt('Sending…', 'Sent.', async () => {
      await call('POST', this.#url, { json, headers: { 'Idempotency-Key': this.#draft.keyFor(json) } });
      this.#draft.done();
      // Who has gone on typing keeps what they typed.
      if (this.#title.value !== title || this.#text.value !== text) return;
      this.#title.value = this.#text.value = '';
      this.#draft.write('', '');
    }, (problem) => (problem.status === 0 ? ' Your text is kept; sending it again will not post it twice.' : ''));
  }

  async #onClear() {
    if (this.#busy || !await confirmClear(this.#topic)) return;
    await this.#attempt('Clearing…', 'Cleared.', () => call('DELETE', this.#url));
  }

  async #attempt(doing, done, work, advice = () => '') {
    this.#fail('');
    this.#say(doing);
    this.#hold(true);
    try {
      await work();
      this.#say(done);
    } catch (problem) {
      this.#say('');
      this.#fail(`${problem.detail ?? 'That did not work.'}${advice(problem)}`);
    } finally {
      this.#hold(false);
    }
  }

  // Not `disabled`: that would take the focus away from who pressed the button.
  #hold(busy) {
    this.#busy = busy;
    for (const button of [this.#send, this.#clear]) button.setAttribute('aria-disabled', busy);
  }

  #say(words) {
    this.#status.textContent = words;
  }

  #fail(words) {
    this.#problem.textContent = words;
    this.#text.removeAttribute('aria-invalid');
  }
}

customElements.define('tidings-composer', Composer);
