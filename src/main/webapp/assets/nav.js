// <tidings-nav>: the hub's pages, the present one marked.

import { h } from './dom.js';
import { session } from './session.js';
import { wordsFor } from './inbox/words.js';

// `role`: one of these is needed for it.
const PAGES = [
  { name: 'feed', href: 'index.html' },
  { name: 'inbox', href: 'inbox.html' },
  { name: 'jobs', href: 'jobs.html' },
  { name: 'preferences', href: 'preferences.html' },
  { name: 'assistant', href: 'assistant.html', feature: 'assistant' },
  { name: 'compose', href: 'compose.html', role: 'publisher' },
  { name: 'metrics', href: 'metrics.html', role: 'operator administrator' },
  { name: 'logs', href: 'logs.html', role: 'operator administrator' },
  { name: 'components', href: 'components.html' },
];

class Nav extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return;
    const asked = this.closest('[lang]')?.lang ?? '';
    const language = ['de', 'fr'].find((known) => asked.startsWith(known)) ?? 'en';
    const words = wordsFor(language, language);
    const here = location.pathname.split('/').at(-1) || 'index.html';
    this.append(h('nav', { 'aria-label': words.say('nav.pages') }, ...PAGES.map(({ name, href, role, feature }) => h('a', {
      href, hidden: Boolean(role ?? feature), 'data-role': role, 'data-feature': feature, 'aria-current': href === here && 'page',
    }, words.say(`nav.${name}`)))));
    this.#reveal();
  }

  /** What only some may do is offered to them alone, and what only some servers have, there. */
  async #reveal() {
    try {
      const { roles = [], features = [] } = await session();
      for (const link of this.querySelectorAll('[data-role]')) {
        link.hidden = !link.dataset.role.split(' ').some((role) => roles.includes(role));
      }
      for (const link of this.querySelectorAll('[data-feature]')) link.hidden = !features.includes(link.dataset.feature);
    } catch {
      // Signed out: the page says so elsewhere.
    }
    this.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }
}

customElements.define('tidings-nav', Nav);
