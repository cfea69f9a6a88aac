// <tidings-admin-nav>: the pages of administration, the present one marked. In the bar they have one entry.

import { Links } from './links.js';

const SEE = 'operator administrator';

export const ADMIN_PAGES = [
  { name: 'console', href: 'admin.html', role: SEE },
  { name: 'settings', href: 'settings.html', role: SEE },
  { name: 'doctor', href: 'doctor.html', role: SEE },
  { name: 'people', href: 'people.html', role: 'administrator' },
];

class AdminNav extends Links {
  connectedCallback() {
    this.show('nav.administration', ADMIN_PAGES);
  }
}

customElements.define('tidings-admin-nav', AdminNav);
