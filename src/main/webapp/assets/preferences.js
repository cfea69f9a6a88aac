// <tidings-preferences>: what its user is told of, how, and when not. Every change is saved at once.

import { address, call } from './api.js';
import { Backoff } from './backoff.js';
import { h } from './dom.js';
import { TidingsElement } from './element.js';
import { icon } from './inbox/icons.js';
import { askPermission, permission } from './inbox/system.js';
import { wordsOf } from './inbox/words.js';
import { looks } from './preferences/looks.js';
import { stream } from './stream.js';

const url = address('api/inbox/preferences');
const DIGESTS = [0, 15, 60, 1440];
const LONGEST = 10_080; // minutes, a week
const NIGHT = { from: '22:00', to: '07:00' };

class Preferences extends TidingsElement {
  static styles = [looks];
  static observedAttributes = ['lang'];

  #words;
  #saved; // what the server has
  #now; // what is shown; sent as a whole
  #saving; // the save under way
  #again = false; // something changed during it
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
    if (this.#now) this.#show();
  }

  async #load() {
    clearTimeout(this.#retry);
    try {
      this.#saved = await call('GET', url);
      this.#now = structuredClone(this.#saved);
      this.#show();
    } catch (problem) {
      if (problem.status === 401) stream.end();
      else if (problem.passing) this.#retry = setTimeout(() => this.#load(), this.#backoff.next());
      const words = wordsOf(this);
      this.shadowRoot.replaceChildren(h('div', { class: 'problem', role: 'alert', part: 'problem' },
        h('p', {}, `${words.say('preferences.failed')} ${problem.detail}`),
        h('button', { type: 'button', class: 'quiet', click: () => this.#load() }, words.say('retry'))));
    }
  }

  #show() {
    this.#words = wordsOf(this);
    this.#status = h('p', { class: 'status', role: 'status', part: 'status' });
    this.shadowRoot.replaceChildren(this.#categories(), this.#quiet(), this.#system(), this.#status);
  }

  #say(name, values) {
    return this.#words.say(`preferences.${name}`, values);
  }

  #section(title, help, ...children) {
    return h('section', { class: 'panel', part: 'section', 'aria-label': title },
      h('h2', { part: 'heading' }, title), h('p', { class: 'help' }, help), ...children);
  }

  // Categories

  #categories() {
    const { mail, categories } = this.#now;
    const everyOther = { ...this.#now.default, category: this.#say('everyOther') };
    const head = ['category', 'inApp', ...(mail.available ? ['mail'] : []), 'digest'];
    const table = h('div', { class: 'scroller' }, h('table', { part: 'categories' },
      h('thead', {}, h('tr', {}, ...head.map((name) => h('th', { scope: 'col' }, this.#say(name))))),
      h('tbody', {}, ...categories.map((category) => this.#row(category, category)), this.#row(everyOther, this.#now.default))));
    const mailHelp = mail.available && h('p', { class: 'help' }, mail.address
      ? this.#say('mailTo', { address: mail.address }) : this.#say('noAddress'));
    return this.#section(this.#say('categories'), this.#say('categoriesHelp'),
      categories.length === 0 ? h('p', { class: 'help' }, this.#say('none')) : null, table, mailHelp || null);
  }

  /** @param {object} setting the part of what is sent that this row changes */
  #row({ category, required }, setting) {
    const { mail } = this.#now;
    const digest = h('td', { 'data-label': this.#say('digest') }, ...this.#digest(category, setting));
    const on = (name, locked) => this.#switch(`${category}: ${this.#say(name)}`, setting[name], locked, (value) => {
      setting[name] = value;
      this.#save();
    });
    return h('tr', { 'data-category': category },
      h('th', { scope: 'row' }, h('bdi', {}, category), required ? h('span', { class: 'lock', title: this.#say('required') }, icon('lock', 16), h('span', { class: 'unseen' }, this.#say('required'))) : null),
      h('td', { 'data-label': this.#say('inApp') }, on('inApp', required === true)),
      mail.available ? h('td', { 'data-label': this.#say('mail') }, on('mail', false)) : null,
      digest);
  }

  #switch(label, on, locked, change) {
    return h('input', { type: 'checkbox', role: 'switch', class: 'switch', part: 'switch', 'aria-label': label, checked: on, disabled: locked, change: (event) => change(event.target.checked) });
  }

  #digest(category, setting) {
    const names = this.#words.look('preferences.digests');
    const own = !DIGESTS.includes(setting.digestMinutes);
    const minutes = h('input', { type: 'number', min: 1, max: LONGEST, step: 1, class: 'minutes', value: setting.digestMinutes || 30, hidden: !own,
      'aria-label': `${category}: ${this.#say('minutes')}`, change: () => {
        if (!minutes.checkValidity()) return this.#warn(this.#say('minutesBounds'));
        setting.digestMinutes = Number(minutes.value);
        this.#save();
      } });
    const choice = h('select', { 'aria-label': `${category}: ${this.#say('digest')}`, change: () => {
      minutes.hidden = choice.value !== 'custom';
      setting.digestMinutes = Number(choice.value === 'custom' ? minutes.value : choice.value);
      this.#save();
    } }, ...[...DIGESTS, 'custom'].map((value) => h('option', { value, selected: value === (own ? 'custom' : setting.digestMinutes) }, names[value])));
    return [choice, minutes];
  }

  // Do not disturb

  #quiet() {
    const { quiet } = this.#now;
    const time = (name) => h('input', { type: 'time', required: true, id: name, value: (quiet ?? NIGHT)[name], change: () => this.#quietChanged() });
    this.from = time('from');
    this.to = time('to');
    const hours = h('div', { class: 'hours', hidden: !quiet },
      h('label', {}, this.#say('from'), this.from), h('label', {}, this.#say('to'), this.to));
    const on = this.#switch(this.#say('quietOn'), Boolean(quiet), false, (value) => {
      hours.hidden = !value;
      this.#quietChanged(value);
    });
    this.quietOn = on;
    return this.#section(this.#say('quiet'), this.#say('quietHelp'),
      h('label', { class: 'line' }, on, this.#say('quietOn')), hours, this.#zone());
  }

  #quietChanged() {
    if (!this.from.checkValidity() || !this.to.checkValidity()) return;
    this.#now.quiet = this.quietOn.checked ? { from: this.from.value, to: this.to.value } : null;
    this.#save();
  }

  #zone() {
    const zones = Intl.supportedValuesOf('timeZone');
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const input = h('input', { list: 'zones', id: 'zone', autocomplete: 'off', spellcheck: 'false', value: this.#now.timeZone || own, change: () => {
      const wanted = input.value.trim();
      const zone = zones.find((known) => known.toLowerCase() === wanted.toLowerCase()) ?? (isZone(wanted) ? wanted : null);
      input.setAttribute('aria-invalid', zone === null);
      if (zone === null) return this.#warn(this.#say('unknownZone'));
      input.value = this.#now.timeZone = zone;
      this.#save();
    } });
    return h('label', { class: 'zone' }, this.#say('timeZone'), input,
      h('datalist', { id: 'zones' }, ...[...new Set([own, ...zones])].map((zone) => h('option', { value: zone }))));
  }

  // The system's notifications

  #system() {
    const state = permission();
    const word = { granted: 'systemGranted', denied: 'systemDenied', none: 'systemNone' }[state];
    const answer = h('p', { class: 'answer', 'data-state': state }, word ? this.#say(word) : '');
    const ask = h('button', { type: 'button', class: 'primary', part: 'ask', hidden: state !== 'default', click: async () => {
      const next = await askPermission();
      section.replaceWith(section = this.#system());
      if (next !== 'default') section.querySelector('.answer').setAttribute('role', 'status');
    } }, this.#say('systemAsk'));
    let section = this.#section(this.#say('system'), this.#say('systemHelp'), ask, answer);
    return section;
  }

  // Saving

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
    const { mail, ...rest } = this.#now;
    const categories = rest.categories.map(({ required, ...setting }) => setting);
    // Quiet hours are those of some place, from the first change on.
    const timeZone = rest.timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone;
    try {
      this.#saved = await call('PUT', url, { json: JSON.stringify({ ...rest, timeZone, categories }) });
      if (!this.#again) this.#tell(this.#say('saved'), 'good');
    } catch (problem) {
      this.#warn(`${this.#say('notSaved')} ${problem.detail}`);
      if (this.#again) return;
      // What is shown is what the server has.
      this.#now = structuredClone(this.#saved);
      const said = this.#status.textContent;
      this.#show();
      this.#warn(said);
    }
  }

  #warn(text) {
    this.#tell(text, 'bad');
  }

  #tell(text, tone) {
    this.#status.textContent = text;
    this.#status.dataset.tone = tone;
    // Anew each time: two savings are two signs.
    for (const animation of this.#status.getAnimations()) animation.cancel();
    if (tone === 'good') this.#status.animate([{ opacity: 1 }, { opacity: 1, offset: 0.8 }, { opacity: 0 }], { duration: 2_500, fill: 'forwards' });
  }
}

function isZone(name) {
  try {
    return Boolean(name && Intl.DateTimeFormat(undefined, { timeZone: name }));
  } catch {
    return false;
  }
}

customElements.define('tidings-preferences', Preferences);
