// Users by page, as bars.

import { h } from '../dom.js';

const SHOWN = 12;

/**
 * @param {Iterable<any>} samples the newest of each node
 * @returns {{pages: Array<[page: string, users: number]>, others: number}}
 */
export function pagesOf(samples) {
  const all = new Map();
  let others = 0;
  for (const { pages, otherPages } of samples) {
    for (const [page, users] of Object.entries(pages ?? {})) {
      if (Number.isFinite(users)) all.set(page, (all.get(page) ?? 0) + users);
    }
    others += Number(otherPages) || 0;
  }
  const sorted = [...all].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return { pages: sorted.slice(0, SHOWN), others: others + Math.max(0, sorted.length - SHOWN) };
}

/** @param {ReturnType<typeof pagesOf>} counts */
export function pageItems({ pages, others }, say) {
  const most = Math.max(1, ...pages.map(([, users]) => users));
  const items = pages.map(([page, users]) => {
    const item = h('li', { part: 'page' }, h('span', {}, h('bdi', {}, page)), h('span', { class: 'value' }, String(users)));
    item.style.setProperty('--share', String(users / most));
    return item;
  });
  if (others > 0) items.push(h('li', { class: 'more' }, say.otherPages(others)));
  return items.length > 0 ? items : [h('li', { class: 'more' }, say.nobody)];
}
