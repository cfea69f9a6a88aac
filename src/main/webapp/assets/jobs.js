// <tidings-jobs>: what is done for its user, how far it is and what came of it; and the way to start an export.
//
//   lang="de"   en, de, fr; else that of the page
//   compact     without the form
//
// Parts: form list job title state percent track bar figures actions button empty problem.

import { address, call } from './api.js';
import { Backoff } from './backoff.js';
import { h } from './dom.js';
import { TidingsElement } from './element.js';
import { exportForm } from './jobs/form.js';
import { looks } from './jobs/looks.js';
import { JobRow } from './jobs/row.js';
import { words } from './jobs/words.js';
import { Figures } from './progress/figures.js';
import { words as progressWords } from './progress/words.js';
import { stream } from './stream.js';

const TYPES = ['job', 'removed'];
const OVER = ['complete', 'failed', 'cancelled'];

/** @fires tidings-job when a job of the user's has just ended: the job; bubbles, out of shadow roots too */
export class TidingsJobs extends TidingsElement {
  static styles = [looks];
  static observedAttributes = ['lang', 'compact'];

  /** @type {Map<string, {job: object, row: JobRow}>} newest first in the list, in no order here */
  #jobs = new Map();
  #removed = new Set(); // what is late about them brings none back
  #topic = null; // once we follow
  #next = null;
  #since = new Set(); // what was told of since the present load began: it may be newer than its answer
  #loads = 0; // tells a load that was overtaken from the present one
  #broken = false; // the stream was, and what it told meanwhile may be gone
  #backoff = new Backoff();
  #retry;
  #list;
  #empty;
  #more;
  #problem;
  #status;

  connectedCallback() {
    stream.addEventListener('event', this.#onEvent);
    stream.addEventListener('state', this.#onState);
    for (const type of TYPES) stream.hear(type);
    this.#build();
    this.#load();
  }

  disconnectedCallback() {
    stream.removeEventListener('event', this.#onEvent);
    stream.removeEventListener('state', this.#onState);
    if (this.#topic) stream.unfollow(this.#topic);
    this.#topic = null;
    this.#loads++;
    clearTimeout(this.#retry);
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#list || !this.isConnected) return;
    this.disconnectedCallback();
    this.connectedCallback();
  }

  get #say() {
    return words[this.language];
  }

  #build() {
    const say = this.#say;
    this.#jobs.clear();
    this.#next = null;
    this.#list = h('ol', { class: 'jobs', part: 'list' });
    this.#empty = h('p', { class: 'empty', part: 'empty', hidden: true }, say.none);
    this.#more = h('button', { type: 'button', class: 'quiet more', part: 'button', hidden: true, click: () => this.#older() }, say.older);
    this.#problem = h('div', { class: 'problem', role: 'alert', part: 'problem', hidden: true });
    // Only what ends is read out; how far each is can be asked of its bar.
    this.#status = h('p', { class: 'unseen', role: 'status' });
    this.shadowRoot.replaceChildren(
      ...(this.hasAttribute('compact') ? [] : [exportForm(say, (wanted) => this.#start(wanted))]),
      h('section', { 'aria-label': say.jobs }, this.#list, this.#empty, this.#more),
      this.#problem, this.#status);
  }

  async #load() {
    const mine = ++this.#loads;
    clearTimeout(this.#retry);
    this.#since.clear();
    try {
      const page = await call('GET', address('api/jobs'));
      if (mine !== this.#loads) return;
      this.#backoff.reset();
      this.#problem.hidden = true;
      this.#show(page);
      if (this.#topic) return;
      this.#topic = page.topic;
      stream.follow(page.topic, page.cursor);
    } catch (problem) {
      if (mine !== this.#loads) return;
      if (problem.status === 401) stream.end();
      else if (problem.passing) this.#retry = setTimeout(() => this.#load(), this.#backoff.next());
      this.#tell(problem.detail);
    }
  }

  /** A whole first page: what it does not have and is not older is gone. */
  #show({ jobs, next }) {
    const ids = new Set(jobs.map(({ id }) => id));
    const oldest = jobs.at(-1)?.createdAt ?? '';
    for (const [id, { job }] of this.#jobs) {
      if (!ids.has(id) && !this.#since.has(id) && (next === null || job.createdAt >= oldest)) this.#forget(id);
    }
    for (const job of jobs) this.#apply(job);
    if (this.#next === null) this.#next = next;
    this.#settle();
  }

  async #older() {
    try {
      const page = await call('GET', address('api/jobs', { after: this.#next }));
      this.#next = page.next;
      for (const job of page.jobs) this.#apply(job);
      this.#settle();
    } catch (problem) {
      this.#tell(problem.detail);
    }
  }

  #settle() {
    this.#empty.hidden = this.#jobs.size > 0;
    this.#more.hidden = this.#next === null;
  }

  /** False when it is known better already. */
  #apply(job) {
    const known = this.#jobs.get(job.id);
    if (this.#removed.has(job.id) || (known && known.job.version >= job.version)) return false;
    this.#since.add(job.id);
    if (known) {
      known.job = job;
      known.row.show(job);
      return true;
    }
    const row = new JobRow({
      say: this.#say,
      progress: progressWords[this.language],
      figures: new Figures(this.locale, job.unit ?? null),
      when: new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeStyle: 'short' }),
      cancel: () => this.#ask('POST', `api/jobs/${encodeURIComponent(job.id)}/cancel`, job.id),
      remove: () => this.#ask('DELETE', `api/jobs/${encodeURIComponent(job.id)}`, job.id),
    });
    row.show(job);
    this.#jobs.set(job.id, { job, row });
    this.#place(job, row);
    return true;
  }

  /** The newest first. */
  #place(job, row) {
    const before = [...this.#list.children].find((other) => {
      const than = this.#jobs.get(other.dataset.id)?.job;
      return than && (than.createdAt < job.createdAt || (than.createdAt === job.createdAt && than.id < job.id));
    });
    this.#list.insertBefore(row.element, before ?? null);
  }

  #forget(id) {
    const row = this.#jobs.get(id)?.row.element;
    // Who removes one is left at the next, and not at the top of the page.
    if (row?.contains(this.shadowRoot.activeElement)) (row.nextElementSibling ?? row.previousElementSibling)?.focus();
    row?.remove();
    this.#jobs.delete(id);
  }

  #onEvent = ({ detail: { topic, type, data } }) => {
    if (topic !== this.#topic || typeof data?.id !== 'string') return;
    if (type === 'removed') {
      this.#removed.add(data.id);
      this.#forget(data.id);
    } else if (type === 'job') {
      const wasOver = OVER.includes(this.#jobs.get(data.id)?.job.state);
      if (this.#apply(data) && OVER.includes(data.state) && !wasOver) this.#ended(data);
    }
    this.#settle();
  };

  #ended(job) {
    this.#status.textContent = `${job.title}: ${progressWords[this.language][job.state]}`;
    this.dispatchEvent(new CustomEvent('tidings-job', { bubbles: true, composed: true, detail: job }));
  }

  // What happened while the stream was broken may have been too long ago to be told again.
  #onState = () => {
    const live = stream.status.state === 'live';
    if (live && this.#broken) this.#load();
    this.#broken = !live;
  };

  /** @returns {Promise<import('./api.js').Problem | null>} */
  async #start(wanted) {
    try {
      this.#apply(await call('POST', address('api/jobs'), { json: JSON.stringify(wanted) }));
      this.#settle();
      return null;
    } catch (problem) {
      if (problem.status === 401) stream.end();
      return problem;
    }
  }

  async #ask(method, path, id) {
    try {
      const job = await call(method, address(path));
      this.#problem.hidden = true;
      if (method === 'DELETE') {
        this.#removed.add(id);
        this.#forget(id);
        this.#settle();
      } else {
        this.#apply(job);
      }
    } catch (problem) {
      if (problem.status === 401) stream.end();
      this.#tell(problem.detail);
    }
  }

  #tell(text) {
    this.#problem.replaceChildren(h('p', {}, text));
    this.#problem.hidden = false;
  }
}

customElements.define('tidings-jobs', TidingsJobs);
