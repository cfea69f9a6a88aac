// The way to the HTTP API: JSON in, JSON out, and every failure is a Problem that can be shown to a person.

// Resolved against this module, not the page or the host, so that any context root works.
const root = new URL('../', import.meta.url);

/** An address of the application, e.g. `address('api/events', {topic: 'feeds/news'})`. */
export function address(path, parameters = {}) {
  const url = new URL(path, root);
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) url.searchParams.append(name, one);
  }
  return url;
}

/** RFC 9457 in JavaScript. `status` 0: no answer at all. `field`: what in the request it is about, if one thing is. */
export class Problem extends Error {
  constructor(status, title, detail, field) {
    super(detail || title);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    this.detail = detail || title;
    this.field = field;
  }

  /** True when the same request may succeed later: no answer, a starting or a busy server. */
  get passing() {
    return [0, 404, 408, 425, 429].includes(this.status) || this.status >= 500;
  }
}

/** Resolves to the parsed JSON, or null when the answer has no body. Rejects with a Problem. */
export async function call(method, url, { json, headers = {}, timeout = 20_000 } = {}) {
  const response = await send(url, {
    method,
    headers: {
      Accept: 'application/json, application/problem+json',
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: json,
    credentials: 'include', // on a portal's page, the hub may be another origin of the same site
    // Form login answers strangers with a redirect to the login page. Following it would
    // turn "you are signed out" into "200, some HTML".
    redirect: 'manual',
    signal: AbortSignal.timeout(timeout),
  });
  if (response.type === 'opaqueredirect') throw signedOut();
  if (!response.ok) throw await problemOf(response);
  return bodyOf(response);
}

/**
 * Why the server opens no stream at this address, which EventSource does not tell: a Problem that will not pass
 * by itself. Null if the stream would open now or later.
 */
export async function refusal(url) {
  const stop = new AbortController();
  try {
    const response = await send(url, { credentials: 'include', redirect: 'manual', signal: stop.signal });
    const lasting = response.status >= 400 && response.status < 500 && response.status !== 401;
    const problem = lasting ? await problemOf(response) : null;
    return problem?.passing ? null : problem;
  } catch {
    return null;
  } finally {
    stop.abort();
  }
}

async function send(url, options) {
  try {
    return await fetch(url, options);
  } catch (failure) {
    throw failure.name === 'TimeoutError'
      ? new Problem(0, 'No answer', 'The server did not answer in time.')
      : new Problem(0, 'No connection', 'The server cannot be reached.');
  }
}

async function bodyOf(response) {
  const type = response.headers.get('Content-Type') ?? '';
  if (type.startsWith('text/html')) throw signedOut(); // a login page that came without a redirect
  try {
    const text = await response.text();
    return text === '' ? null : JSON.parse(text);
  } catch {
    throw new Problem(0, 'Broken answer', 'The answer of the server was cut off or cannot be read.');
  }
}

async function problemOf(response) {
  const body = await response.json().catch(() => null); // a proxy's error page is no JSON
  const words = (value) => (typeof value === 'string' && value.trim() ? value : undefined);
  return new Problem(
    response.status,
    words(body?.title) ?? fallback(response.status),
    words(body?.detail),
    words(body?.field),
  );
}

function fallback(status) {
  if (status === 401) return 'Your session is over.';
  if (status === 403) return 'You are not allowed to do this.';
  if (status === 413) return 'This is too long for the server.';
  if (status === 429) return 'Too many requests. Wait a moment and try again.';
  if (status === 404 || status === 502 || status === 503) return 'The server is starting or busy.';
  return `The server answered with status ${status}.`;
}

function signedOut() {
  return new Problem(401, 'Your session is over.');
}
