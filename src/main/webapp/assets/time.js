// Times as people say them, and exactly for those who hover.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map(); // by locale: they are dear to make
const locales = new WeakMap(); // by <time>

/** A <time> for an ISO-8601 instant, or null when it is none. Without a locale: English, dates as the browser says them. */
export function timeElement(at, locale) {
  const date = new Date(typeof at === 'string' ? at : NaN);
  if (Number.isNaN(date.getTime())) return null;
  const element = document.createElement('time');
  locales.set(element, locale);
  element.dateTime = date.toISOString();
  element.title = formatsOf(locale).exact.format(date);
  refresh(element);
  return element;
}

/** The same as plain words: `text` as people say it, `title` exactly. A dash where it is none. */
export function timeWords(at, locale, now = Date.now()) {
  const date = new Date(typeof at === 'string' ? at : NaN);
  if (Number.isNaN(date.getTime())) return { text: '–', title: '' };
  return { text: ago(date, now, locale), title: formatsOf(locale).exact.format(date) };
}

/** Says the time anew, as seen from now. */
export function refresh(element, now = Date.now()) {
  const words = ago(new Date(element.dateTime), now, locales.get(element));
  if (element.textContent !== words) element.textContent = words;
}

function ago(date, now, locale) {
  const { day, dayAndYear, relative } = formatsOf(locale);
  const age = now - date.getTime(); // negative when the server's clock is ahead: just now
  if (age < MINUTE) return relative ? relative.format(0, 'second') : 'just now';
  if (age < HOUR) return relative ? relative.format(-Math.floor(age / MINUTE), 'minute') : `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return relative ? relative.format(-Math.floor(age / HOUR), 'hour') : `${Math.floor(age / HOUR)} h ago`;
  if (age < 2 * DAY) return relative ? relative.format(-1, 'day') : 'yesterday';
  return date.getFullYear() === new Date(now).getFullYear() ? day.format(date) : dayAndYear.format(date);
}

function formatsOf(locale) {
  if (!formats.has(locale)) {
    // Intl's English ("5 min. ago", "2 hr. ago") is clumsier than ours.
    const english = !locale || locale.toLowerCase().split('-')[0] === 'en';
    formats.set(locale, {
      exact: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }),
      day: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }),
      dayAndYear: new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }),
      relative: english ? null : new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'auto' }),
    });
  }
  return formats.get(locale);
}
