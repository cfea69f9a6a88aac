// One finding of the doctor, as an entry of the list. All of it is text from elsewhere.

import { h } from '../dom.js';

const VERDICTS = { problem: 'Problem', warning: 'Warning', unknown: 'Unknown', ok: 'In order' };
const PRODUCTS = { nginx: 'nginx', apache: 'Apache httpd', ihs: 'IBM HTTP Server with the plug-in', haproxy: 'HAProxy', tidings: 'Tidings and its server' };

export function findingOf({ id, title, verdict, words, fix = {} }) {
  const fixes = Object.entries(fix);
  return h('li', { class: 'finding', 'data-id': id, 'data-verdict': verdict },
    h('h3', {}, title, ' ', h('span', { class: 'verdict' }, VERDICTS[verdict] ?? verdict)),
    h('p', {}, words),
    fixes.length === 0 ? null : h('details', {},
      h('summary', {}, 'What to change', h('span', { class: 'unseen' }, `: ${title}`)),
      ...fixes.flatMap(([product, text]) => [h('h4', {}, PRODUCTS[product] ?? product), h('pre', {}, text)])));
}
