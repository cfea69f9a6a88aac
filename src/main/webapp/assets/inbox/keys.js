// The inbox by keyboard.

import { h } from '../dom.js';

const TOOLS = { r: 'read', e: 'archive', p: 'pin', s: 'snooze' };

export class Keys {
  #list;
  #does;

  /**
   * @param {import('./entry-list.js').EntryList} list
   * @param {object} does `search()`, `undo()`, `choose(entry, event)`, `check(entry)`, `tool(entry, name, button)`; those
   *     that are absent have no key
   */
  constructor(list, does) {
    this.#list = list;
    this.#does = does;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.matches('input:not([type="checkbox"]), select, textarea')) return;
    const inList = this.#list.element.contains(event.target);
    // Arrows scroll and switch tabs elsewhere; letters are ours anywhere in the inbox.
    const moved = (inList || event.key.length === 1) && this.#list.move(event.key);
    if (moved || this.#command(event, inList ? this.#list.currentEntry : undefined)) event.preventDefault();
  }

  /** False when the key is none of ours. */
  #command({ key, target }, entry) {
    const { search, undo, choose, check, tool } = this.#does;
    if (key === '/' && search) search();
    else if (key === 'u') undo();
    else if (!entry) return false;
    else if (key === 'Enter' && target.matches('article')) choose(entry, { target, preventDefault() {} });
    else if (key === 'x' && check) check(entry);
    else if (key in TOOLS && !entry.busy) tool(entry, TOOLS[key], entry.menuButton);
    else return false;
    return true;
  }
}

/** All keys, for those who ask. @param {import('./words.js').Words} words */
export function keyList(words) {
  return h('dl', { class: 'key-list' }, ...words.look('keyList').flatMap(([keys, what]) => [
    h('dt', {}, ...keys.split(' ').map((key) => h('kbd', {}, key))), h('dd', {}, what),
  ]));
}
