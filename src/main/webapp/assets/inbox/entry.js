// One notification in a list. Parts are made once and updated in their place, so that focus stays.

import { h } from '../dom.js';
import { refresh, timeElement } from '../time.js';
import { icon } from './icons.js';
import { ownAddress, webAddress } from './link.js';

// What is shown of a body until someone asks for more.
const ROOMY = { characters: 280, lines: 4 };
const COMPACT = { characters: 120, lines: 2 };
const TOOLS = ['read', 'archive', 'pin', 'snooze'];

/** @typedef {import('./inbox-store.js').Item} Item */

export class Entry {
  #words;
  #room;
  #does;
  #article;
  #disc;
  #content;
  #checkbox;
  #tools = {};
  #more;
  #problem;
  #drawn;
  #opened = false; // the long text
  #current = false;

  /** @type {Item} */
  item;

  /**
   * @param {Item} item
   * @param {import('./words.js').Words} words
   * @param {boolean} compact
   * @param {object} does what happens: `choose(entry, event)`, `tool(entry, name, button)`, `act(entry, action)`,
   *     `check(entry)`, `digest(entry)` which resolves to items
   */
  constructor(item, words, compact, does) {
    this.#words = words;
    this.#room = compact ? COMPACT : ROOMY;
    this.#does = does;
    this.#checkbox = h('input', { type: 'checkbox', part: 'checkbox', class: 'check', change: () => does.check(this) });
    this.#disc = h('span', { class: 'disc', part: 'icon' });
    this.#content = h('div', { class: 'content' });
    this.#problem = h('p', { class: 'item-problem', role: 'alert' });
    for (const name of TOOLS) this.#tools[name] = this.#tool(name);
    this.#more = this.#tool('more');
    this.#more.append(icon('more'));
    this.#article = h('article', {
      tabindex: '-1', part: 'item', click: (event) => this.#clicked(event), auxclick: (event) => this.#clicked(event),
    },
      this.#checkbox, this.#disc, this.#content,
      h('div', { class: 'tools', part: 'tools' }, ...Object.values(this.#tools), this.#more));
    this.element = h('li', {}, this.#article);
    this.update(item);
    this.current = false;
  }

  /** Shows its newest state. */
  update(item) {
    this.item = item;
    this.element.dataset.id = item.id;
    this.#article.classList.toggle('is-unread', item.unread);
    this.#article.dataset.severity = item.severity;
    this.#article.part.toggle('item-unread', item.unread);
    this.#article.part.toggle('item-pinned', item.pinned);
    this.#relabel();
    const content = JSON.stringify({ ...item, unseen: undefined });
    if (content === this.#drawn) return;
    this.#drawn = content;
    const focused = this.#content.contains(this.element.getRootNode().activeElement);
    this.#disc.replaceChildren(this.#picture());
    this.#content.replaceChildren(...this.#lines().filter((line) => line));
    if (focused) this.focus();
    this.current = this.#current;
  }

  /** What it is called: a digest is worded here. */
  get title() {
    const { title, count, category } = this.item;
    return title || !count ? title : this.#words.say('digest', { n: count, category });
  }

  get checked() {
    return this.#checkbox.checked;
  }

  set checked(checked) {
    this.#checkbox.checked = checked;
    this.#article.classList.toggle('is-checked', checked);
  }

  /** The one that Tab reaches; within the list arrows move. */
  set current(current) {
    this.#current = current;
    const tabindex = current ? 0 : -1;
    this.#article.tabIndex = tabindex;
    for (const control of this.#article.querySelectorAll('a, button, input')) control.tabIndex = tabindex;
  }

  set busy(busy) {
    this.#article.setAttribute('aria-busy', busy);
    // Not `disabled`, which would take the focus away.
    for (const tool of [...Object.values(this.#tools), this.#more]) tool.setAttribute('aria-disabled', busy);
  }

  get busy() {
    return this.#article.getAttribute('aria-busy') === 'true';
  }

  set problem(words) {
    this.#problem.textContent = words;
  }

  focus() {
    this.#article.focus();
  }

  /** The button for snoozing, or on a touch screen the one for all. */
  get menuButton() {
    return this.#more.checkVisibility() ? this.#more : this.#tools.snooze;
  }

  refreshTime() {
    for (const time of this.element.querySelectorAll('time')) refresh(time);
  }

  #tool(name) {
    const button = h('button', { type: 'button', class: `tool tool-${name}`, part: `tool tool-${name}` });
    button.addEventListener('click', () => this.busy || this.#does.tool(this, name, button));
    if (name === 'snooze' || name === 'more') button.setAttribute('aria-haspopup', 'dialog');
    return button;
  }

  #relabel() {
    const { unread, archived, pinned, snoozedUntil } = this.item;
    const title = this.title;
    this.#checkbox.setAttribute('aria-label', this.#words.say('selectThis', { title }));
    this.#label('read', unread ? 'read' : 'unread', unread ? 'markRead' : 'markUnread');
    this.#label('archive', archived ? 'unarchive' : 'archive', archived ? 'unarchive' : 'archive');
    this.#label('pin', 'pin', pinned ? 'unpin' : 'pin');
    this.#tools.pin.classList.toggle('is-on', pinned);
    this.#label('snooze', 'snooze', snoozedUntil ? 'unsnooze' : 'snooze');
    this.#more.setAttribute('aria-label', this.#words.say('moreFor', { title }));
  }

  #label(name, picture, word) {
    const button = this.#tools[name];
    const label = this.#words.say(word);
    if (button.title === label) return;
    button.title = label;
    button.setAttribute('aria-label', label);
    button.replaceChildren(icon(picture));
  }

  #picture() {
    const { icon: own, severity, count } = this.item;
    const said = h('span', { class: 'unseen' }, this.#words.say(`severity.${severity}`));
    const whole = document.createDocumentFragment();
    whole.append(said);
    if (own?.startsWith('/') && ownAddress(own)) whole.append(h('img', { src: ownAddress(own).href, alt: '', width: 20, height: 20 }));
    else if (own && !own.startsWith('/')) whole.append(h('span', { 'aria-hidden': 'true' }, [...own].slice(0, 3).join('')));
    else whole.append(icon(count ? 'digest' : severity));
    return whole;
  }

  #lines() {
    const { body, category, at, snoozedUntil, pinned, unread, link } = this.item;
    const words = this.#words;
    const address = link && webAddress(link.href);
    const label = address && link.label && link.label !== this.title ? link.label : null;
    return [
      h('h3', { class: 'title', part: 'title' },
        unread ? h('span', { class: 'dot', part: 'dot' }, h('span', { class: 'unseen' }, words.say('isUnread'))) : null,
        address ? h('a', { href: address.href, part: 'link' }, h('bdi', {}, this.title)) : h('bdi', {}, this.title)),
      body ? this.#body(body) : null,
      this.item.count ? this.#digest() : null,
      h('p', { class: 'meta', part: 'meta' },
        h('bdi', { class: 'category', part: 'category' }, category),
        timeElement(at, words.locale),
        pinned ? h('span', { class: 'note' }, icon('pin', 14), words.say('pinned')) : null,
        snoozedUntil ? h('span', { class: 'note' }, icon('snooze', 14), words.say('snoozedUntil', { time: words.when(snoozedUntil) })) : null,
        label ? h('a', { href: address.href }, h('bdi', {}, label)) : null),
      this.#actions(),
      this.#problem,
    ];
  }

  #body(body) {
    const start = startOf(body, this.#room);
    const text = h('bdi', {}, this.#opened ? body : start);
    const paragraph = h('p', { class: 'body', part: 'body' }, text);
    if (start === body) return paragraph;
    const button = h('button', { type: 'button', class: 'fold', 'aria-expanded': String(this.#opened), click: () => {
      this.#opened = !this.#opened;
      text.textContent = this.#opened ? body : start;
      button.setAttribute('aria-expanded', this.#opened);
      button.textContent = this.#words.say(this.#opened ? 'showLess' : 'showAll');
    } }, this.#words.say(this.#opened ? 'showLess' : 'showAll'));
    const whole = document.createDocumentFragment();
    whole.append(paragraph, button);
    return whole;
  }

  /** What a digest holds, in place. */
  #digest() {
    const list = h('ol', { class: 'digest', part: 'digest', hidden: true });
    const words = () => (list.hidden ? this.#words.say('showDigest', { n: this.item.count }) : this.#words.say('hideDigest'));
    const button = h('button', { type: 'button', class: 'fold', 'aria-expanded': 'false', click: async () => {
      if (list.hidden) {
        button.setAttribute('aria-busy', 'true');
        list.replaceChildren(...(await this.#does.digest(this)).map((item) => this.#held(item)));
        button.setAttribute('aria-busy', 'false');
        if (list.childElementCount === 0) return;
      }
      list.hidden = !list.hidden;
      button.setAttribute('aria-expanded', !list.hidden);
      button.textContent = words();
    } }, words());
    const whole = document.createDocumentFragment();
    whole.append(button, list);
    return whole;
  }

  #held({ title, body, at, link }) {
    const address = link && webAddress(link.href);
    return h('li', {},
      h('p', { class: 'held-title' }, address ? h('a', { href: address.href }, h('bdi', {}, title)) : h('bdi', {}, title), timeElement(at, this.#words.locale)),
      body ? h('p', { class: 'body' }, h('bdi', {}, startOf(body, COMPACT))) : null);
  }

  #actions() {
    const buttons = (this.item.actions ?? []).map((action) => {
      const { label, method, href } = action;
      if (method) return ownAddress(href) && h('button', { type: 'button', class: 'quiet action', part: 'action', dir: 'auto', click: () => this.#does.act(this, action) }, label);
      return webAddress(href) && h('a', { href: webAddress(href).href, class: 'button quiet action', part: 'action', dir: 'auto' }, label);
    }).filter((button) => button);
    return buttons.length > 0 ? h('div', { class: 'actions', part: 'actions' }, ...buttons) : null;
  }

  #clicked(event) {
    const control = event.target.closest('a, button, input');
    const elsewhere = event.button !== 0; // the middle button opens a link in a new tab
    if (control?.matches('a')) this.#does.choose(this, event);
    else if (!control && !elsewhere && getSelection().isCollapsed) this.#does.choose(this, event);
  }
}

function startOf(text, { characters, lines }) {
  const start = text.slice(0, characters).split('\n').slice(0, lines).join('\n').trimEnd();
  // A little more than the start is not worth a button. Do not cut a surrogate pair in half.
  return text.length - start.length < 60 ? text : `${start.replace(/[\ud800-\udbff]$/, '').replace(/[\s.…]+$/, '')}…`;
}
