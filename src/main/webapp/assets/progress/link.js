// Where a result may be fetched.

import { address } from '../api.js';

/**
 * The address as it may stand in a link, or null: a path is one at the hub, anything else has to be https.
 * @param {unknown} url
 */
export function safeLink(url) {
  if (typeof url !== 'string' || !/^(\/|https:\/\/)/i.test(url)) return null;
  const hub = address('');
  const target = URL.canParse(url, hub) ? new URL(url, hub) : null;
  return target && (target.origin === hub.origin || target.protocol === 'https:') ? target.href : null;
}
