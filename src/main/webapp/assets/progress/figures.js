// Amounts, sizes and spans of time as people say them, in their language.

const BYTES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export class Figures {
  #locale;
  #bytes;

  /**
   * @param {string} locale
   * @param {string | null} unit `bytes`, or null for plain numbers
   */
  constructor(locale, unit) {
    this.#locale = locale;
    this.#bytes = unit === 'bytes';
  }

  percent(fraction) {
    // Rounded down: 100 % is for what is done.
    return this.#format(Math.floor(fraction * 100) / 100, { style: 'percent' });
  }

  amount(value) {
    return this.#bytes ? this.size(value) : this.#format(value, { maximumFractionDigits: value < 10 ? 1 : 0 });
  }

  /** Bytes, in steps of a thousand. */
  size(bytes) {
    const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), BYTES.length - 1);
    const value = bytes / 1_000 ** step;
    return this.#unit(value, BYTES[step], step > 0 && value < 10 ? 1 : 0);
  }

  /** Rounded up: who waits that long is not disappointed. */
  span(seconds) {
    if (seconds < 99) return this.#unit(Math.ceil(seconds), 'second');
    if (seconds < 90 * MINUTE) return this.#unit(Math.ceil(seconds / MINUTE), 'minute');
    if (seconds < 2 * DAY) return this.#unit(Math.ceil(seconds / HOUR), 'hour');
    return this.#unit(Math.ceil(seconds / DAY), 'day');
  }

  #unit(value, unit, digits = 0) {
    return this.#format(value, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits });
  }

  #format(value, options) {
    return new Intl.NumberFormat(this.#locale, options).format(value);
  }
}
