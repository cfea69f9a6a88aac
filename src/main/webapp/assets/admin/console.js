// <tidings-console>: what runs now on all nodes, live, and for administrators what can be done about it.
//
// It is fed by the page's one stream. What nodes do not tell by themselves is asked for: nodes that are away, streams
// and topics beyond the busiest, and everything while the stream is interrupted.

import { address, call } from '../api.js';
import { Backoff } from '../backoff.js';
import { h } from '../dom.js';
import { TidingsElement } from '../element.js';
import { Figures } from '../metrics/figures.js';
import { library } from '../metrics/library.js';
import { styles } from '../metrics/styles.js';
import { stream } from '../stream.js';
import { Acts } from './acts.js';
import { Charts } from './charts.js';
import { columnsFor, detailsOf, kindOf, topicsOf } from './columns.js';
import { tell } from './dialog.js';
import { looks } from './looks.js';
import { Reports } from './reports.js';
import { Table } from './table.js';
import { words } from './words.js';

const NODES = 'admin/nodes';
const STREAMS = 'admin/streams';
const TOPICS = 'admin/topics';
const TYPE = 'rows';
const SILENT = 5_000; // a node that tells every second has said nothing for so long
const FORGOTTEN = 15_000; // and what it told before holds no more
const ASK = 5_000; // how often to ask for what nobody tells
const LIMIT = 200; // rows that are asked for

/** Attributes: `acts` (for administrators: there are buttons), `lang`. */
export class TidingsConsole extends TidingsElement {
  static styles = [styles, looks];
  static observedAttributes = ['acts', 'lang'];

  #say;
  #figures;
  /** @type {Record<string, Table>} */
  #tables = {};
  /** @type {Charts | undefined} */
  #charts;
  #acts;
  #nodes = new Map(); // id → {row, at, told}: `told` by itself, and not only asked for
  #streams;
  #topics;
  #pause;
  #paused = false;
  #how;
  #did;
  #problem;
  #reason;
  #again;
  #clock;
  #asking;
  #reads = 0; // tells a read that was overtaken from the present one
  #lives = 0;
  #seen = 0; // when something was last heard or answered
  #ahead = 0; // milliseconds, of the nodes' clocks to ours
  #interrupted = false;
  #backoff = new Backoff();
  #over = false; // refused: nothing comes any more

  connectedCallback() {
    this.#over = false;
    this.#build();
    stream.addEventListener('event', this.#onEvent);
    stream.addEventListener('connected', this.#onConnected);
    stream.addEventListener('state', this.#onState);
    stream.addEventListener('refused', this.#onRefused);
    document.addEventListener('visibilitychange', this.#onVisible);
    stream.hear(TYPE);
    for (const topic of [NODES, STREAMS, TOPICS]) stream.follow(topic);
    this.#clock = setInterval(() => this.#show(), 1_000);
    this.#ask();
    this.#draw();
  }

  disconnectedCallback() {
    this.#lives++;
    this.#reads++;
    stream.removeEventListener('event', this.#onEvent);
    stream.removeEventListener('connected', this.#onConnected);
    stream.removeEventListener('state', this.#onState);
    stream.removeEventListener('refused', this.#onRefused);
    document.removeEventListener('visibilitychange', this.#onVisible);
    for (const topic of [NODES, STREAMS, TOPICS]) stream.unfollow(topic);
    clearInterval(this.#clock);
    clearTimeout(this.#asking);
    this.#charts?.close();
    this.#charts = undefined;
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#clock || !this.isConnected) return; // not yet built
    this.disconnectedCallback();
    this.connectedCallback();
  }

  #build() {
    const say = (this.#say = words[this.language]);
    const may = this.hasAttribute('acts');
    const figures = (this.#figures = new Figures(this.locale));
    this.#nodes.clear();
    this.#streams = new Reports((row) => String(row.id));
    this.#topics = new Reports((row) => String(row.topic), together);
    this.#acts = may ? new Acts(this.shadowRoot, say, (sentence) => this.#done(sentence)) : null;
    const columns = columnsFor(say, figures, this.locale, (row) => this.#open(row));
    this.#tables = {
      nodes: new Table({
        name: 'nodes', say, figures, columns: columns.nodes, key: idOf, sort: 'name', gone: 'gone',
        acts: may && ((row) => this.#nodeActs(row)),
      }),
      streams: new Table({
        name: 'streams', say, figures, columns: columns.streams, key: (row) => String(row.id), sort: 'since', gone: 'ended',
        acts: may && ((row) => [{ text: say.end, label: say.endOf(row.user), danger: true, does: (now) => this.#acts.end(now) }]),
        texts: (row) => [row.id, row.user, row.address, row.agent, ...topicsOf(row)].map(String),
        choices: [
          { name: 'node', label: say.node, of: (row) => String(row.node), words: (name) => name },
          { name: 'state', label: say.state, of: (row) => String(row.state), words: (state) => say.states[state] ?? state },
        ],
        asked: () => this.#ask(),
      }),
      topics: new Table({
        name: 'topics', say, figures, columns: columns.topics, key: (row) => String(row.topic), sort: 'listeners', gone: 'gone',
        acts: may && ((row) => (String(row.topic).startsWith('admin/') ? [] : [{ text: say.clear, label: say.clearOf(row.topic), danger: true, does: (now) => this.#acts.clear(now) }])),
        texts: (row) => [String(row.topic)],
        choices: [{ name: 'kind', label: say.kind, of: kindOf, words: (kind) => say.kinds[kind] }],
        asked: () => this.#ask(),
      }),
    };
    this.#pause = h('button', { type: 'button', class: 'quiet pause', 'aria-pressed': 'false', click: () => this.#toggle() }, say.pause);
    this.#how = h('p', { class: 'how' }, say.waiting);
    this.#did = h('p', { class: 'did', role: 'status' });
    this.#reason = h('p');
    this.#again = h('button', { type: 'button', class: 'quiet', click: () => this.#ask() }, say.again);
    this.#problem = h('div', { class: 'problem', role: 'alert', hidden: true }, this.#reason, this.#again);
    this.shadowRoot.replaceChildren(
      h('div', { class: 'bar' }, this.#pause, this.#how, may && h('button', { type: 'button', class: 'quiet broadcast', click: () => this.#acts.broadcast() }, say.broadcast)),
      this.#did, this.#problem,
      this.#tables.nodes.element, this.#tables.streams.element, this.#tables.topics.element);
  }

  /** The charts come when their library is there; the tables do not wait for it. */
  async #draw() {
    const mine = this.#lives;
    try {
      const { uPlot, sheet } = await library();
      if (mine !== this.#lives) return;
      if (!this.shadowRoot.adoptedStyleSheets.includes(sheet)) this.shadowRoot.adoptedStyleSheets.unshift(sheet);
      this.#charts = new Charts({ uPlot, say: this.#say, figures: this.#figures });
      this.#tables.nodes.element.after(this.#charts.element);
    } catch (failure) {
      if (mine !== this.#lives) return;
      console.error('Tidings: the charts could not be loaded.', failure);
      this.#tables.nodes.element.after(h('p', { class: 'problem', role: 'alert' }, this.#say.broken));
    }
  }

  #nodeActs(row) {
    const say = this.#say;
    if (row.state === 'draining') return [{ text: say.takeBack, label: say.takeBackOf(row.name), does: (now) => this.#acts.takeBack(now) }];
    if (row.state !== 'ready') return [];
    return [{ text: say.drain, label: say.drainOf(row.name), danger: true, does: (now) => this.#acts.drain(now, this.#ready() < 2) }];
  }

  #ready() {
    return [...this.#nodes.values()].filter(({ row }) => row.state === 'ready').length;
  }

  #open(row) {
    const { user } = row;
    tell(this.shadowRoot, { title: this.#say.detailsOf(user), details: detailsOf(row, this.#say, this.#figures, this.locale), close: this.#say.close });
  }

  #onEvent = ({ detail: { topic, at, type, data } }) => {
    if (type !== TYPE || typeof data !== 'object' || data === null) return;
    const now = Date.now();
    if (topic === NODES) {
      const id = idOf(data);
      this.#nodes.set(id, { row: { ...data, self: this.#nodes.get(id)?.row.self ?? false }, at: now, told: true });
      this.#ahead = Date.parse(at) - now || 0;
      this.#charts?.put(Math.floor(Date.parse(at) / 1_000), data);
    } else if (topic === STREAMS) {
      this.#streams.tell(String(data.node), data, now);
    } else if (topic === TOPICS) {
      this.#topics.tell(String(data.node), data, now);
    } else {
      return;
    }
    this.#seen = now;
  };

  // There was an interruption, however short.
  #onConnected = () => {
    if (!this.#over) this.#ask();
  };

  #onState = () => {
    const interrupted = ['reconnecting', 'closed'].includes(stream.status.state);
    if (interrupted !== this.#interrupted) {
      this.#interrupted = interrupted;
      if (interrupted && !this.#over) this.#ask();
    }
  };

  #onRefused = ({ detail: { topics } }) => {
    if (Array.isArray(topics) && topics.includes(NODES)) this.#refused();
  };

  #onVisible = () => {
    if (document.hidden || this.#over) return;
    this.#ask();
    this.#show();
  };

  /** What nobody tells: asked for now, and again and again. */
  async #ask() {
    const mine = ++this.#reads;
    clearTimeout(this.#asking);
    if (document.hidden || this.#over) return;
    let next = ASK;
    try {
      const [{ nodes = [] }, streams, topics] = await Promise.all([
        call('GET', address('api/admin/nodes')), this.#askStreams(), this.#askTopics(),
      ]);
      if (mine !== this.#reads) return;
      const now = (this.#seen = Date.now());
      this.#answered(nodes, now);
      if (this.#interrupted) for (const reports of [this.#streams, this.#topics]) reports.forget(now);
      this.#streams.answer(streams.rows, streams.total, now);
      this.#topics.answer(topics.topics, 0, now, topics.more);
      this.#backoff.reset();
      this.#problem.hidden = true;
      this.#show();
    } catch (problem) {
      if (mine !== this.#reads) return;
      next = this.#failed(problem);
    }
    if (next) this.#asking = setTimeout(() => this.#ask(), next);
  }

  /** The busiest are told; others are known by the name of their user or their topic. */
  async #askStreams() {
    const filter = this.#tables.streams.filter;
    const told = this.#streams.told && !this.#interrupted;
    const ask = (some) => call('GET', address('api/admin/streams', { limit: LIMIT, ...some }));
    if (told && (!filter || this.#streams.rows.length >= this.#streams.total)) return { rows: [], total: 0 };
    if (!filter || !told) {
      const { streams = [], total } = await ask({});
      return { rows: streams, total };
    }
    const found = await Promise.all([ask({ user: filter }), ask({ topic: filter })].map(orNothing));
    return { rows: found.flatMap(({ streams = [] }) => streams), total: 0 };
  }

  #askTopics() {
    const prefix = this.#tables.topics.filter;
    return orNothing(call('GET', address('api/admin/topics', { limit: LIMIT, ...(prefix ? { prefix } : {}) })));
  }

  #answered(nodes, now) {
    const ids = new Set(nodes.map(idOf));
    for (const id of this.#nodes.keys()) if (!ids.has(id)) this.#nodes.delete(id);
    for (const row of nodes) {
      const known = this.#nodes.get(idOf(row));
      // What it tells itself is newer, unless it tells nothing.
      if (known?.told && row.state !== 'away' && this.#isHeard(known, now) && !this.#interrupted) known.row = { ...known.row, self: row.self };
      else this.#nodes.set(idOf(row), { row, at: now, told: false });
    }
  }

  #isHeard({ at }, now) {
    return now - at < SILENT;
  }

  /** @returns {number} milliseconds until the next try, 0 for none */
  #failed(problem) {
    if (problem.status === 401) stream.end();
    if (problem.status === 403) {
      this.#refused();
      return 0;
    }
    const next = problem.passing ? Math.max(this.#backoff.next(), 1_000) : 0;
    // A lost connection is told by the page already.
    if (problem.status !== 0 && problem.status !== 401) {
      this.#reason.textContent = [this.#say.failed, problem.detail, next > 0 && this.#say.nextTry(Math.ceil(next / 1_000))].filter(Boolean).join(' ');
      this.#problem.hidden = false;
    }
    return next;
  }

  #refused() {
    this.#over = true;
    this.#reads++;
    clearTimeout(this.#asking);
    this.#reason.textContent = this.#say.refused;
    this.#again.hidden = true;
    this.#problem.hidden = false;
    for (const part of this.shadowRoot.querySelectorAll('.part, .bar')) part.hidden = true;
  }

  #done(sentence) {
    this.#did.textContent = sentence;
    this.#ask();
  }

  /** Time has come on, or something new is known. */
  #show() {
    if (document.hidden || this.#over) return;
    const now = Date.now();
    if (!this.#interrupted) {
      this.#streams.forget(now - FORGOTTEN);
      this.#topics.forget(now - FORGOTTEN);
    }
    this.#tellHow(now);
    if (this.#paused) return;
    this.#tables.nodes.show([...this.#nodes.values()].map((node) => this.#asSeen(node, now)), this.#nodes.size);
    this.#tables.streams.show(this.#streams.rows, this.#streams.total);
    this.#tables.topics.show(this.#topics.rows, this.#topics.total, this.#topics.more);
    this.#charts?.draw(Math.ceil((now + this.#ahead) / 1_000));
  }

  /** A node that told once a second, and then nothing. */
  #asSeen(node, now) {
    const quiet = node.told && !this.#interrupted && !this.#isHeard(node, now) && node.row.state !== 'away';
    return quiet ? { ...node.row, state: 'silent' } : node.row;
  }

  #tellHow(now) {
    const say = this.#say;
    const stale = this.#seen > 0 && now - this.#seen > 2 * ASK;
    const how = this.#paused ? 'paused' : stale ? 'stale' : this.#interrupted ? 'asked' : 'live';
    const text = this.#seen === 0 ? say.waiting : how === 'paused' ? this.#how.textContent : how === 'stale' ? say.stale(this.#figures.second(this.#seen / 1_000)) : say[how];
    this.#how.dataset.how = how;
    if (this.#how.textContent !== text) this.#how.textContent = text;
  }

  /** While it is paused all stands still; what happens is heard nevertheless. */
  #toggle() {
    this.#paused = !this.#paused;
    this.#pause.setAttribute('aria-pressed', this.#paused);
    this.#pause.textContent = this.#paused ? this.#say.resume : this.#say.pause;
    if (this.#paused) this.#how.textContent = this.#say.paused(this.#figures.second(Date.now() / 1_000));
    for (const table of Object.values(this.#tables)) table.pause(this.#paused);
    this.#show();
  }
}

/** Two nodes may go by one name, such as the one that was killed and the one that took its place. */
function idOf(node) {
  return String(node.id ?? node.name);
}

/** What is no name of anything fits nothing. */
function orNothing(answer) {
  return answer.catch((problem) => (problem.status === 400 ? {} : Promise.reject(problem)));
}

/** The same topic of two nodes: each has listeners of its own, and both see the same log. */
function together(one, other) {
  const listeners = (one.listeners ?? 0) + (other.listeners ?? 0);
  return { ...one, listeners, rate: Math.max(one.rate ?? 0, other.rate ?? 0) };
}

customElements.define('tidings-console', TidingsConsole);
