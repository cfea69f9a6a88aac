// The notification being written, as the form has it.

import { Actions } from './actions.js';
import { Chips } from './chips.js';
import { instant, zoned } from './clock.js';

const EARLIEST = 60_000; // from now; who wants it sooner sends it now

/** Dispatches `change`. */
export class Letter extends EventTarget {
  #form;
  #users;
  #actions;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    super();
    this.#form = form;
    this.#users = new Chips(form.querySelector('#users'), () => this.#changed());
    this.#actions = new Actions(form.querySelector('.actions'), form.querySelector('#add-action'), () => this.#changed());
    form.addEventListener('input', () => this.#changed());
    this.#arrange();
  }

  get later() {
    return this.#form.elements.when.value === 'later';
  }

  /** What is said to whomever: the request without recipients and time. */
  get notification() {
    const text = (id) => this.#form.querySelector(`#${id}`).value.trim();
    const href = text('href');
    const actions = this.#actions.value;
    return withoutBlanks({
      category: text('category'),
      severity: text('severity'),
      title: text('title'),
      body: text('body'),
      icon: text('icon'),
      link: href && withoutBlanks({ href, label: text('label') }),
      actions: actions.length > 0 ? actions : '',
      dedupeKey: text('dedupe'),
      expiresAt: instant(text('expires')),
    });
  }

  /** What the server is asked. */
  get request() {
    return { to: this.#to, ...this.notification, ...(this.later ? { at: instant(this.#at) } : {}) };
  }

  /** `{field, detail}` of the first thing that is missing, or undefined. The rest is for the server to judge. */
  get missing() {
    const { to, title, category } = this.request;
    if (to.users?.length === 0) return { field: 'to.users', detail: 'Name at least one person.' };
    if (to.role === '') return { field: 'to.role', detail: 'Name a role or a group.' };
    if (!category) return { field: 'category', detail: 'Name a category, such as news.' };
    if (!title) return { field: 'title', detail: 'Write a title first.' };
    if (this.later && !instant(this.#at)) return { field: 'at', detail: 'Say when: a date and a time.' };
    return this.#actions.missing;
  }

  /** It is on its way: the next one goes to the same people, or to others. */
  done() {
    for (const id of ['title', 'body', 'icon', 'href', 'label', 'dedupe', 'expires', 'at']) {
      this.#form.querySelector(`#${id}`).value = '';
    }
    this.#actions.clear();
    this.#form.elements.when.value = 'now';
    this.#changed();
  }

  get #to() {
    const to = this.#form.elements.to.value;
    if (to === 'users') return { users: this.#users.value };
    if (to === 'role') return { role: this.#form.querySelector('#role').value.trim() };
    return { everyone: true, later: this.#form.querySelector('#later').checked };
  }

  get #at() {
    return this.#form.querySelector('#at').value;
  }

  #changed() {
    this.#arrange();
    this.dispatchEvent(new Event('change'));
  }

  /** Shows what belongs to what is chosen. */
  #arrange() {
    const { to, when } = this.#form.elements;
    for (const field of this.#form.querySelectorAll('[data-for]')) {
      field.hidden = ![to.value, when.value].includes(field.dataset.for);
    }
    const at = this.#form.querySelector('#at');
    at.min = zoned(new Date(Date.now() + EARLIEST));
    this.#form.querySelector('#at-zone').textContent = spoken(at.value);
  }
}

/** In which time zone that is, and what it is elsewhere. */
function spoken(local) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const at = instant(local);
  if (!at) return `In your time zone, ${timeZone}.`;
  const date = new Date(at);
  const here = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23' }).format(date);
  if (date.getTimezoneOffset() === 0) return `${here} in your time zone, ${timeZone}.`;
  const utc = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' });
  return `${here} in your time zone, ${timeZone}; ${utc.format(date)} UTC.`;
}

function withoutBlanks(object) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== '' && value !== undefined));
}
