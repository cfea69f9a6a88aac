// Numbers as people say them, in their language and unit.

const BYTES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

export class Figures {
  #locale;
  #formats = new Map(); // dear to make
  #clock;
  #second;

  /** @param {string} locale */
  constructor(locale) {
    this.#locale = locale;
    this.#clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
    this.#second = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  }

  /**
   * @param {number | null | undefined} value
   * @param {import('./charts.js').Unit} unit
   */
  say(value, unit) {
    if (value === null || value === undefined) return '–';
    switch (unit) {
      case 'bytes': return this.#bytes(value);
      case 'share': return this.#format(value, { style: 'percent', maximumFractionDigits: value < 0.1 ? 1 : 0 });
      case 'rate': return `${this.#plain(value)}/s`;
      case 'ms': return this.#format(value, { style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 });
      default: return this.#plain(value);
    }
  }

  /** A time of day, in seconds since the epoch. */
  minute(seconds) {
    return this.#clock.format(seconds * 1_000);
  }

  second(seconds) {
    return this.#second.format(seconds * 1_000);
  }

  #plain(value) {
    const size = Math.abs(value);
    return size >= 100_000
      ? this.#format(value, { notation: 'compact', maximumFractionDigits: 1 })
      : this.#format(value, { maximumFractionDigits: size < 10 ? 2 : size < 100 ? 1 : 0 });
  }

  #bytes(bytes) {
    const step = Math.min(Math.floor(Math.log10(Math.max(Math.abs(bytes), 1)) / 3), BYTES.length - 1);
    const value = bytes / 1_000 ** step;
    return this.#format(value, { style: 'unit', unit: BYTES[step], unitDisplay: 'short', maximumFractionDigits: step > 0 && value < 10 ? 1 : 0 });
  }

  #format(value, options) {
    const key = JSON.stringify(options);
    if (!this.#formats.has(key)) this.#formats.set(key, new Intl.NumberFormat(this.#locale, options));
    return this.#formats.get(key).format(value);
  }
}
