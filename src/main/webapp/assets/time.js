// Times as people say them, and exactly for those who hover.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** A <time> for an ISO-8601 instant, or null when it is none. */
export function timeElement(at) {
  const date = new Date(typeof at === 'string' ? at : NaN);
  if (Number.isNaN(date.getTime())) return null;
  const element = document.createElement('time');
  element.dateTime = date.toISOString();
  element.title = exact.format(date);
  refresh(element);
  return element;
}

/** Says the time anew, as seen from now. */
export function refresh(element, now = Date.now()) {
  const words = ago(new Date(element.dateTime), now);
  if (element.textContent !== words) element.textContent = words;
}

function ago(date, now) {
  const age = now - date.getTime(); // negative when the server's clock is ahead: just now
  if (age < MINUTE) return 'just now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  if (age < 2 * DAY) return 'yesterday';
  return date.getFullYear() === new Date(now).getFullYear() ? day.format(date) : dayAndYear.format(date);
}
