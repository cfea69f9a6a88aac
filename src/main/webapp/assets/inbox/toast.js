// <tidings-toast>: tells of new notifications, in one tab only.
//
//   position="bottom-end"   or bottom-start, top-end, top-start
//   system                  by the system when no tab is in sight, if the user has allowed it
//
// Dispatches `tidings-select` (detail: the item; preventDefault() keeps it from being opened).
// Parts: toast toast-error title body dismiss more.

import { h } from '../dom.js';
import { TidingsElement, css } from '../element.js';
import { icon } from './icons.js';
import { inbox } from './inbox-store.js';
import { webAddress } from './link.js';
import { notify } from './system.js';
import { takePlace, turn } from './teller.js';
import { wordsOf } from './words.js';

const LASTS = 8_000;
const MOST = 3;

const looks = css(`
:host { position: fixed; z-index: 10; inset-block-end: 1.25rem; inset-inline-end: 1.25rem; inline-size: min(23rem, calc(100vw - 2rem)); pointer-events: none; }
:host([position^="top"]) { inset-block: calc(var(--tidings-top, 0px) + 1rem) auto; }
:host([position$="start"]) { inset-inline: 1.25rem auto; }
.stack { display: grid; gap: .625rem; }
.toast { position: relative; display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 0 .75rem; padding-block: .875rem; padding-inline: 1rem .5rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); box-shadow: var(--shadow); pointer-events: auto; --tone: var(--accent); animation: come .28s cubic-bezier(.2, .9, .3, 1); overflow: hidden; }
.toast::before { content: ''; position: absolute; inset-block: 0; inset-inline-start: 0; inline-size: 4px; background: var(--tone); }
@keyframes come { from { opacity: 0; transform: translateY(1rem); } }
[data-severity="success"] { --tone: var(--good); }
[data-severity="warning"] { --tone: var(--warn); }
[data-severity="error"] { --tone: var(--bad); }
.disc { display: grid; place-items: center; inline-size: 1.75rem; block-size: 1.75rem; border-radius: 50%; background: color-mix(in srgb, var(--tone) 14%, transparent); color: var(--tone); }
.title { padding-block-start: .125rem; font-size: .9375rem; font-weight: 640; line-height: 1.4; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.title a { color: inherit; text-decoration: none; }
.title a::after { content: ''; position: absolute; inset: 0; }
.body { grid-column: 2; color: var(--soft); font-size: .875rem; line-height: 1.4; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.dismiss { position: relative; z-index: 1; grid-column: 3; grid-row: 1; inline-size: 2rem; min-height: 2rem; margin-block-start: -.25rem; padding: 0; color: var(--soft); }
.dismiss:hover, .more:hover { background: var(--accent-wash); color: var(--ink); }
.more { justify-self: end; min-height: 2rem; border-color: var(--line); border-radius: 99px; background: var(--surface); box-shadow: var(--shadow); font-size: .8125rem; pointer-events: auto; }
`);

class Toast extends TidingsElement {
  static styles = [looks];

  #polite;
  #urgent;
  #more;
  #shown = new Map(); // id of the item → {element, timer, severity}
  #waiting = []; // items there was no room for

  get #words() {
    return wordsOf(this);
  }

  connectedCallback() {
    // Two regions, always there: one that comes with its words is not read out.
    this.#urgent = h('div', { class: 'stack', role: 'alert' });
    this.#polite = h('div', { class: 'stack', role: 'status' });
    this.#more = h('button', { type: 'button', class: 'more', part: 'more', hidden: true, title: this.#words.say('dismissAll'), click: () => this.#dismissAll() });
    this.shadowRoot.replaceChildren(h('section', { class: 'stack', 'aria-label': this.#words.say('toasts'), keydown: (event) => event.key === 'Escape' && this.#dismissAll() },
      this.#urgent, this.#polite, this.#more));
    inbox.addEventListener('notification', this.#onNotification);
    inbox.addEventListener('change', this.#onChange);
    document.addEventListener('visibilitychange', this.#onVisible);
    takePlace();
    inbox.start();
  }

  disconnectedCallback() {
    inbox.removeEventListener('notification', this.#onNotification);
    inbox.removeEventListener('change', this.#onChange);
    document.removeEventListener('visibilitychange', this.#onVisible);
    this.#dismissAll();
  }

  #onNotification = async ({ detail: { item, quiet, event } }) => {
    if (quiet || !item.unread) return;
    const how = await turn(inbox.topic, event);
    if (!how || !this.isConnected) return;
    const told = how === 'system' && this.hasAttribute('system')
      && notify(this.#title(item), item, () => this.#open(item));
    if (!told) this.#show(item); // in a hidden tab it waits for its reader
  };

  /** Read or archived elsewhere: no need to tell of it any longer. */
  #onChange = ({ detail: { items, removed } }) => {
    for (const item of items) if (!item.unread || item.archived || item.snoozedUntil) this.#dismiss(item.id);
    for (const id of removed) this.#dismiss(id);
  };

  #onVisible = () => {
    for (const id of this.#shown.keys()) this.#leaveSoon(id);
  };

  #show(item) {
    this.#dismiss(item.id); // an update takes the place of what it updates
    if (this.#shown.size >= MOST) this.#waiting.push(item);
    else this.#put(item);
    this.#count();
  }

  #put(item) {
    const { id, severity, body, link } = item;
    const address = link && webAddress(link.href);
    const element = h('article', { class: 'toast', part: severity === 'error' ? 'toast toast-error' : 'toast', 'data-severity': severity, 'data-id': id,
      pointerenter: () => this.#stay(id), pointerleave: () => this.#leaveSoon(id),
      focusin: () => this.#stay(id), focusout: () => this.#leaveSoon(id) },
      h('span', { class: 'disc' }, h('span', { class: 'unseen' }, this.#words.say(`severity.${severity}`)), icon(severity, 18)),
      h('p', { class: 'title', part: 'title' }, address
        ? h('a', { href: address.href, click: (event) => this.#clicked(event, item) }, h('bdi', {}, this.#title(item))) : h('bdi', {}, this.#title(item))),
      body ? h('p', { class: 'body', part: 'body' }, h('bdi', {}, body.slice(0, 300))) : null,
      h('button', { type: 'button', class: 'dismiss', part: 'dismiss', 'aria-label': this.#words.say('dismiss'), click: () => this.#dismiss(id) }, icon('close', 18)));
    this.#shown.set(id, { element, severity });
    (severity === 'error' ? this.#urgent : this.#polite).append(element);
    this.#leaveSoon(id);
  }

  #title(item) {
    return item.title || this.#words.say('digest', { n: item.count, category: item.category });
  }

  #clicked(event, item) {
    const selected = new CustomEvent('tidings-select', { detail: item, bubbles: true, composed: true, cancelable: true });
    if (!this.dispatchEvent(selected)) event.preventDefault();
    else inbox.followed(item.id);
    this.#dismiss(item.id);
  }

  /** From a notification of the system. */
  #open(item) {
    inbox.followed(item.id);
    const address = item.link && webAddress(item.link.href);
    if (address) location.assign(address);
  }

  #stay(id) {
    clearTimeout(this.#shown.get(id)?.timer);
  }

  /** Errors stay, and nothing leaves while nobody can have seen it or someone is at it. */
  #leaveSoon(id) {
    const toast = this.#shown.get(id);
    if (!toast) return;
    clearTimeout(toast.timer);
    if (toast.severity === 'error' || document.hidden || toast.element.matches(':hover, :focus-within')) return;
    toast.timer = setTimeout(() => this.#dismiss(id), LASTS);
  }

  #dismiss(id) {
    this.#waiting = this.#waiting.filter((item) => item.id !== id);
    const toast = this.#shown.get(id);
    if (toast) {
      clearTimeout(toast.timer);
      toast.element.remove();
      this.#shown.delete(id);
      if (this.#waiting.length > 0) this.#put(this.#waiting.shift());
    }
    this.#count();
  }

  #dismissAll() {
    this.#waiting = [];
    for (const id of [...this.#shown.keys()]) this.#dismiss(id);
  }

  #count() {
    const n = this.#waiting.length;
    this.#more.hidden = n === 0;
    this.#more.textContent = n > 0 ? `+${this.#words.say('moreToasts', { n })}` : '';
  }
}

customElements.define('tidings-toast', Toast);
