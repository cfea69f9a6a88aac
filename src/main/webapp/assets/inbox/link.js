// Where notifications lead. The server has looked at addresses already; a page looks again before it goes there.

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
