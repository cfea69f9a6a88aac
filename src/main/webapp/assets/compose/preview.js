// <tidings-preview>: how a notification will look in an inbox, drawn by what draws the inbox.

import { h } from '../dom.js';
import { css, TidingsElement } from '../element.js';
import { Entry } from '../inbox/entry.js';
import { looks } from '../inbox/inbox-looks.js';
import { wordsOf } from '../inbox/words.js';

const NOTHING = { choose() {}, tool() {}, act() {}, check() {}, digest: async () => [] };

const styles = css(`
.tools { display: none !important; }
.none { padding: 1.25rem; border: 1px dashed var(--line); border-radius: var(--radius); color: var(--soft); font-size: .9375rem; text-align: center; }
`);

class Preview extends TidingsElement {
  static styles = [looks, styles];

  /**
   * Shows it as it would have arrived just now.
   * @param {object} notification as it is asked of the server; without a title there is nothing to see yet
   */
  show({ title, category, ...rest }) {
    if (!title) {
      this.shadowRoot.replaceChildren(h('p', { class: 'none' }, 'Write a title, and see here how it looks.'));
      return;
    }
    const item = { id: 0, at: new Date().toISOString(), title, category: category ?? '', unread: true, ...rest };
    const entry = new Entry(item, wordsOf(this), false, NOTHING);
    // It is a picture: nothing in it is to be pressed.
    this.shadowRoot.replaceChildren(
      h('div', { class: 'frame', inert: true }, h('ol', { class: 'list' }, entry.element)));
  }
}

customElements.define('tidings-preview', Preview);
