// Erasing cannot be undone: who does it types the name once more.

import { h } from '../dom.js';

/** Resolves to true when the name was typed, and the person wants it. */
export function confirmErase(user) {
  const typed = h('input', { id: 'erase-name', type: 'text', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', autofocus: true });
  const button = h('button', { value: 'erase', class: 'danger solid', disabled: true }, 'Erase for good');
  typed.addEventListener('input', () => { button.disabled = typed.value !== user; });
  const dialog = h('dialog', { 'aria-labelledby': 'erase-dialog-title', 'aria-describedby': 'erase-dialog-text' },
    h('form', { method: 'dialog' },
      h('h2', { id: 'erase-dialog-title' }, 'Erase all data of this user?'),
      h('p', { id: 'erase-dialog-text' }, 'All that the hub keeps of ', h('code', {}, user), ' is gone after that. This cannot be undone.'),
      h('label', { for: 'erase-name' }, 'Type the name to confirm'),
      typed,
      h('div', { class: 'dialog-actions' },
        // Not a submit button: Enter in the field must not close the dialog as if nothing had been wanted.
        h('button', { type: 'button', class: 'quiet', click: () => dialog.close('keep') }, 'Keep'),
        button)));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'erase');
    });
  });
}
