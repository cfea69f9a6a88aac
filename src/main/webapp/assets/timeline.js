// What the feed shows, without the showing: events by position, newest first, each once, never more than the limit.

/**
 * An id is `epoch-position`. Positions outgrow the integers of JavaScript, hence BigInt.
 * Null when it is no such id.
 */
export function parseId(id) {
  const match = /^(.*)-(\d+)$/s.exec(id ?? '');
  return match && { epoch: match[1], position: BigInt(match[2]) };
}

/** The cursor that has seen less. Across epochs there is no order: the server will tell with a `reset`. */
export function earlier(one, other) {
  const a = parseId(one);
  const b = parseId(other);
  return a && b && a.epoch === b.epoch && b.position < a.position ? other : one;
}

export class Timeline {
  #limit;
  #entries = []; // newest first
  #epochs = []; // in the order we met them: a later epoch is newer than all of an earlier one
  #arrivals = 0;

  constructor(limit) {
    this.#limit = limit;
  }

  get events() {
    return this.#entries.map((entry) => entry.event);
  }

  get full() {
    return this.#entries.length >= this.#limit;
  }

  /** False when the event was there already, or is older than everything a full timeline keeps. */
  add(event) {
    const id = event.id || `unnumbered-${this.#arrivals}`; // events of live topics have none
    if (this.#entries.some((entry) => entry.event.id === id)) return false;
    const entry = { ...this.#place(id), arrival: this.#arrivals++, event: { ...event, id } };
    const index = this.#entries.findIndex((other) => compare(entry, other) > 0);
    this.#entries.splice(index < 0 ? this.#entries.length : index, 0, entry);
    return !this.#entries.splice(this.#limit).includes(entry);
  }

  /** Forgets everything, then holds these. */
  replace(events) {
    this.#entries = [];
    this.#epochs = [];
    // Oldest first, so that ids we cannot read keep the order they were sent in.
    for (const event of [...events].reverse()) this.add(event);
  }

  /** A topic was cleared at this id: what is newer stays. */
  clear(id) {
    const floor = parseId(id) && { ...this.#place(id), arrival: Infinity };
    this.#entries = floor ? this.#entries.filter((entry) => compare(entry, floor) > 0) : [];
  }

  #place(id) {
    const parsed = parseId(id);
    // An id we cannot read counts as old as the newest we have: it shows where it arrived.
    if (!parsed) return { rank: this.#entries[0]?.rank ?? 0, position: this.#entries[0]?.position ?? 0n };
    if (!this.#epochs.includes(parsed.epoch)) this.#epochs.push(parsed.epoch);
    return { rank: this.#epochs.indexOf(parsed.epoch), position: parsed.position };
  }
}

function compare(a, b) {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.position !== b.position) return a.position < b.position ? -1 : 1;
  return a.arrival - b.arrival;
}
