// <tidings-connection>: the state of the stream in a word. <tidings-outage sign-in="login.html">: what is
// wrong, and what to do; sign-in is where to sign in anew while the session still lasts.

import { h } from './dom.js';
import { stream } from './stream.js';

const WORDS = { connecting: 'Connecting', live: 'Live', reconnecting: 'Reconnecting', closed: 'Signed out' };
const PATIENCE = 3_000; // most interruptions are over before they are worth a sentence

class Connection extends HTMLElement {
  #word;
  #seconds;
  #countdown;

  connectedCallback() {
    if (!this.firstChild) {
      this.#word = h('span', { role: 'status' });
      // Outside the status: nobody wants every second read out.
      this.#seconds = h('span', { class: 'connection-seconds', 'aria-hidden': 'true' });
      this.append(h('span', { class: 'connection-dot', 'aria-hidden': 'true' }), this.#word, this.#seconds);
    }
    stream.addEventListener('state', this.#show);
    this.#show();
  }

  disconnectedCallback() {
    stream.removeEventListener('state', this.#show);
    clearInterval(this.#countdown);
  }

  #show = () => {
    const { state, reason, retryAt } = stream.status;
    this.dataset.state = state;
    this.title = reason ?? '';
    if (this.#word.textContent !== WORDS[state]) this.#word.textContent = WORDS[state];
    clearInterval(this.#countdown);
    this.#count();
    if (retryAt) this.#countdown = setInterval(() => this.#count(), 1_000);
  };

  #count() {
    const left = Math.ceil((stream.status.retryAt - Date.now()) / 1_000);
    this.#seconds.textContent = left > 0 ? `in ${left} s` : '';
  }
}

class Outage extends HTMLElement {
  #reason;
  #again;
  #signIn;
  #patience;
  #ends;

  connectedCallback() {
    if (!this.firstChild) {
      this.#reason = h('p', { role: 'alert' });
      this.#again = h('button', { type: 'button', class: 'quiet', click: () => stream.check() }, 'Try now');
      this.#signIn = h('a', { class: 'button' }, 'Sign in again');
      this.append(this.#reason, this.#again, this.#signIn);
    }
    this.hidden = true;
    stream.addEventListener('state', this.#show);
    stream.addEventListener('session', this.#warn);
    stream.addEventListener('connected', this.#anew);
    this.#show();
  }

  disconnectedCallback() {
    stream.removeEventListener('state', this.#show);
    stream.removeEventListener('session', this.#warn);
    stream.removeEventListener('connected', this.#anew);
    clearTimeout(this.#patience);
  }

  #show = () => {
    const { state, reason, ours } = stream.status;
    const closed = state === 'closed';
    this.dataset.kind = state;
    this.#signIn.hidden = true;
    this.#again.hidden = !ours;
    if (state === 'reconnecting') {
      this.#patience ??= setTimeout(() => this.#reveal(words()), PATIENCE);
      if (!this.hidden) this.#reveal(words());
      return;
    }
    clearTimeout(this.#patience);
    this.#patience = undefined;
    if (closed) {
      this.#reveal(`${reason} New messages no longer arrive here.`);
      // This page, whoever's it is: loading it anew leads to its login form, and back here afterwards.
      this.#offerSignIn(location.origin + location.pathname + location.search);
    } else if (this.#ends) {
      this.#reveal(this.#ends);
      // This page would come as it is: there still is a session.
      this.#offerSignIn(this.getAttribute('sign-in'));
    } else {
      this.hidden = true;
    }
  };

  /** The login ends soon, or has ended; a later one, in another tab, is told of in its own time. */
  #warn = ({ detail }) => {
    const time = new Date(detail.expires).toLocaleTimeString([], { timeStyle: 'short' });
    const words = `Your session ends at ${time}. To go on, sign in again; nothing is lost.`;
    this.#ends = detail.reason === 'expiring' ? words : undefined;
    this.#show();
  };

  /** A new stream warns again if there is reason to: someone may have signed in anew meanwhile. */
  #anew = () => {
    this.#ends = undefined;
    this.#show();
  };

  #offerSignIn(href) {
    this.#signIn.href = href ?? '';
    this.#signIn.hidden = href === null;
  }

  #reveal(text) {
    this.hidden = false;
    if (this.#reason.textContent !== text) this.#reason.textContent = text;
  }
}

function words() {
  return `${stream.status.reason ?? ''} Nothing is lost: what you miss is shown once the connection is back.`.trim();
}

customElements.define('tidings-connection', Connection);
customElements.define('tidings-outage', Outage);
