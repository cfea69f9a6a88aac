// What is known of a job: it waits, runs, and ends once. Its beginning and its end are in the log; how far it is
// comes beside, by a live topic, in no order with those.

import { parseId } from '../timeline.js';

/**
 * @typedef {{id: string, type: string, topic: string, at: string, data: any}} Event
 * @typedef {'waiting' | 'running' | 'complete' | 'failed' | 'cancelled'} State
 */

const ENDS = ['complete', 'failed', 'cancelled'];

/** The types of a job's events in the log. */
export const TYPES = ['started', ...ENDS];

export class Job {
  /** @type {State} */
  state = 'waiting';

  /** How far: numbers of zero or more, or null where not known. */
  done = null;
  total = null;
  rate = null;
  remaining = null;

  /** What it is doing, in the publisher's word. */
  doing = '';

  /** @type {Event | null} the event that ended it */
  end = null;

  #last; // the newest event in the log that counted
  #endedAt = ''; // of the run before this one as well

  /** True when the job has ended. */
  get over() {
    return this.end !== null;
  }

  /** 0 to 1, or null when nobody knows how much there is to do. */
  get fraction() {
    return this.total > 0 && this.done !== null ? Math.min(this.done / this.total, 1) : null;
  }

  /**
   * An event of the log. False when it changes nothing: what comes a second time, or a second end.
   * @param {Event} event
   */
  tell(event) {
    if (!this.#isNews(event)) return false;
    if (event.type === 'started') this.#begin();
    else if (ENDS.includes(event.type) && !this.over) this.#finish(event);
    else return false;
    return true;
  }

  /**
   * How far the job is. False when it is over, or when this was said of the run before.
   * @param {Event} event
   */
  advance({ at, data }) {
    if (this.over || (this.#endedAt && at <= this.#endedAt)) return false;
    this.state = 'running';
    this.done = amount(data?.done);
    this.total = amount(data?.total);
    this.rate = amount(data?.rate);
    this.remaining = amount(data?.remaining);
    this.doing = typeof data?.state === 'string' ? data.state : '';
    return true;
  }

  /** One topic may see the same job run again. */
  #begin() {
    // Its progress may have been here first.
    if (this.state === 'running') return;
    this.state = 'running';
    this.done = this.total = this.rate = this.remaining = this.end = null;
    this.doing = '';
  }

  #finish(event) {
    this.state = event.type;
    this.end = event;
    this.#endedAt = event.at;
  }

  #isNews({ id }) {
    const place = parseId(id);
    if (!place) return true;
    if (this.#last?.epoch === place.epoch && place.position <= this.#last.position) return false;
    this.#last = place;
    return true;
  }
}

function amount(value) {
  return typeof value === 'number' && value >= 0 && value < Infinity ? value : null;
}
