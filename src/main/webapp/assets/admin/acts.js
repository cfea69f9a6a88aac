// What administrators can do, each with its question. Whoever may not is not offered it, and the server refuses.

import { address, call } from '../api.js';
import { h } from '../dom.js';
import { uuid } from '../random.js';
import { stream } from '../stream.js';
import { ask } from './dialog.js';

export class Acts {
  #place;
  #say;
  #done;

  /**
   * @param {ShadowRoot} place for the dialogs
   * @param {import('./words.js').words['en']} say
   * @param {(sentence: string) => void} done hears what was done
   */
  constructor(place, say, done) {
    this.#place = place;
    this.#say = say;
    this.#done = done;
  }

  /** One stream, or all of its user's. */
  async end({ id, user }) {
    const say = this.#say.ending;
    const choose = (value, words) => h('label', {}, h('input', { type: 'radio', name: 'scope', value, checked: value === 'one', autofocus: value === 'one' }), h('bdi', {}, words));
    const retry = h('select', { name: 'retry' }, ...Object.entries(say.retries).map(([value, words]) => h('option', { value }, words)));
    let all = false;
    await this.#ask({
      title: say.title(user),
      text: say.text,
      fields: [
        h('fieldset', { class: 'choices', change: ({ currentTarget }) => this.#name(currentTarget, say) }, h('legend', {}, say.scope), choose('one', say.one), choose('all', say.all(user))),
        h('label', { class: 'field' }, say.retry, retry),
      ],
      act: say.act,
      danger: true,
      does: (form) => {
        all = form.elements.scope.value === 'all';
        const wait = retry.value ? { retry: retry.value } : {};
        return all
          ? call('DELETE', address('api/admin/streams', { user, ...wait }))
          : call('DELETE', address(`api/admin/streams/${encodeURIComponent(id)}`, wait));
      },
    }, () => (all ? say.doneAll(user) : say.done(user)));
  }

  /** A topic. */
  clear({ topic }) {
    const say = this.#say.clearing;
    return this.#ask({
      title: say.title(topic), text: say.text, act: say.act, danger: true,
      does: () => call('DELETE', address('api/events', { topic })),
    }, () => say.done(topic));
  }

  /** A node. `alone`: there is no other. */
  drain({ id, name }, alone) {
    const say = this.#say.draining;
    return this.#ask({
      title: say.title(name), text: say.text, fields: alone ? [h('p', { class: 'warning' }, say.alone)] : [], act: say.act, danger: true,
      does: () => call('POST', address(`api/admin/nodes/${encodeURIComponent(id ?? name)}/drain`)),
    }, () => say.done(name));
  }

  /** A node that is drained. */
  takeBack({ id, name }) {
    const say = this.#say.takingBack;
    return this.#ask({
      title: say.title(name), text: say.text, act: say.act,
      does: () => call('DELETE', address(`api/admin/nodes/${encodeURIComponent(id ?? name)}/drain`)),
    }, () => say.done(name));
  }

  /** A word to everyone. */
  broadcast() {
    const say = this.#say.sending;
    const severity = h('select', { name: 'severity' }, ...Object.entries(say.severities).map(([value, words]) => h('option', { value }, words)));
    const optional = () => h('span', { class: 'optional' }, say.optional);
    const key = uuid(); // the same again after no answer is sent once
    return this.#ask({
      title: say.title,
      text: say.text,
      fields: [
        h('label', { class: 'field' }, say.subject, h('input', { type: 'text', name: 'title', maxlength: 200, autocomplete: 'off', autofocus: true })),
        h('label', { class: 'field' }, h('span', {}, say.body, ' ', optional()), h('textarea', { name: 'body', rows: 4, maxlength: 4_000 })),
        h('div', { class: 'pair' },
          h('label', { class: 'field' }, say.severity, severity),
          h('label', { class: 'field' }, h('span', {}, say.category, ' ', optional()), h('input', { type: 'text', name: 'category', maxlength: 64, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' }))),
      ],
      act: say.act,
      does: async ({ elements }) => {
        const text = (name) => elements.namedItem(name).value.trim();
        if (!text('title')) throw Object.assign(new Error(say.missing), { field: 'title' });
        const json = JSON.stringify({
          title: text('title'), severity: severity.value, ...(text('body') ? { body: text('body') } : {}), ...(text('category') ? { category: text('category') } : {}),
        });
        await call('POST', address('api/admin/broadcast'), { json, headers: { 'Idempotency-Key': key } });
      },
    }, () => say.done);
  }

  /** The button says what it does. */
  #name(choices, say) {
    const all = choices.querySelector('[value="all"]').checked;
    choices.form.querySelector('[type="submit"]').textContent = all ? say.actAll : say.act;
  }

  async #ask({ does, ...about }, sentence) {
    const done = await ask(this.#place, {
      ...about,
      cancel: this.#say.cancel,
      does: async (form) => {
        try {
          await does(form);
        } catch (problem) {
          if (problem.status === 401) stream.end();
          throw problem;
        }
      },
    });
    if (done) this.#done(sentence());
  }
}
