// Who is signed in.

import { address, call } from './api.js';
import { Backoff } from './backoff.js';

const url = address('api/session');

let name; // whom this page was built for
let known; // the promise of session()

/**
 * Asks the server once who is signed in now. Rejects with a Problem; status 401 means nobody.
 * @returns {Promise<{name: string, roles: string[], expires: string}>}
 */
export function who() {
  return call('GET', url, { timeout: 10_000 });
}

/** The same for a page: if it is somebody else, the page is loaded anew. */
export async function ask() {
  const session = await who();
  name ??= session?.name;
  // Another tab signed in as somebody else: what this page shows and offers is no longer theirs.
  if (session?.name !== name) location.reload();
  return session;
}

/** The session of this page, asked for until there is an answer. Rejects only when there is none. */
export function session() {
  return (known ??= persist());
}

async function persist() {
  const backoff = new Backoff();
  for (;;) {
    try {
      return await ask();
    } catch (problem) {
      if (!problem.passing) throw problem;
      await new Promise((resolve) => setTimeout(resolve, backoff.next()));
    }
  }
}

/** Ends all streams of this user, then leads to the login form. */
export async function signOut() {
  try {
    await call('DELETE', url);
  } catch (problem) {
    if (problem.status !== 401) throw problem;
  }
  dispatchEvent(new Event('tidings-signed-out')); // the stream may be this page's, and go with it before it hears
  location.assign(address(''));
}
