/**
 * The topic by the name that events carry: `users/me/…` is the user's own.
 * @param {string} path
 * @param {string} user
 */
export function topicOf(path, user) {
  return path.startsWith('users/me/') ? `users/${escape(user)}/${path.slice('users/me/'.length)}` : path;
}

/** As Topic.java does it. */
function escape(segment) {
  if (segment === '.' || segment === '..') return segment.replaceAll('.', '%2E');
  return encodeURIComponent(segment)
    .replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%40/g, '@')
    .replace(/%2B/g, '+');
}
