// Until when one may want to be left alone, by the clock of who looks.

const EVENING = 18;
const MORNING = 8;
const MONDAY = 1;

/**
 * The times worth offering, soonest first.
 * @param {Date} now
 * @returns {{name: 'inOneHour'|'thisEvening'|'tomorrow'|'nextWeek', at: Date}[]}
 */
export function snoozeTimes(now = new Date()) {
  const evening = at(now, 0, EVENING);
  return [
    { name: 'inOneHour', at: new Date(now.getTime() + 3_600_000) },
    // An evening that has all but begun is no rest.
    ...(evening - now > 1_800_000 ? [{ name: 'thisEvening', at: evening }] : []),
    { name: 'tomorrow', at: at(now, 1, MORNING) },
    { name: 'nextWeek', at: at(now, (MONDAY + 7 - now.getDay()) % 7 || 7, MORNING) },
  ];
}

/** For an input of type datetime-local, which knows no zones. */
export function localMinute(date) {
  const two = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

function at(now, days, hour) {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}
