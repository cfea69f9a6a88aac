// A small popover of choices, one for a whole inbox: it opens beside whatever button asks for it.

import { h } from '../dom.js';
import { icon } from './icons.js';
import { place } from './place.js';
import { localMinute, snoozeTimes } from './snooze.js';

export class Menu {
  #words;
  #opener;

  /** @param {import('./words.js').Words} words */
  constructor(words) {
    this.#words = words;
    this.element = h('div', { popover: 'auto', class: 'menu', part: 'menu', role: 'dialog', keydown: (event) => this.#moved(event) });
    // The window's other content moves away under an open menu.
    // Before it is closed, not after: keys pressed in between would get lost in it.
    this.element.addEventListener('beforetoggle', ({ newState }) => {
      const listen = newState === 'open' ? addEventListener : removeEventListener;
      listen('resize', this.#close);
      if (newState === 'closed' && this.#opener?.isConnected && !this.#elsewhere()) this.#opener.focus();
    });
  }

  /**
   * @param {HTMLElement} opener
   * @param {string} label
   * @param {{label: string, picture?: string, hint?: string, choose: () => void}[]} rows
   * @param {...Node} rest what follows the rows
   */
  open(opener, label, rows, ...rest) {
    this.#opener = opener;
    this.element.setAttribute('aria-label', label);
    this.element.replaceChildren(...rows.map((row) => h('button', { type: 'button', class: 'row', part: 'menu-row', click: () => {
      this.element.hidePopover();
      row.choose();
    } }, row.picture ? icon(row.picture) : null, h('span', {}, row.label), row.hint ? h('span', { class: 'hint' }, row.hint) : null)), ...rest);
    this.element.showPopover();
    place(this.element, opener);
    this.element.querySelector('button')?.focus();
  }

  /** Until when? @param {(until: Date) => void} choose */
  snooze(opener, choose) {
    const words = this.#words;
    const now = new Date();
    const rows = snoozeTimes(now).map(({ name, at }) => ({ label: words.say(name), hint: words.when(at), choose: () => choose(at) }));
    const first = new Date(now.getTime() + 60_000);
    const input = h('input', { type: 'datetime-local', required: true, min: localMinute(first), value: localMinute(snoozeTimes(now).at(-1).at) });
    this.open(opener, words.say('snooze'), rows, h('form', { class: 'own', submit: (event) => {
      event.preventDefault();
      this.element.hidePopover();
      choose(new Date(input.value));
    } }, h('label', {}, words.say('ownTime'), input), h('button', { class: 'quiet' }, words.say('snooze'))));
  }

  #close = () => this.element.matches(':popover-open') && this.element.hidePopover();

  /** True when something else was clicked or focused meanwhile. */
  #elsewhere() {
    const active = this.element.getRootNode().activeElement;
    return active && !this.element.contains(active);
  }

  #moved(event) {
    event.stopPropagation(); // the list behind has its own keys
    if (event.target.matches('input') || !['ArrowDown', 'ArrowUp'].includes(event.key)) return;
    const rows = [...this.element.querySelectorAll('.row')];
    const step = event.key === 'ArrowDown' ? 1 : -1;
    rows.at((rows.indexOf(event.target) + step + rows.length) % rows.length)?.focus();
    event.preventDefault();
  }
}
