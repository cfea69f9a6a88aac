// Up to three buttons of a notification: a link, or a call that is made when it is pressed.

import { h } from '../dom.js';

const MOST = 3;
const METHODS = { '': 'Open', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' };

export class Actions {
  #list;
  #add;
  #changed;
  #count = 0; // makes ids

  /**
   * @param {HTMLUListElement} list
   * @param {HTMLButtonElement} add
   * @param {() => void} changed
   */
  constructor(list, add, changed) {
    this.#list = list;
    this.#add = add;
    this.#changed = changed;
    add.addEventListener('click', () => this.#append());
  }

  /** As the server takes them; rows where nothing is written are none. */
  get value() {
    return this.#rows().filter(({ label, href }) => label || href)
      .map(({ label, href, method }) => (method ? { label, method, href } : { label, href }));
  }

  get missing() {
    const index = this.value.findIndex(({ label, href }) => !label || !href);
    return index < 0 ? undefined : { field: `actions[${index}]`, detail: 'A button needs a label and an address.' };
  }

  clear() {
    this.#list.replaceChildren();
    this.#arrange();
  }

  #rows() {
    return [...this.#list.children].map((row) => {
      const [label, method, href] = [...row.querySelectorAll('input, select')].map((field) => field.value.trim());
      return { label, method, href };
    });
  }

  #append() {
    const id = `action-${++this.#count}`;
    const label = h('input', { id: `${id}-label`, type: 'text', maxlength: 40, autocomplete: 'off' });
    const row = h('li', {},
      h('div', {}, h('label', { for: `${id}-label` }, 'Label'), label),
      h('div', {}, h('label', { for: `${id}-method` }, 'Does'),
        h('select', { id: `${id}-method` }, ...Object.entries(METHODS).map(([value, name]) => h('option', { value }, name)))),
      h('div', {}, h('label', { for: `${id}-href` }, 'Address'),
        h('input', { id: `${id}-href`, type: 'text', inputmode: 'url', autocomplete: 'off', placeholder: '/approve?id=7' })),
      h('button', { type: 'button', class: 'remove', 'aria-label': 'Remove this button', click: () => this.#remove(row) }, '×'));
    this.#list.append(row);
    this.#arrange();
    label.focus();
  }

  #remove(row) {
    row.remove();
    this.#arrange();
    this.#add.focus();
  }

  #arrange() {
    this.#add.hidden = this.#list.children.length >= MOST;
    this.#changed();
  }
}
