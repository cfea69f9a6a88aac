// Where notifications lead. The server has looked at addresses already; a page looks again before it goes there.

import { address } from '../api.js';

const WEB = ['http:', 'https:'];

/** The address as the page sees it, or null when it is none to be followed. */
export function webAddress(href) {
  try {
    const url = new URL(href, document.baseURI);
    return WEB.includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** The same, but only below the page's own origin: the only one that gets calls with our cookies. */
export function ownAddress(href) {
  const url = webAddress(href);
  return url?.origin === location.origin ? url : null;
}

/**
 * True for an address below the hub's own API, however it is written: with a reader's cookies, a notification's
 * button could do there whatever the reader may. In doubt it is one.
 * @param {URL} url
 */
export function ofHub(url) {
  const api = address('api/');
  if (url.origin !== api.origin) return false;
  try {
    const below = plain(api.pathname);
    // Servers drop `;…` before they decode, or after.
    return [url.pathname, url.pathname.replace(/;[^/]*/g, '')].some((path) => plain(path).startsWith(below));
  } catch {
    return true; // it cannot be read
  }
}

/** As the most lenient server would read it. Throws where servers differ too much. */
function plain(path) {
  let text = path;
  for (let before; before !== text;) {
    before = text;
    text = decodeURIComponent(text);
  }
  const names = text.toLowerCase().split(/[/\\]/).map((segment) => segment.replace(/;.*/s, '').trim());
  // The browser has resolved those it can see.
  if (names.includes('..') || /;\s*\.\./.test(text)) throw new URIError('Hidden dots');
  return `/${names.filter((name) => name && name !== '.').join('/')}/`.replace('//', '/');
}
