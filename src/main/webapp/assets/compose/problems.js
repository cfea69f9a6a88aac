// What is wrong with the form, said at the field it is about.

import { h } from '../dom.js';

export class Problems {
  #form;
  #general;

  /**
   * @param {HTMLFormElement} form whose fields are in elements with `data-field`, the server's name for them
   * @param {HTMLElement} general for what is about no field
   */
  constructor(form, general) {
    this.#form = form;
    this.#general = general;
  }

  /** @param {{field?: string, detail: string}} problem */
  show({ field, detail }) {
    const place = field && this.#place(field);
    if (!place) {
      this.#general.textContent = detail;
      this.#general.hidden = false;
      return;
    }
    place.hidden = false;
    place.closest('details')?.setAttribute('open', '');
    const input = place.querySelector('input, textarea, select, button');
    const id = 'field-problem';
    place.append(h('p', { class: 'field-problem', id, role: 'alert' }, detail));
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', [id, input.getAttribute('aria-describedby')].filter(Boolean).join(' '));
    input.focus();
  }

  clear() {
    this.#general.hidden = true;
    for (const message of this.#form.querySelectorAll('.field-problem')) message.remove();
    for (const input of this.#form.querySelectorAll('[aria-invalid]')) {
      input.removeAttribute('aria-invalid');
      const others = (input.getAttribute('aria-describedby') ?? '').replace(/^field-problem ?/, '');
      if (others) input.setAttribute('aria-describedby', others);
      else input.removeAttribute('aria-describedby');
    }
  }

  /** The server may name a part of a field, such as `actions[1].href`, or the whole, such as `to`. */
  #place(name) {
    const fields = [...this.#form.querySelectorAll('[data-field]')];
    return fields.find(({ dataset: { field } }) => field === name)
      ?? fields.find(({ dataset: { field } }) => name.startsWith(`${field}.`) || name.startsWith(`${field}[`))
      ?? fields.find(({ dataset: { field }, hidden }) => !hidden && field.startsWith(`${name}.`));
  }
}
