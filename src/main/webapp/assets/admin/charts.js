// The charts of the console: what the nodes do now, a line for each.

import { h } from '../dom.js';
import { Chart } from '../metrics/chart.js';
import { Samples } from '../metrics/samples.js';
import { uuid } from '../random.js';

const MINUTES = 5;
const GAP = 3; // seconds: one sample may be late, and one lost
const STALE = 2; // seconds more, after which a value is no longer the present one
const MOST = 8; // lines in a chart

const PLANS = [
  { name: 'streams', unit: 'number', of: 'streams' },
  { name: 'deliveries', unit: 'rate', of: 'deliveriesPerSecond' },
  { name: 'publishes', unit: 'rate', of: 'publishesPerSecond' },
  { name: 'tailLag', unit: 'number', of: 'tailLag' },
].map((plan) => ({ ...plan, topic: 'admin/nodes', lines: [plan.of], gap: GAP }));

export class Charts {
  #samples = new Samples(MINUTES * 60);
  #charts;
  #room;
  #figures;
  #say;
  #paint;
  #where;
  #pinned; // the second at which the keyboard has put the crosshair
  #to = 0;
  #frame;

  /** @param {{uPlot: any, say: import('./words.js').words['en'], figures: import('../metrics/figures.js').Figures}} about */
  constructor({ uPlot, say, figures }) {
    this.#say = say;
    this.#figures = figures;
    this.#room = { sync: uuid(), paint: {}, point: (second) => this.#pointed(second), step: (by, off) => this.#step(by, off) };
    this.#charts = PLANS.map((plan) => ({ plan, chart: new Chart(uPlot, plan, say.chart[plan.name], say, figures, this.#room) }));
    this.#paint = h('div', { class: 'paint' }, ...['soft', 'line', 'warn', 'bad'].map((name) => h('i', { class: name })));
    this.#where = h('p', { class: 'where' }, say.window(MINUTES));
    this.element = h('section', { class: 'part', 'data-name': 'charts', 'aria-label': say.charts },
      this.#paint, h('div', { class: 'charts' }, ...this.#charts.map(({ chart }) => chart.element)), this.#where);
  }

  /** What a node told of itself. */
  put(second, { name, streams, deliveriesPerSecond, publishesPerSecond, tailLag }) {
    this.#samples.put(second, 'sample', { node: String(name), streams, deliveriesPerSecond, publishesPerSecond, tailLag });
  }

  /** Time has come to a second: what is new is drawn with the next frame. */
  draw(to) {
    this.#to = to;
    if (document.hidden) return;
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#drawAll();
    });
  }

  close() {
    cancelAnimationFrame(this.#frame);
    for (const { chart } of this.#charts) chart.close();
  }

  #drawAll() {
    const to = this.#to;
    const from = to - MINUTES * 60;
    for (const probe of this.#paint.children) this.#room.paint[probe.className] = getComputedStyle(probe).color;
    this.#room.paint.font = `11px ${getComputedStyle(this.#where).fontFamily}`;
    for (const { plan, chart } of this.#charts) {
      const all = this.#samples.lines.filter(({ name }) => name === plan.of);
      const lines = all.slice(0, MOST).map((line) => ({ ...line, label: line.node }));
      const lasts = all.map(({ key }) => this.#samples.last(key, to - GAP - STALE)).filter(Number.isFinite);
      chart.show(lines);
      // Of all nodes together.
      chart.draw({ from, to, columns: this.#samples.columns(lines.map(({ key }) => key), from, to, GAP) },
        lasts.length > 0 ? lasts.reduce((sum, value) => sum + value) : undefined);
    }
    if (this.#pinned !== undefined) this.#pin(Math.max(this.#pinned, from));
  }

  /** The pointer is at a second, or nowhere. */
  #pointed(second) {
    this.#pinned = undefined;
    this.#tellWhere(second);
  }

  #step(by, off) {
    if (off) {
      if (this.#pinned === undefined) return;
      this.#pinned = undefined;
      this.#pin(undefined);
      return;
    }
    this.#pinned = Math.min(Math.max((this.#pinned ?? this.#to) + by, this.#to - MINUTES * 60), this.#to);
    this.#pin(this.#pinned);
  }

  #pin(second) {
    for (const { chart } of this.#charts) chart.point(second);
    this.#tellWhere(second);
  }

  #tellWhere(second) {
    this.#where.textContent = second === undefined ? this.#say.window(MINUTES) : this.#say.at(this.#figures.second(second));
  }
}
