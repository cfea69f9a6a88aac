// Puts entries in their order: they come from the history and by the stream, some twice, and some are missed.

/**
 * A line, or, where `skipped` is set, lines that the server left out because there were too many.
 * @typedef {{n: number, skipped?: number, at?: string, severity?: string, level?: string, logger?: string,
 *   message?: string, fields?: Record<string, string>, cut?: number}} Entry
 */

/**
 * A line with how many were left out before it; without `entry`, after the last. `node` where there are several.
 * @typedef {{entry: Entry | null, skipped: number, missed: number, anew: boolean, node?: string}} Row
 */

export class Book {
  #run = '';
  #next = 0; // the number of the line after the last
  #lastAt = '';

  /**
   * What of it is new, as rows in their order.
   * @param {string} run names the numbering; another one counts anew
   * @param {Entry[]} entries
   * @returns {Row[]}
   */
  add(run, entries) {
    const rows = [];
    let known = entries;
    let anew = false;
    if (run !== this.#run && entries.length > 0) {
      anew = this.#run !== '';
      this.#run = run;
      // What the run before has shown comes again as history. Its last lines are told by their time.
      known = anew && this.#lastAt ? entries.filter(({ at }) => !at || at > this.#lastAt) : entries;
      this.#next = known.length > 0 ? known[0].n : end(entries.at(-1));
    }
    let skipped = 0;
    let missed = 0;
    for (const entry of known) {
      if (!isEntry(entry) || end(entry) <= this.#next) continue;
      // Lines that this page never got. Part of what was skipped may be known.
      missed += Math.max(0, entry.n - this.#next);
      const from = Math.max(entry.n, this.#next);
      this.#next = end(entry);
      if (entry.skipped) {
        skipped += this.#next - from;
        continue;
      }
      rows.push({ entry, skipped, missed, anew });
      this.#lastAt = entry.at ?? this.#lastAt;
      skipped = missed = 0;
      anew = false;
    }
    if (skipped || missed || anew) rows.push({ entry: null, skipped, missed, anew });
    return rows;
  }
}

function end({ n, skipped }) {
  return n + (skipped || 1);
}

function isEntry(entry) {
  return Number.isSafeInteger(entry?.n) && (entry.skipped > 0 || typeof entry.message === 'string');
}
