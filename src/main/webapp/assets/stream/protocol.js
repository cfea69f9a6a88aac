// What pages and the engine say to each other.

/**
 * In the name of everything that pages share. A worker lives as long as one of its pages: raise this with every
 * change of what is said or of what the engine does, or pages of the new version meet a worker of the old one.
 */
export const VERSION = 2;

/** The types of events that are heard without asking. */
export const TYPES = ['message', 'clear', 'notification', 'marks'];

/**
 * From a page. `n` counts what the page has followed; `life` names the lock that it holds while it lives; `page` is
 * its path, or '' for one that is not to be counted.
 * @typedef {{name: 'hello', user: string, key: string, life?: string, page: string, types: string[],
 *     topics: Array<[topic: string, after: string]>, n: number}
 *   | {name: 'follow', topic: string, after: string, n: number}
 *   | {name: 'unfollow', topic: string}
 *   | {name: 'hear', type: string}
 *   | {name: 'end', detail: {reason?: string}}
 *   | {name: 'look', page: string}
 *   | {name: 'check' | 'bye'}} Request
 */

/**
 * To a page: `welcome` asks for a hello, `alive` answers a look, `stranger` says that somebody else is signed in,
 * `refusal` why the server opens no stream; else what {@link TidingsStream} dispatches, by the same name.
 * `id` is set when everything up to there has been sent; `n` with `connected`: what the page had followed then.
 * @typedef {{name: string, detail?: any, id?: string, n?: number}} Report
 */

/**
 * `ours` is true when the next try is ours and not the browser's, so that check() can hasten it.
 * @typedef {{state: 'connecting' | 'live' | 'reconnecting' | 'closed',
 *   reason?: string, retryAt?: number, ours?: boolean}} Status
 */

/**
 * A page's way to an engine.
 * @typedef {{key: string, life?: string, post: (request: Request) => void, close: () => void}} Link
 */
