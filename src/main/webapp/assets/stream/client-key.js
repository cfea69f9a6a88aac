// The name by which the server knows an engine of this browser: with it a new stream takes its predecessor's place.
// Two engines with one name would push each other off the server for ever.

import { uuid } from '../random.js';
import { VERSION } from './protocol.js';

const NAME = 'tidings-client';
const KEY = /^[A-Za-z0-9._-]{8,48}$/;

/**
 * For an engine that all pages of the browser profile share: the same after a restart.
 * A worker and a leader may live side by side, and pages of two versions, hence a name each.
 * @param {'worker' | 'leader'} kind
 */
export function profileKey(kind) {
  return `${profile()}-${kind}${VERSION}`;
}

function profile() {
  try {
    const stored = localStorage.getItem(NAME);
    if (KEY.test(stored ?? '')) return stored;
    const made = uuid();
    localStorage.setItem(NAME, made);
    return made;
  } catch {
    return uuid(); // no storage for this page: its predecessor is noticed as gone, only later
  }
}

/**
 * For the engine of one page. A duplicated tab copies sessionStorage, so the key lies there only while
 * no page is using it: between two loads.
 */
export function takePageKey() {
  try {
    const stored = sessionStorage.getItem(NAME);
    sessionStorage.removeItem(NAME);
    return KEY.test(stored ?? '') ? stored : uuid();
  } catch {
    return uuid();
  }
}

/** @param {string} key */
export function leavePageKey(key) {
  try {
    sessionStorage.setItem(NAME, key);
  } catch {
    // Then the next page makes its own.
  }
}
