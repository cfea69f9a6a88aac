// Topics as the stream tells them.

import { session } from './session.js';

const MINE = 'users/me/';

/**
 * The topic that events carry when this one is asked for: `users/me/…` is the user's own, by name.
 * @param {string} topic
 */
export async function resolved(topic) {
  if (!topic.startsWith(MINE)) return topic;
  const { name } = await session();
  return `users/${escaped(name)}/${topic.slice(MINE.length)}`;
}

/** A segment, letter by letter as the server escapes it (Topic.escape). */
function escaped(segment) {
  if (segment === '.' || segment === '..') return segment.replaceAll('.', '%2E');
  return encodeURIComponent(segment)
    .replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%40', '@')
    .replaceAll('%2B', '+');
}
