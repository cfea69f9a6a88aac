// Clearing cannot be undone and everybody sees it: ask first.

import { h } from './dom.js';

/** Resolves to true when the person really wants to clear the topic. */
export function confirmClear(topic) {
  const dialog = h('dialog', { 'aria-labelledby': 'clear-title', 'aria-describedby': 'clear-text', closedby: 'any' },
    h('form', { method: 'dialog' },
      h('h2', { id: 'clear-title' }, 'Clear this topic?'),
      h('p', { id: 'clear-text' },
        'All messages of ', h('code', {}, topic), ' go away, for everyone and in every window. ',
        'This cannot be undone.'),
      h('div', { class: 'dialog-actions' },
        h('button', { value: 'keep', class: 'quiet', autofocus: true }, 'Keep them'),
        h('button', { value: 'clear', class: 'danger solid' }, 'Clear for everyone'))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'clear');
    });
  });
}
