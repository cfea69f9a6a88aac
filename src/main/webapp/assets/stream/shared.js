// The way to the engine in a SharedWorker.

import { uuid } from '../random.js';
import { profileKey } from './client-key.js';
import { hold } from './lifeline.js';
import { VERSION } from './protocol.js';

const ADDRESS = new URL('worker.js', import.meta.url);
const PATIENCE = 10_000; // for a worker to start

let policy;

/** Where a page requires Trusted Types, a script's address must come from a policy. This one knows one address. */
function address() {
  policy ??= globalThis.trustedTypes?.createPolicy('tidings', {
    createScriptURL(url) {
      if (url === ADDRESS.href) return url;
      throw new TypeError(`Not the worker of Tidings: ${url}`);
    },
  });
  return policy ? policy.createScriptURL(ADDRESS.href) : ADDRESS.href;
}

/**
 * Rejects where there can be no such worker: it has to be of the page's origin, and the page's policy has to allow it.
 * @param {string} user
 * @param {(report: import('./protocol.js').Report) => void} hear
 * @returns {Promise<import('./protocol.js').Link>}
 */
export async function shared(user, hear) {
  if (!globalThis.SharedWorker) throw new Error('There are no shared workers.');
  if (ADDRESS.origin !== location.origin) throw new Error('The hub is of another origin.');
  const { port } = await started(new SharedWorker(address(), { type: 'module', name: `tidings ${VERSION} ${user}` }));
  const life = `tidings page ${uuid()}`;
  const letGo = await hold(life);
  port.onmessage = ({ data }) => hear(data);
  return {
    key: profileKey('worker'),
    life,
    post: (request) => port.postMessage(request),
    close() {
      port.postMessage({ name: 'bye' });
      port.close();
      letGo();
    },
  };
}

/** Settles when the worker has said its first word. */
function started(worker) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail('The shared worker does not answer.'), PATIENCE);
    const fail = (reason) => {
      worker.port.close();
      reject(new Error(reason));
    };
    worker.onerror = () => {
      clearTimeout(timer);
      fail('The shared worker cannot be loaded.');
    };
    worker.port.onmessage = () => {
      clearTimeout(timer);
      resolve(worker);
    };
  });
}
