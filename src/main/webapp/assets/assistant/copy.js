// Buttons that copy.

import { h } from '../dom.js';

const SHOWN = 2_000;

/**
 * @param {() => string} text what is copied
 * @param {{copy: string, copied: string, notCopied: string}} say
 */
export function copyButton(text, say, attributes = {}) {
  const button = h('button', { type: 'button', class: 'quiet copy', part: 'button', ...attributes, click }, say.copy);
  let back;
  async function click() {
    const done = await copy(text());
    button.textContent = done ? say.copied : say.notCopied;
    clearTimeout(back);
    back = setTimeout(() => { button.textContent = say.copy; }, SHOWN);
  }
  return button;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text); // not there on plain HTTP
    return true;
  } catch {
    const field = h('textarea', { 'aria-hidden': 'true' });
    field.style.position = 'fixed';
    field.style.opacity = '0';
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}
