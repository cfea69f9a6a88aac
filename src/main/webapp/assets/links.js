// A row of links to pages, for those who may see them; the present page is marked.

import { h } from './dom.js';
import { wordsFor } from './inbox/words.js';
import { session } from './session.js';

/**
 * @typedef {{name: string, href: string, role?: string, feature?: string, within?: string[]}} Entry
 *   `name`: its words are `nav.NAME`. `role`: one of these is needed for it. `feature`: the server has to have it.
 *   `within`: other pages that this entry stands for
 */

export class Links extends HTMLElement {
  /**
   * @param {string} label name of the words that say what these are
   * @param {Entry[]} entries
   */
  show(label, entries) {
    if (this.firstChild) return;
    const asked = this.closest('[lang]')?.lang ?? '';
    const language = ['de', 'fr'].find((known) => asked.startsWith(known)) ?? 'en';
    const words = wordsFor(language, language);
    const here = location.pathname.split('/').at(-1) || 'index.html';
    const present = ({ href, within = [] }) => (href === here ? 'page' : within.includes(here) && 'true');
    this.append(h('nav', { 'aria-label': words.say(label) }, ...entries.map((entry) => h('a', {
      href: entry.href, hidden: Boolean(entry.role ?? entry.feature), 'data-role': entry.role, 'data-feature': entry.feature,
      'aria-current': present(entry),
    }, words.say(`nav.${entry.name}`)))));
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
