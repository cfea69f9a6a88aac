// <tidings-nav>: the hub's pages, the present one marked.

import { h } from './dom.js';
import { session } from './session.js';
import { wordsFor } from './inbox/words.js';

const PAGES = [
  { name: 'feed', href: 'index.html' },
  { name: 'inbox', href: 'inbox.html' },
  { name: 'jobs', href: 'jobs.html' },
  { name: 'preferences', href: 'preferences.html' },
  { name: 'compose', href: 'compose.html', role: 'publisher' },
  { name: 'components', href: 'components.html' },
];

class Nav extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return;
    const asked = this.closest('[lang]')?.lang ?? '';
    const language = ['de', 'fr'].find((known) => asked.startsWith(known)) ?? 'en';
    const words = wordsFor(language, language);
    const here = location.pathname.split('/').at(-1) || 'index.html';
    this.append(h('nav', { 'aria-label': words.say('nav.pages') }, ...PAGES.map(({ name, href, role }) => h('a', {
      href, hidden: role !== undefined, 'data-role': role, 'aria-current': href === here && 'page',
    }, words.say(`nav.${name}`)))));
    this.#reveal();
  }

  /** What only some may do is offered to them alone. */
  async #reveal() {
    try {
      const { roles = [] } = await session();
      for (const link of this.querySelectorAll('[data-role]')) link.hidden = !roles.includes(link.dataset.role);
    } catch {
      // Signed out: the page says so elsewhere.
    }
  }
}

customElements.define('tidings-nav', Nav);
