// Pieces that all sections of the preferences are made of.

import { h } from '../dom.js';

/** @param {string} title @param {string} help */
export function section(title, help, ...children) {
  return h('section', { class: 'panel', part: 'section', 'aria-label': title },
    h('h2', { part: 'heading' }, title), h('p', { class: 'help' }, help), ...children);
}

/** @param {(on: boolean) => void} change */
export function toggle(label, on, locked, change) {
  return h('input', {
    type: 'checkbox', role: 'switch', class: 'switch', part: 'switch', 'aria-label': label, checked: on, disabled: locked,
    change: (event) => change(event.target.checked),
  });
}
