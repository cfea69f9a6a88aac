// <tidings-account>: who is signed in, with which roles, and the way out.

import { h } from './dom.js';
import { session, signOut } from './session.js';

class Account extends HTMLElement {
  #name;
  #roles;
  #problem;

  connectedCallback() {
    if (this.firstChild) return;
    this.#name = h('span', { class: 'account-name' });
    this.#roles = h('span', { class: 'account-roles' });
    this.#problem = h('span', { class: 'account-problem', role: 'alert' });
    this.append(
      h('span', { class: 'account-who' }, this.#name, this.#roles),
      h('button', { type: 'button', class: 'quiet', click: () => this.leave() }, 'Sign out'),
      this.#problem,
    );
    this.show();
  }

  async show() {
    try {
      const { name, roles = [], expires } = await session();
      this.#name.textContent = name;
      this.#roles.textContent = roles.join(', ') || 'no roles';
      const until = new Date(expires ?? NaN);
      const end = Number.isNaN(until.getTime()) ? '' : `, signed in until ${until.toLocaleString()}`;
      this.#name.title = this.#roles.textContent + end;
    } catch {
      this.#name.textContent = 'Signed out';
    }
  }

  async leave() {
    this.#problem.textContent = '';
    try {
      await signOut();
    } catch (problem) {
      this.#problem.textContent = `You are still signed in: ${problem.detail}`;
    }
  }
}

customElements.define('tidings-account', Account);
