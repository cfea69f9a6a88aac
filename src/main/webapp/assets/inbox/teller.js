// Which of a browser's tabs tells of a notification, so that nobody hears of it twice.
//
// Tabs see each other by locks they hold while they are in front or in sight; a lock goes with its tab,
// however that ends. How far anyone has told lies in localStorage, and who tells holds a lock for a while: what one
// tab writes there another one may see only a moment later.

import { parseId } from '../timeline.js';

const LOCK = 'tidings-telling';
const SETTLED = 10_000; // by then all tabs see what was written
const IN_FRONT = 'tidings-in-front';
const IN_SIGHT = 'tidings-in-sight';

const held = new Map(); // name of a lock → what ends it

/** Begins to tell other tabs where this one is. */
export function takePlace() {
  for (const event of ['focus', 'blur']) addEventListener(event, show);
  document.addEventListener('visibilitychange', show);
  show();
}

/**
 * Is it for this tab to tell?
 * @param {string} topic whose inbox
 * @param {string} id the event's
 * @returns {Promise<'page'|'system'|null>} in the page, by the system as no tab is in sight, or not by us
 */
export async function turn(topic, id) {
  const place = placeNow();
  if (!navigator.locks) return place === 'front' ? 'page' : null; // a page that came by plain HTTP
  const taken = new Set((await navigator.locks.query()).held.map((lock) => lock.name));
  if (place === 'sight' && taken.has(IN_FRONT)) return null;
  if (place === 'away' && (taken.has(IN_FRONT) || taken.has(IN_SIGHT))) return null;
  if (!(await take(topic, id))) return null;
  return place === 'away' ? 'system' : 'page';
}

/** The first who asks gets it. @returns {Promise<boolean>} */
function take(topic, id) {
  // One after the other: what came later would count as told for what came before.
  return navigator.locks.request(`${LOCK} ${topic}`, async () => {
    const key = `tidings-told ${topic}`;
    const told = parseId(localStorage.getItem(key));
    const asked = parseId(id);
    if (told && asked && told.epoch === asked.epoch && told.position >= asked.position) return false;
    if (!(await claim(`${LOCK} ${topic} ${id}`))) return false;
    localStorage.setItem(key, id);
    return true;
  });
}

/** False when another tab has just taken it. */
function claim(name) {
  return new Promise((settle, fail) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      settle(Boolean(lock));
      return lock && new Promise((end) => setTimeout(end, SETTLED));
    }).catch(fail);
  });
}

function placeNow() {
  if (document.visibilityState !== 'visible') return 'away';
  return document.hasFocus() ? 'front' : 'sight';
}

function show() {
  const place = placeNow();
  hold(IN_FRONT, place === 'front');
  hold(IN_SIGHT, place !== 'away');
}

function hold(name, wanted) {
  if (!navigator.locks || held.has(name) === wanted) return;
  if (!wanted) {
    held.get(name)();
    held.delete(name);
    return;
  }
  // Many windows can be in sight at once, so the lock is a shared one. Ended before it is granted, it ends at once.
  const ended = new Promise((end) => held.set(name, end));
  navigator.locks.request(name, { mode: 'shared' }, () => ended);
}
