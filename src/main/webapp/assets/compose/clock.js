// Between what <input type="datetime-local"> holds, a time in the zone of who sits here, and instants.

/**
 * An ISO-8601 instant, or undefined for what is no time.
 * @param {string} local such as 2026-11-21T15:00
 */
export function instant(local) {
  const date = new Date(local || NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/**
 * The same instant as the input holds it, to the minute.
 * @param {Date} date
 */
export function zoned(date) {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
