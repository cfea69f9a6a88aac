// <tidings-bell>: how many are unread, and the inbox at hand.
//
//   count="unseen"    counts those never seen instead of those unread
//   href="inbox.html" where the whole inbox is
//   title-badge       "(3) Title" in the tab's title
//   favicon-badge     a dot on the tab's icon; a value is the address of an icon to show instead
//
// Dispatches `tidings-counts` (detail: {unread, unseen, version}) and `tidings-open`.
// Parts: bell badge popover heading; and those of the inbox.

import { h } from '../dom.js';
import { TidingsElement, css } from '../element.js';
import './inbox.js';
import { icon } from './icons.js';
import { inbox } from './inbox-store.js';
import { place } from './place.js';
import { badgeIcon, badgeTitle } from './tab-badge.js';
import { wordsOf } from './words.js';

const MOST = 99;
const PARTS = 'frame, head, tabs, tab, number, panel, list, item, item-unread, item-pinned, icon, title, link, dot, body, meta, category, '
  + 'actions, action, tools, tool, digest, button, menu, menu-row, undo-bar, undo, pill, empty, banner, problem';
const NARROW = '(max-width: 34rem)';

const looks = css(`
:host { display: inline-block; }
.bell { position: relative; min-height: 2.5rem; inline-size: 2.5rem; padding: 0; }
.bell:hover, .bell[aria-expanded="true"] { background: var(--accent-wash); }
.badge { position: absolute; inset-block-start: .0625rem; inset-inline-start: 1.25rem; min-inline-size: 1.1875rem; padding: .125rem .3125rem; border-radius: 99px; background: var(--bad); color: var(--surface); box-shadow: 0 0 0 2px var(--surface); font-size: .6875rem; font-weight: 700; line-height: .9375rem; font-variant-numeric: tabular-nums; text-align: center; }
.badge:empty { display: none; }
.badge.grown { animation: pop .3s cubic-bezier(.3, 1.6, .5, 1); }
@keyframes pop { from { transform: scale(.5); } }
.popover { position: fixed; inset: auto; margin: 0; inline-size: 27rem; max-inline-size: calc(100vw - 1rem); padding: 0; border: 1px solid var(--line); border-radius: 16px; background: var(--surface); color: var(--ink); box-shadow: var(--shadow); overflow: hidden; }
.popover:focus { outline: none; }
.popover:popover-open { animation: open .16s ease-out; }
@keyframes open { from { opacity: 0; transform: translateY(-.375rem); } }
header { display: flex; align-items: center; gap: .5rem; padding: .75rem .875rem .625rem; }
h2 { font-size: 1.0625rem; font-weight: 680; letter-spacing: -.01em; }
header a { margin-inline-start: auto; font-size: .875rem; font-weight: 600; text-decoration: none; }
header a:hover { text-decoration: underline; }
.close { display: none; inline-size: 2.5rem; min-height: 2.5rem; padding: 0; }
tidings-inbox { --tidings-inbox-height: min(28rem, calc(100vh - 14rem)); }
@media ${NARROW} {
  .popover { inset: auto 0 0 !important; inline-size: 100%; max-inline-size: none; border-width: 1px 0 0; border-end-start-radius: 0; border-end-end-radius: 0; }
  .popover:popover-open { animation-name: sheet; }
  .popover::backdrop { background: rgb(6 18 23 / .45); }
  .close { display: inline-flex; }
  tidings-inbox { --tidings-inbox-height: 60vh; }
}
@keyframes sheet { from { transform: translateY(2rem); opacity: 0; } }
`);

class Bell extends TidingsElement {
  static styles = [looks];
  static observedAttributes = ['lang', 'count'];

  #words;
  #button;
  #badge;
  #popover;
  #list;

  connectedCallback() {
    this.#build();
    inbox.addEventListener('counts', this.#onCounts);
    addEventListener('resize', this.#onResize);
    inbox.start();
  }

  disconnectedCallback() {
    inbox.removeEventListener('counts', this.#onCounts);
    removeEventListener('resize', this.#onResize);
    badgeTitle(0);
    badgeIcon(null);
  }

  attributeChangedCallback() {
    if (this.#button && this.isConnected) this.#build();
  }

  #build() {
    const words = this.#words = wordsOf(this);
    this.#badge = h('span', { class: 'badge', part: 'badge', 'aria-hidden': 'true' });
    this.#button = h('button', { type: 'button', class: 'bell', part: 'bell', 'aria-haspopup': 'dialog' }, icon('bell', 22), this.#badge);
    this.#popover = h('div', { popover: 'auto', class: 'popover', part: 'popover', role: 'dialog', tabindex: '-1', 'aria-label': words.say('notifications') },
      h('header', {}, h('h2', { part: 'heading' }, words.say('notifications')),
        this.hasAttribute('href') ? h('a', { href: this.getAttribute('href') }, words.say('openInbox')) : null,
        h('button', { type: 'button', class: 'close', 'aria-label': words.say('close'), click: () => this.#popover.hidePopover() }, icon('close'))));
    this.#popover.addEventListener('toggle', ({ newState }) => newState === 'open' && this.#opened());
    // Browsers give the focus back, but not all of them out of a shadow root.
    this.#popover.addEventListener('beforetoggle', ({ newState }) => {
      if (newState === 'closed' && this.#popover.contains(this.shadowRoot.activeElement)) this.#button.focus();
    });
    this.#button.popoverTargetElement = this.#popover;
    this.#list = undefined;
    this.shadowRoot.replaceChildren(this.#button, this.#popover);
    this.#show();
  }

  #opened() {
    if (!this.#list) { // made when first wanted: most pages never open it
      this.#list = h('tidings-inbox', { compact: true, lang: this.#words.locale, exportparts: PARTS });
      this.#popover.append(this.#list);
    }
    this.#onResize();
    this.#popover.focus();
    this.dispatchEvent(new CustomEvent('tidings-open', { bubbles: true, composed: true }));
    // Those not in the list's first page too. When it fails they stay unseen.
    if (inbox.counts?.unseen > 0) inbox.mark('seen', { all: true }).catch(() => {});
    this.#list.look();
  }

  #onResize = () => {
    if (!this.#popover.matches(':popover-open')) return;
    if (matchMedia(NARROW).matches) this.#popover.style.left = this.#popover.style.top = '';
    else place(this.#popover, this.#button);
  };

  #onCounts = ({ detail }) => {
    this.#show();
    this.dispatchEvent(new CustomEvent('tidings-counts', { detail, bubbles: true, composed: true }));
  };

  #show() {
    const unseen = this.getAttribute('count') === 'unseen';
    const { counts } = inbox;
    const n = counts ? counts[unseen ? 'unseen' : 'unread'] : 0;
    const text = n === 0 ? '' : n > MOST ? `${this.#words.number(MOST)}+` : this.#words.number(n);
    const before = Number(this.dataset.count ?? n);
    this.dataset.count = n;
    this.#button.setAttribute('aria-label', this.#words.say(unseen ? 'bellUnseen' : 'bell', { n }));
    if (this.#badge.textContent !== text) this.#badge.textContent = text;
    this.#badge.classList.toggle('grown', n > before);
    if (this.hasAttribute('title-badge')) badgeTitle(n);
    if (this.hasAttribute('favicon-badge')) badgeIcon(n > 0 ? this.getAttribute('favicon-badge') || new URL('../mark-unread.svg', import.meta.url) : null);
  }
}

customElements.define('tidings-bell', Bell);
