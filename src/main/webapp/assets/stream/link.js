// The best way to an engine that this page has.

import { elected } from './elected.js';
import { own } from './own.js';
import { shared } from './shared.js';

/**
 * @param {string} user
 * @param {(report: import('./protocol.js').Report) => void} hear
 * @param {boolean} [urgent] the engine before does not answer
 * @returns {Promise<import('./protocol.js').Link>}
 */
export async function link(user, hear, urgent) {
  for (const way of [shared, elected]) {
    try {
      return await way(user, hear, urgent);
    } catch (reason) {
      console.debug(`Tidings: no ${way.name} stream on this page.`, reason);
    }
  }
  return own(hear);
}
