// What of the server is drawn: which numbers together, in which unit, and from where on they are worth a colour.

export const SERVER = 'metrics/server';
export const AUDIENCE = 'metrics/audience';

/**
 * @typedef {{name: string, topic: string, unit: Unit, lines: string[], share?: string, gap: number}} Plan
 *   `lines`: the first is the one that counts. `share`: its thresholds are shares of this number
 * @typedef {'number' | 'bytes' | 'bytesPerSecond' | 'share' | 'rate' | 'ms'} Unit
 */

const GAP = 3; // seconds: one sample may be late, and one lost
const QUIET = 30; // for gauges that are told of when they change

/** @type {Plan[]} */
export const PLANS = [
  { name: 'heap', unit: 'bytes', lines: ['heapUsed', 'heapMax'], share: 'heapMax' },
  { name: 'cpu', unit: 'share', lines: ['cpuProcess', 'cpuMachine'] },
  { name: 'threads', unit: 'number', lines: ['threads'] },
  { name: 'streams', unit: 'number', lines: ['streams'] },
  { name: 'publishes', unit: 'rate', lines: ['published', 'publishedLive'] },
  { name: 'deliveries', unit: 'rate', lines: ['delivered'] },
  { name: 'latency', unit: 'ms', lines: ['latency99', 'latency50', 'latencyMax'] },
  { name: 'tailLag', unit: 'number', lines: ['tailLag'] },
].map((plan) => ({ topic: SERVER, gap: GAP, ...plan }));

/** @type {Plan} */
export const ONLINE = { name: 'online', topic: AUDIENCE, unit: 'number', lines: ['users', 'streams'], gap: QUIET };

/** @returns {Plan} for what an application tells; all its numbers */
export function planOf(topic) {
  return { name: topic.slice('metrics/'.length), topic, unit: 'number', lines: [], gap: QUIET };
}

/** Where a number is worth a colour: warn, bad. Those of other gauges are the page's to say. */
const DEFAULTS = {
  heapUsed: [0.75, 0.9],
  cpuProcess: [0.7, 0.9],
  latency99: [250, 1_000],
  tailLag: [100, 1_000],
};

export class Thresholds {
  #all = new Map(Object.entries(DEFAULTS));

  /** @param {string} text `NAME WARN BAD, …`; NAME is a number of the server, or TOPIC/NAME */
  constructor(text = '') {
    for (const one of text.split(',')) {
      const [name, warn, bad] = one.trim().split(/\s+/);
      const both = [Number(warn), Number(bad)];
      if (name && warn && bad && both.every(Number.isFinite)) this.#all.set(name, both);
    }
  }

  /**
   * @param {Plan} plan
   * @param {string} name of the number
   * @returns {[warn: number, bad: number] | undefined}
   */
  of(plan, name) {
    return this.#all.get(plan.topic === SERVER ? name : `${plan.topic}/${name}`);
  }
}

/** @returns {'' | 'warn' | 'bad'} for thresholds that fall, the other way round */
export function levelOf(value, thresholds) {
  if (!thresholds || value === undefined || value === null) return '';
  const [warn, bad] = thresholds;
  const beyond = bad >= warn ? (limit) => value >= limit : (limit) => value <= limit;
  return beyond(bad) ? 'bad' : beyond(warn) ? 'warn' : '';
}
