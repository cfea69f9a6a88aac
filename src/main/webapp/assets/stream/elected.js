// Where there is no SharedWorker: one of the pages, the leader, has the engine. The others speak to it over a
// BroadcastChannel; so does the leader's own page. Who holds the lock leads; when that page is gone, the next one does.

import { address } from '../api.js';
import { uuid } from '../random.js';
import { profileKey } from './client-key.js';
import { hold } from './lifeline.js';
import { VERSION } from './protocol.js';
import { Switchboard } from './switchboard.js';

/**
 * Rejects where there are no locks.
 * @param {string} user
 * @param {(report: import('./protocol.js').Report) => void} hear
 * @param {boolean} [urgent] the leader does not answer, as a frozen page does: take its place
 * @returns {Promise<import('./protocol.js').Link>}
 */
export async function elected(user, hear, urgent) {
  if (!navigator.locks || !globalThis.BroadcastChannel) throw new Error('There are no locks here.');
  const name = `tidings ${VERSION} ${address('')} ${user}`;
  const life = `tidings page ${uuid()}`;
  const letGo = await hold(life);
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data: { to, report } }) => {
    if (to === life || to === 'all') hear(report);
  };
  const candidate = new Candidate(name);
  candidate.stand(urgent);
  return {
    key: profileKey('leader'),
    life,
    post: (request) => channel.postMessage({ from: life, request }),
    close() {
      channel.postMessage({ from: life, request: { name: 'bye' } });
      channel.close();
      candidate.withdraw();
      letGo();
    },
  };
}

class Candidate {
  #name;
  #withdrawn = new AbortController();
  /** @type {Leader | undefined} */
  #leader;

  constructor(name) {
    this.#name = name;
  }

  async stand(urgent) {
    const signal = this.#withdrawn.signal;
    for (let steal = Boolean(urgent); !signal.aborted; steal = false) {
      try {
        await navigator.locks.request(this.#name, steal ? { steal } : { signal }, () => this.#lead());
      } catch (reason) {
        if (reason.name !== 'AbortError') throw reason;
        this.#leader?.close(); // another page took the place: wait until it is free again
      }
    }
  }

  withdraw() {
    this.#withdrawn.abort();
    this.#leader?.close();
  }

  /** Leads until it is closed. */
  #lead() {
    if (this.#withdrawn.signal.aborted) return undefined;
    return new Promise((closed) => {
      this.#leader = new Leader(this.#name, closed);
    });
  }
}

class Leader {
  #board = new Switchboard();
  #channel;
  #closed;
  /** @type {Map<string, ReturnType<Switchboard['connect']>>} */
  #pages = new Map();

  constructor(name, closed) {
    this.#closed = closed;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data: { from, request } }) => {
      if (request) this.#page(from).hear(request);
    };
    this.#post('all', { name: 'welcome' });
  }

  close() {
    this.#board.close();
    this.#channel.close();
    this.#closed();
  }

  #page(from) {
    let page = this.#pages.get(from);
    if (!page) {
      page = this.#board.connect((report) => this.#post(from, report), () => this.#pages.delete(from));
      this.#pages.set(from, page);
    }
    return page;
  }

  #post(to, report) {
    this.#channel.postMessage({ to, report });
  }
}
