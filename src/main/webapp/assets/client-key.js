// The name of this browser tab: with it the server lets a new stream take its predecessor's place.
// A duplicated tab copies sessionStorage, and two tabs with one key would push each other off the
// server for ever. So the key lies in storage only while no page is using it: between two loads.

import { uuid } from './random.js';

const NAME = 'tidings-client';

let key = take();

/** Matches `[A-Za-z0-9._-]{8,64}`. */
export function clientKey() {
  return key;
}

function take() {
  const stored = sessionStorage.getItem(NAME);
  sessionStorage.removeItem(NAME);
  return /^[A-Za-z0-9._-]{8,64}$/.test(stored ?? '') ? stored : uuid();
}

addEventListener('pagehide', () => sessionStorage.setItem(NAME, key));
addEventListener('pageshow', (event) => {
  if (event.persisted) key = take();
});
