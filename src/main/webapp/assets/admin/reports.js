// What the nodes have told, each of its own, and what was asked for: together the rows of a table.

const MOST = 1_000; // rows that are asked for at most; each node tells 200

/** @typedef {{rows: object[], total: number, at: number}} Report `at`: by our clock, in milliseconds */

export class Reports {
  /** @type {Map<string, Report>} by node */
  #told = new Map();
  /** @type {Report & {more: boolean} | undefined} of all nodes */
  #asked;
  #key;
  #add;

  /**
   * @param {(row: object) => string} key what a row is known by
   * @param {(one: object, other: object) => object} [add] makes one of two nodes' rows of the same key, where there can be
   */
  constructor(key, add) {
    this.#key = key;
    this.#add = add;
  }

  /** A node told of itself. */
  tell(node, data, now) {
    this.#told.set(node, { rows: list(data.rows), total: count(data.total), at: now });
  }

  /** All nodes were asked. Each answer takes the place of the one before; `more`: there are others, not counted. */
  answer(rows, total, now, more = false) {
    this.#asked = { rows: list(rows).slice(0, MOST), total: count(total), at: now, more };
  }

  /** From a node that says nothing for so long, nothing holds. */
  forget(before) {
    for (const [node, { at }] of this.#told) if (at < before) this.#told.delete(node);
    if (this.#asked?.at < before) this.#asked = undefined;
  }

  /** Whether any node has told. */
  get told() {
    return this.#told.size > 0;
  }

  get more() {
    return this.#asked?.more ?? false;
  }

  /** How many there are, told of or not. */
  get total() {
    const told = [...this.#told.values()].map(({ total }) => total);
    const asked = this.#asked?.total ?? 0;
    // What several nodes tell of, each counts.
    const total = this.#add ? Math.max(asked, ...told) : told.length > 0 ? told.reduce((sum, one) => sum + one) : asked;
    return Math.max(total, this.rows.length);
  }

  /** What was told is newer than what was asked for; and who told all knows what is there no more. */
  get rows() {
    const rows = new Map();
    for (const { rows: some } of this.#told.values()) {
      for (const row of some) {
        const key = this.#key(row);
        rows.set(key, rows.has(key) && this.#add ? this.#add(rows.get(key), row) : row);
      }
    }
    for (const row of this.#asked?.rows ?? []) {
      const key = this.#key(row);
      // An answer may say more than a node tells by itself.
      if (rows.has(key)) rows.set(key, { ...row, ...rows.get(key) });
      else if (this.#add || !this.#knows(row.node)) rows.set(key, row);
    }
    return [...rows.values()];
  }

  #knows(node) {
    const told = this.#told.get(node);
    return told !== undefined && told.rows.length >= told.total;
  }
}

function list(rows) {
  return Array.isArray(rows) ? rows.filter((row) => typeof row === 'object' && row !== null) : [];
}

function count(total) {
  return Number.isFinite(total) ? total : 0;
}
