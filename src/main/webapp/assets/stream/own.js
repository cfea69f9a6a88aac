// Where pages can share nothing, as on plain HTTP: each has its own engine.

import { leavePageKey, takePageKey } from './client-key.js';
import { Switchboard } from './switchboard.js';

/**
 * @param {(report: import('./protocol.js').Report) => void} hear
 * @returns {import('./protocol.js').Link}
 */
export function own(hear) {
  const board = new Switchboard();
  const page = board.connect(hear);
  const key = takePageKey();
  return {
    key,
    post: (request) => queueMicrotask(() => page.hear(request)), // as late as all others
    close() {
      board.close();
      leavePageKey(key);
    },
  };
}
