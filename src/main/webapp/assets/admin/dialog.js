// What an administrator does to others is asked first, and what went wrong is said where it was asked.

import { h } from '../dom.js';
import { uuid } from '../random.js';

/**
 * @param {ShadowRoot} place
 * @param {{title: string, text: string, fields?: Node[], act: string, cancel: string, danger?: boolean,
 *   does: (form: HTMLFormElement) => Promise<unknown>}} about `does`: may reject with a Problem; then the dialog stays
 *   open and says so, and its `field` is the name of a field
 * @returns {Promise<boolean>} whether it was done
 */
export function ask(place, { title, text, fields = [], act, cancel, danger = false, does }) {
  const id = uuid();
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const go = h('button', { type: 'submit', class: danger ? 'danger solid' : 'primary' }, act);
  const form = h('form', { novalidate: true },
    h('h2', { id: `${id}-title` }, h('bdi', {}, title)),
    h('p', { id: `${id}-text` }, text),
    ...fields, problem,
    h('div', { class: 'dialog-actions' }, h('button', { type: 'button', class: 'quiet', autofocus: fields.length === 0, click: () => dialog.close() }, cancel), go));
  const dialog = h('dialog', { class: 'ask', 'aria-labelledby': `${id}-title`, 'aria-describedby': `${id}-text`, closedby: 'any' }, form);
  let done = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (go.getAttribute('aria-disabled') === 'true') return; // once is enough
    // Not `disabled`: that would take the focus away from who pressed the button.
    go.setAttribute('aria-disabled', 'true');
    problem.hidden = true;
    for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
    try {
      await does(form);
      done = true;
      dialog.close();
    } catch (failure) {
      problem.textContent = failure.detail ?? failure.message;
      problem.hidden = false;
      const field = failure.field && form.elements[failure.field];
      field?.setAttribute?.('aria-invalid', 'true');
      field?.focus?.();
    } finally {
      go.setAttribute('aria-disabled', 'false');
    }
  });
  return show(place, dialog).then(() => done);
}

/**
 * Names and what they are, to be read.
 * @param {ShadowRoot} place
 * @param {{title: string, details: Array<[name: string, values: string[]]>, close: string}} about
 */
export function tell(place, { title, details, close }) {
  const id = uuid();
  const list = h('dl', { tabindex: 0, role: 'group', 'aria-labelledby': id },
    ...details.flatMap(([name, values]) => [h('dt', {}, name), ...values.map((value) => h('dd', {}, h('bdi', {}, value)))]));
  const dialog = h('dialog', { class: 'tell', 'aria-labelledby': id, closedby: 'any' },
    h('h2', { id }, h('bdi', {}, title)), list,
    h('form', { method: 'dialog', class: 'dialog-actions' }, h('button', { class: 'quiet', autofocus: true }, close)));
  return show(place, dialog);
}

function show(place, dialog) {
  const opener = place.activeElement;
  const around = opener?.closest('[tabindex]');
  place.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      // The row of the button may have gone meanwhile.
      if (!place.activeElement) (opener?.isConnected ? opener : around)?.focus({ preventScroll: true });
      resolve();
    });
  });
}
