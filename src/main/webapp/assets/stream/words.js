// What the stream's states mean, in words for people.

const SESSION = {
  expired: 'Your session has expired.',
  'signed-out': 'You signed out in another window.',
  revoked: 'Your access was withdrawn.',
};

const FAREWELL = {
  limit: 'Too many streams are open at once. Closing another window helps.',
  unavailable: 'The server is busy and asked this page to come back later.',
  bye: 'The server asked this page to connect again.',
};

export const LOST = 'The connection was lost.';
export const SILENT = 'The connection went silent.';
export const OFFLINE = 'This device is offline.';

/** Why the session ended. `data` is what the `session` event carried, if there was one. */
export function sessionWords(data) {
  return sentence(data?.detail) ?? SESSION[data?.reason] ?? 'Your session is over.';
}

/** Why the server ended the stream: `limit`, `unavailable` or `bye`. */
export function farewellWords(name, data) {
  return sentence(data?.detail) ?? FAREWELL[name];
}

/** Why the server does not even open a stream. */
export function refusalWords(problem) {
  return `The stream was refused: ${problem.detail}`;
}

// A server's `detail` is meant for people; anything else in the data is not.
function sentence(value) {
  return typeof value === 'string' && value.trim() ? value : undefined;
}
