// All charts: one window of time, one crosshair, pause. Knows nothing of servers.

import { h } from '../dom.js';
import { uuid } from '../random.js';
import { Chart } from './chart.js';
import { AUDIENCE, ONLINE, PLANS, SERVER, levelOf, planOf } from './charts.js';
import { pageItems, pagesOf } from './pages.js';

const STALE = 2; // seconds more than its gap, after which a value is no longer the present one
const MOST_LINES = 8;

export class MetricsView {
  #uPlot;
  #say;
  #figures;
  #minutes;
  #samples; // topic → Samples
  #thresholds;
  #audience;
  #changed;
  /** @type {Map<string, Array<{plan: import('./charts.js').Plan, chart: Chart}>>} by topic */
  #charts = new Map();
  #groups = {};
  #paint;
  #room;
  #pause;
  #where;
  #problem;
  #reason;
  #pages;
  #table;
  #details;
  #paused; // the second at which the window stands still
  #pinned; // the second at which the keyboard has put the crosshair
  #to = 0;
  #drawn = []; // what the charts show
  #frame;

  /**
   * @param {ShadowRoot} shadow
   * @param {{uPlot: any, say: import('./words.js').words['en'], figures: import('./figures.js').Figures, minutes: number,
   *   samples: (topic: string) => import('./samples.js').Samples, thresholds: import('./charts.js').Thresholds,
   *   audience: () => Iterable<any>, changed: (level: object) => void, retry: () => void}} about
   */
  constructor(shadow, { uPlot, say, figures, minutes, samples, thresholds, audience, changed, retry }) {
    this.#uPlot = uPlot;
    this.#say = say;
    this.#figures = figures;
    this.#minutes = minutes;
    this.#samples = samples;
    this.#thresholds = thresholds;
    this.#changed = changed;
    this.#audience = audience;
    this.#paint = h('div', { class: 'paint' }, ...['soft', 'line', 'warn', 'bad'].map((name) => h('i', { class: name })));
    this.#room = {
      sync: uuid(),
      paint: {},
      point: (second) => this.#pointed(second),
      step: (by, off) => this.#step(by, off),
    };
    this.#pause = h('button', { type: 'button', class: 'quiet pause', part: 'pause', 'aria-pressed': 'false', click: () => this.#toggle() }, say.pause);
    this.#where = h('p', { class: 'where', part: 'where' }, say.window(minutes));
    this.#reason = h('p');
    this.#problem = h('div', { class: 'problem', part: 'problem', role: 'alert', hidden: true },
      this.#reason, h('button', { type: 'button', class: 'quiet', click: retry }, say.again));
    this.#pages = h('ol', { class: 'pages', 'aria-label': say.byPage });
    this.#table = h('tbody');
    this.#details = h('details', { toggle: () => this.#tabulate() }, h('summary', {}, say.table),
      h('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': say.table },
        h('table', {}, h('caption', {}, say.caption(minutes)),
          h('thead', {}, h('tr', {}, ...say.columns.map((name) => h('th', { scope: 'col' }, name)))), this.#table)));
    for (const group of ['server', 'audience', 'applications']) {
      const charts = h('div', { class: 'charts' });
      this.#groups[group] = { charts, whole: h('section', { 'aria-label': say[group], hidden: group === 'applications' }, h('h2', {}, say[group]), charts) };
    }
    shadow.replaceChildren(this.#paint,
      h('div', { class: 'tools' }, this.#pause, this.#where), this.#problem,
      ...Object.values(this.#groups).map(({ whole }) => whole), this.#details);
    for (const plan of PLANS) this.#add(plan, say.titles[plan.name], 'server');
    this.#add(ONLINE, say.titles.online, 'audience');
    this.#groups.audience.charts.append(
      h('section', { class: 'chart', 'aria-label': say.byPage }, h('header', {}, h('h3', {}, say.byPage)), this.#pages));
  }

  /** An application's gauges have a chart from now on. */
  offer(topic) {
    if (this.#charts.has(topic)) return;
    const plan = planOf(topic);
    this.#groups.applications.whole.hidden = false;
    this.#add(plan, plan.name, 'applications');
  }

  failed(problem, retryIn) {
    this.#reason.textContent = [this.#say.failed, problem.detail, retryIn && this.#say.nextTry(Math.ceil(retryIn / 1_000))].filter(Boolean).join(' ');
    this.#problem.hidden = false;
  }

  refused() {
    this.#reason.textContent = this.#say.refused;
    this.#problem.querySelector('button').hidden = true;
    this.#problem.hidden = false;
    for (const { whole } of Object.values(this.#groups)) whole.hidden = true;
    this.#pause.hidden = this.#where.hidden = this.#details.hidden = true;
  }

  loaded() {
    this.#problem.hidden = true;
  }

  /** Time has come to a second: whatever is new is drawn with the next frame, unless nobody sees it. */
  draw(now = this.#to) {
    this.#to = now;
    if (document.hidden || this.#paused !== undefined) return;
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      if (this.#paused === undefined) this.#drawAll();
    });
  }

  close() {
    cancelAnimationFrame(this.#frame);
    for (const { chart } of this.#all()) chart.close();
  }

  #add(plan, title, group) {
    const chart = new Chart(this.#uPlot, plan, title, this.#say, this.#figures, this.#room);
    this.#charts.set(plan.topic, [...(this.#charts.get(plan.topic) ?? []), { plan, chart }]);
    this.#groups[group].charts.append(chart.element);
  }

  #all() {
    return [...this.#charts.values()].flat();
  }

  #drawAll() {
    const to = this.#to;
    const from = to - this.#minutes * 60;
    for (const probe of this.#paint.children) this.#room.paint[probe.className] = getComputedStyle(probe).color;
    this.#room.paint.font = `11px ${getComputedStyle(this.#pause).fontFamily}`;
    this.#drawn = this.#all().map(({ plan, chart }) => {
      const samples = this.#samples(plan.topic);
      const lines = this.#linesOf(plan, samples);
      const columns = samples.columns(lines.map(({ key }) => key), from, to, plan.gap);
      const lasts = lines.map(({ key }) => samples.last(key, to - plan.gap - STALE));
      const limits = lines[0] && this.#limits(plan, lines[0], samples);
      chart.show(lines);
      this.#report(plan, lines[0], chart, lasts[0], { from, to, columns, limits, top: plan.share && samples.last(shareKey(plan, lines[0])) });
      return { plan, chart, lines, columns, limits, lasts };
    });
    if (this.#pinned !== undefined) this.#pin(Math.max(this.#pinned, from));
    this.#pages.replaceChildren(...pageItems(pagesOf(this.#audience()), this.#say));
    this.#tabulate();
  }

  #tabulate() {
    this.#table.replaceChildren(...(this.#details.open ? this.#drawn.flatMap((one) => this.#rows(one)) : []));
  }

  #report(plan, line, chart, last, drawing) {
    const before = chart.level;
    chart.draw(drawing, last);
    if (chart.level === before) return;
    // Its last values may have just fallen out of the window.
    this.#changed({ topic: plan.topic, name: line?.name ?? plan.name, node: line?.node ?? '', level: chart.level, value: last });
  }

  /** Those that were planned, of each node; of an application, all it tells. */
  #linesOf(plan, samples) {
    const known = samples.lines;
    const several = new Set(known.map(({ node }) => node)).size > 1;
    const chosen = plan.lines.length > 0
      ? plan.lines.flatMap((name) => known.filter((line) => line.name === name))
      : known.slice(0, MOST_LINES);
    return chosen.map((line) => ({
      ...line,
      label: [(plan.topic === SERVER || plan.topic === AUDIENCE) ? this.#say.lines[line.name] ?? line.name : line.name, several && line.node].filter(Boolean).join(' · '),
    }));
  }

  #limits(plan, line, samples) {
    const limits = this.#thresholds.of(plan, line.name);
    if (!limits || !plan.share) return limits;
    const whole = samples.last(shareKey(plan, line));
    return whole && limits.map((limit) => limit * whole);
  }

  #rows({ plan, chart, lines, columns, limits, lasts }) {
    const say = (value) => this.#figures.say(value, plan.unit);
    return lines.map((line, i) => {
      const values = columns[i + 1].filter((value) => value !== null && value !== undefined);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
      const least = values.reduce((a, b) => Math.min(a, b), Infinity);
      const cells = values.length > 0 ? [lasts[i], least, most, mean] : [undefined, undefined, undefined, undefined];
      return h('tr', {}, h('th', { scope: 'row' }, `${chart.element.getAttribute('aria-label')}: ${line.label}`),
        ...cells.map((value, cell) => h('td', { 'data-level': i === 0 && cell !== 3 ? levelOf(value, limits) : '' }, say(value))));
    });
  }

  /** While it is paused all stands still: the picture, the numbers, the table. */
  #toggle() {
    const paused = this.#paused === undefined;
    if (paused) this.#drawAll();
    this.#paused = paused ? this.#to : undefined;
    this.#pause.setAttribute('aria-pressed', paused);
    this.#pause.textContent = paused ? this.#say.resume : this.#say.pause;
    this.#tellWhere();
    this.draw();
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
    const to = this.#paused ?? this.#to;
    const from = to - this.#minutes * 60;
    this.#pinned = Math.min(Math.max((this.#pinned ?? to) + by, from), to);
    this.#pin(this.#pinned);
  }

  #pin(second) {
    for (const { chart } of this.#all()) chart.point(second);
    this.#tellWhere(second);
  }

  #tellWhere(at) {
    const say = this.#say;
    this.#where.toggleAttribute('data-at', at !== undefined);
    this.#where.textContent = at !== undefined ? say.at(this.#figures.second(at))
      : this.#paused !== undefined ? say.paused(this.#figures.second(this.#paused)) : say.window(this.#minutes);
  }
}

/** The line of the number that the thresholds are shares of. */
function shareKey(plan, line) {
  return `${plan.share}\n${line?.node ?? ''}`;
}
