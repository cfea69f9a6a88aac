// A list of names that is typed: each becomes a chip that can be taken away again.

import { h } from '../dom.js';

export class Chips {
  #names = [];
  #list;
  #input;
  #changed;

  /**
   * @param {HTMLElement} box with a list and an input
   * @param {() => void} changed
   */
  constructor(box, changed) {
    this.#list = box.querySelector('ul');
    this.#input = box.querySelector('input');
    this.#changed = changed;
    this.#input.addEventListener('keydown', this.#onKey);
    // Pasted lists, and keyboards on glass, which tell of no keys.
    this.#input.addEventListener('input', () => /[,;\n]/.test(this.#input.value) && this.#take());
    this.#input.addEventListener('blur', () => this.#take());
    box.addEventListener('click', (event) => event.target === box && this.#input.focus());
  }

  /** The names; what is typed and not yet a chip counts too. */
  get value() {
    return [...new Set([...this.#names, ...split(this.#input.value)])];
  }

  #onKey = (event) => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && this.#input.value.trim()) {
      event.preventDefault(); // of the form: the name is meant
      this.#take();
    } else if (event.key === 'Backspace' && this.#input.value === '' && this.#names.length > 0) {
      this.#remove(this.#names.at(-1));
    }
  };

  #take() {
    const all = this.value;
    this.#input.value = '';
    if (all.length === this.#names.length) return;
    this.#names = all;
    this.#draw();
  }

  #remove(name) {
    this.#names = this.#names.filter((one) => one !== name);
    this.#input.focus();
    this.#draw();
  }

  #draw() {
    this.#list.replaceChildren(...this.#names.map((name) => h('li', { class: 'chip' },
      h('bdi', {}, name),
      h('button', { type: 'button', 'aria-label': `Remove ${name}`, click: () => this.#remove(name) }, '×'))));
    this.#changed();
  }
}

function split(text) {
  return text.split(/[,;\n]/).map((name) => name.trim()).filter(Boolean);
}
