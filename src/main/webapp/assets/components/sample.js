// Code to copy.

import { h } from '../dom.js';

const COPIED = 2_000;

/** How the element is put on a page. */
export function sampleOf({ tag, example, module: own = 'tidings.js' }) {
  const module = new URL(`../${own}`, import.meta.url).href;
  const attributes = Object.entries(example).map(([name, value]) => (value ? ` ${name}="${value}"` : ` ${name}`)).join('');
  return `<script type="module" src="${module}"></script>\n\n<${tag}${attributes}></${tag}>`;
}

/** The code, and a button that copies it. */
export function codeSample(code) {
  const button = h('button', { type: 'button', class: 'quiet', click: () => copy(code, button) }, 'Copy');
  return h('div', { class: 'sample' }, h('pre', { tabindex: 0 }, h('code', {}, code)), button);
}

async function copy(code, button) {
  try {
    await navigator.clipboard.writeText(code);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Not copied'; // without HTTPS browsers have no clipboard
  }
  setTimeout(() => { button.textContent = 'Copy'; }, COPIED);
}
