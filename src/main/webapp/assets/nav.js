// <tidings-nav>: the hub's pages, the present one marked.

import { ADMIN_PAGES } from './admin-nav.js';
import { Links } from './links.js';

// `role`: one of these is needed for it. `within`: pages that have no entry of their own here.
const PAGES = [
  { name: 'feed', href: 'index.html' },
  { name: 'inbox', href: 'inbox.html' },
  { name: 'jobs', href: 'jobs.html' },
  { name: 'preferences', href: 'preferences.html' },
  { name: 'assistant', href: 'assistant.html', feature: 'assistant' },
  { name: 'compose', href: 'compose.html', role: 'publisher' },
  { name: 'metrics', href: 'metrics.html', role: 'operator administrator' },
  { name: 'logs', href: 'logs.html', role: 'operator administrator' },
  { name: 'admin', href: 'admin.html', role: 'operator administrator', within: ADMIN_PAGES.map(({ href }) => href) },
  { name: 'components', href: 'components.html' },
];

class Nav extends Links {
  connectedCallback() {
    this.show('nav.pages', PAGES);
  }
}

customElements.define('tidings-nav', Nav);
