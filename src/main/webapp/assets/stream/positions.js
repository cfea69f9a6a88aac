// Up to where a page has seen each of its topics. A shared stream is opened anew, further back, whenever a page
// wants a topic from an earlier position on: what then comes a second time is told by its id.

import { earlier, parseId } from '../timeline.js';

export class Positions {
  /** @type {Map<string, string>} the last id of each topic; '' where nothing is known */
  #seen = new Map();
  /** Topics that the stream may not serve from their position on yet. */
  #pending = new Set();

  /** Whether the stream serves everything that is followed. */
  get settled() {
    return this.#seen.size > 0 && this.#pending.size === 0;
  }

  /** @returns {Array<[topic: string, after: string]>} */
  get all() {
    return [...this.#seen];
  }

  /**
   * Of two followers of a topic the one that has seen less counts: rather twice than not at all.
   * @param {string} topic
   * @param {string} after
   * @returns {string} from where on it is needed
   */
  follow(topic, after) {
    const seen = this.#seen.get(topic) ?? '';
    const from = earlier(after || seen, seen);
    this.#seen.set(topic, from);
    this.#pending.add(topic);
    return from;
  }

  /** @param {string} topic */
  unfollow(topic) {
    this.#seen.delete(topic);
    this.#pending.delete(topic);
  }

  /** The stream serves all that is followed. */
  settle() {
    this.#pending.clear();
  }

  /**
   * Whether an event is new to the page. Events of live topics have no id, and are always new.
   * @param {string} topic
   * @param {string} id
   */
  isNew(topic, id) {
    return this.#seen.has(topic) && (id === '' || !atLeast(this.#seen.get(topic), id));
  }

  /**
   * The stream has sent everything up to here. Quiet topics come along: their positions would grow too old
   * to resume from.
   * @param {string} id
   */
  served(id) {
    for (const [topic, seen] of this.#seen) {
      if (!this.#pending.has(topic) && !atLeast(seen, id)) this.#seen.set(topic, id);
    }
  }

  /**
   * The stream was opened from a position that is gone or means nothing. That may be another page's matter.
   * @param {{topics?: string[], oldest?: string, newest?: string}} reset
   * @param {string} id where the stream goes on
   * @returns {string[]} the topics of which this page may have missed something
   */
  reset({ topics, oldest, newest }, id) {
    const missed = [...this.#seen].filter(([topic, seen]) =>
      (!Array.isArray(topics) || topics.includes(topic)) && !(atLeast(seen, oldest) && atLeast(newest, seen)));
    // A position the log does not reach would keep out what is yet to come.
    for (const [topic, seen] of missed) if (!atLeast(newest, seen)) this.#seen.set(topic, id);
    return missed.map(([topic]) => topic);
  }
}

/** False across epochs: there is no order. */
function atLeast(one, other) {
  const a = parseId(one);
  const b = parseId(other);
  return Boolean(a && b && a.epoch === b.epoch && a.position >= b.position);
}
