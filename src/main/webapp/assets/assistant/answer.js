// What is known of an answer: a snapshot first, then its events. Whatever comes twice changes nothing.

const ENDS = ['complete', 'failed', 'cancelled'];

/** The types of an answer's events. */
export const TYPES = ['started', 'token', ...ENDS];

/** @typedef {'waiting' | 'thinking' | 'writing' | 'complete' | 'failed' | 'cancelled'} State */

export class Answer {
  /** @param {any} document as the API says it */
  constructor(document) {
    this.read(document);
  }

  /** Takes a snapshot, or what the API says of a question it has accepted. */
  read({ id, topic, prompt, conversation, text = '', state, begun = false, cursor, at, finish, code, reason }) {
    this.id = id;
    this.topic = topic;
    this.prompt = prompt;
    this.conversation = conversation;
    this.text = text;
    this.ended = ENDS.includes(state) ? state : null;
    this.begun = begun;
    this.cursor = cursor;
    this.at = at;
    this.finish = finish;
    this.code = code;
    this.reason = reason;
    this.complete = true; // nothing is known to be missing
  }

  /** Takes a snapshot, unless the stream has told more since it was made. */
  take(document) {
    const older = document.state === 'running' && (this.ended || (document.text ?? '').length < this.text.length);
    if (!older) this.read(document);
  }

  /** @returns {State} */
  get state() {
    if (this.ended) return this.ended;
    if (this.text) return 'writing';
    return this.begun ? 'thinking' : 'waiting';
  }

  /** An event of its topic. False when it changes nothing. */
  tell({ type, data }) {
    if (this.ended) return false;
    if (type === 'started') this.begun = true;
    else if (type === 'token') return this.#add(data);
    else if (ENDS.includes(type)) this.#end(type, data);
    else return false;
    return true;
  }

  #add(data) {
    const { from, text } = data ?? {};
    if (!Number.isInteger(from) || typeof text !== 'string') return false;
    if (from > this.text.length) {
      this.complete = false; // which the stream tells with a reset, too
      return false;
    }
    const news = text.slice(this.text.length - from);
    this.text += news;
    return news !== '';
  }

  #end(type, data) {
    this.ended = type;
    this.finish = data?.finish;
    this.code = data?.code;
    this.reason = data?.reason;
    this.complete &&= !(data?.length > this.text.length);
  }
}
