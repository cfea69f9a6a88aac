// The recent values of a topic's gauges: one for each second at most, no longer than the window, so many lines and no more.

const MOST_LINES = 200;

/**
 * What of an event can be drawn: its numbers by name, and the node they are of. A number alone goes by the type of
 * its event.
 * @param {string} type
 * @param {unknown} data
 * @returns {{node: string, numbers: Array<[name: string, value: number]>}}
 */
export function numbersOf(type, data) {
  if (Number.isFinite(data)) return { node: '', numbers: [[type, data]] };
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return { node: '', numbers: [] };
  return {
    node: typeof data.node === 'string' ? data.node : '',
    numbers: Object.entries(data).filter(([, value]) => Number.isFinite(value)),
  };
}

export class Samples {
  #seconds;
  /** @type {Map<string, {name: string, node: string, last: number}>} `last`: the second of its newest value */
  #lines = new Map();
  /** @type {Map<number, Map<string, number>>} second → line → value */
  #rows = new Map();
  #sorted = []; // the seconds there are, once they were asked for
  #newest = 0;

  /** @param {number} seconds how long values are kept */
  constructor(seconds) {
    this.#seconds = seconds;
  }

  /** The last second that there is a value of; 0 if there is none. */
  get newest() {
    return this.#newest;
  }

  /** @returns {Array<{key: string, name: string, node: string}>} those that have a value, in the order in which they came */
  get lines() {
    this.#forgetLines();
    return [...this.#lines].map(([key, { name, node }]) => ({ key, name, node }));
  }

  /**
   * @param {number} second since the epoch
   * @param {string} type
   * @param {unknown} data
   */
  put(second, type, data) {
    if (!Number.isFinite(second) || this.#isOld(second)) return;
    const { node, numbers } = numbersOf(type, data);
    if (numbers.length === 0) return;
    const row = this.#rows.get(second) ?? new Map();
    for (const [name, value] of numbers) {
      const key = `${name}\n${node}`;
      const line = this.#lines.get(key);
      if (line) line.last = Math.max(line.last, second);
      else if (this.#lines.size < MOST_LINES) this.#lines.set(key, { name, node, last: second });
      else continue;
      row.set(key, value);
    }
    this.#rows.set(second, row);
    this.#newest = Math.max(this.#newest, second);
    this.#sorted = [];
    if (this.#rows.size <= this.#seconds) return;
    for (const old of this.#rows.keys()) if (this.#isOld(old)) this.#rows.delete(old);
    this.#forgetLines();
  }

  /** The last value of a line, or undefined. */
  last(key, from = -Infinity) {
    const seconds = this.#order();
    for (let i = seconds.length - 1; i >= 0 && seconds[i] > from; i--) {
      const value = this.#rows.get(seconds[i]).get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /**
   * Columns to draw: the seconds, then each line's values. A line without a value for longer than `gap` is
   * interrupted (null); in between it just has none there (undefined).
   * @param {string[]} keys
   * @param {number} from in seconds
   * @param {number} to
   * @param {number} gap in seconds
   * @returns {Array<Array<number | null | undefined>>}
   */
  columns(keys, from, to, gap) {
    const columns = [[], ...keys.map(() => [])];
    const seen = keys.map(() => NaN);
    const add = (second, value) => {
      columns[0].push(second);
      keys.forEach((key, i) => columns[i + 1].push(value(key, i)));
    };
    let before = NaN;
    for (const second of this.#order()) {
      if (second < from || second > to) continue;
      if (second - before > gap) add(before + 1, () => null);
      before = second;
      const row = this.#rows.get(second);
      add(second, (key, i) => {
        const value = row.get(key);
        if (value === undefined) return second - seen[i] > gap ? null : undefined;
        seen[i] = second;
        return value;
      });
    }
    return columns;
  }

  #isOld(second) {
    return second <= this.#newest - this.#seconds;
  }

  #forgetLines() {
    for (const [key, { last }] of this.#lines) if (this.#isOld(last)) this.#lines.delete(key);
  }

  #order() {
    if (this.#sorted.length === 0) this.#sorted = [...this.#rows.keys()].sort((a, b) => a - b);
    return this.#sorted;
  }
}
