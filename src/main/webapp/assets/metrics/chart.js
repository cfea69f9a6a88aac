// One chart: a title, the number that counts, the lines, and what they are at the crosshair.

import { h } from '../dom.js';
import { levelOf } from './charts.js';

const HEIGHT = 148;
const TONES = 6; // colours of the lines, see styles.js
const ROWS = [60, 120, 180, 300, 600, 900, 1_800, 3_600]; // seconds between times below the chart
const EDGE = 0.08; // of the chart's width
const KEYS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -60, PageDown: 60, Home: -Infinity, End: Infinity };

/**
 * @typedef {{key: string, name: string, label: string}} Line
 * @typedef {{from: number, to: number, columns: any[][], limits?: [number, number], top?: number}} Drawing
 *   `limits`: warn and bad of the first line, in its unit; `top`: what the axis reaches at least
 */

export class Chart {
  #uPlot;
  #plan;
  #say;
  #figures;
  #room; // what all charts share: {sync, paint, point, step}
  /** @type {Line[]} */
  #lines = [];
  #plot; // of uPlot
  /** @type {Drawing} */
  #drawing = { from: 0, to: 1, columns: [[]] };
  #level = '';
  #now;
  #word;
  #canvas;
  #legend;
  #values = [];
  #tones = [];
  #sized;

  constructor(uPlot, plan, title, say, figures, room) {
    this.#uPlot = uPlot;
    this.#plan = plan;
    this.#say = say;
    this.#figures = figures;
    this.#room = room;
    this.#now = h('span', { class: 'now', part: 'value' }, '–');
    this.#word = h('span', { class: 'word' });
    this.#legend = h('ul', { class: 'legend', part: 'legend' });
    this.#canvas = h('div', {
      class: 'plot', tabindex: 0, role: 'slider', 'aria-label': say.crosshairOf(title), 'aria-valuemin': 0, 'aria-valuemax': 1,
      'aria-valuenow': 0, 'aria-valuetext': say.waiting, keydown: (event) => this.#key(event), blur: () => room.step(0, true),
    });
    this.element = h('section', { class: 'chart', part: 'chart', 'aria-label': title, 'data-name': plan.name, 'data-topic': plan.topic },
      h('header', {}, h('h3', { part: 'title' }, title), h('p', { class: 'headline' }, this.#word, this.#now)),
      this.#canvas, this.#legend);
    this.#sized = new ResizeObserver(() => this.#resize());
    this.#sized.observe(this.#canvas);
  }

  get level() {
    return this.#level;
  }

  /** @param {Line[]} lines */
  show(lines) {
    if (lines.length === this.#lines.length && lines.every(({ key }, i) => key === this.#lines[i].key)) return;
    this.#lines = lines;
    this.#values = lines.map(() => h('span', { class: 'value' }));
    this.#tones = lines.map((_, i) => h('i', { class: 'swatch', 'data-tone': i % TONES, 'aria-hidden': 'true' }));
    this.#legend.replaceChildren(...lines.map(({ label }, i) =>
      h('li', {}, this.#tones[i], h('bdi', { class: 'label' }, label), this.#values[i])));
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  /**
   * @param {Drawing} drawing
   * @param {number | undefined} last the newest value of the first line
   */
  draw(drawing, last) {
    this.#drawing = drawing;
    this.#level = levelOf(last, drawing.limits);
    this.element.dataset.level = this.#level;
    this.#now.textContent = this.#figures.say(last, this.#plan.unit);
    this.#word.textContent = this.#level && this.#say[this.#level];
    if (this.#lines.length === 0 || this.#canvas.clientWidth === 0) return;
    this.#plot ??= this.#made();
    // At once: the crosshair is put back by the new scale.
    this.#plot.batch(() => this.#plot.setData(drawing.columns));
    this.#told();
  }

  /** The crosshair stands at a second, in all charts; without one, nowhere. */
  point(second) {
    if (!this.#plot) return;
    const left = second === undefined ? -10 : this.#plot.valToPos(second, 'x');
    this.#plot.setCursor({ left, top: second === undefined ? -10 : HEIGHT / 3 });
    this.#told();
  }

  close() {
    this.#sized.disconnect();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #made() {
    const { paint, sync, point } = this.#room;
    const axis = { stroke: () => paint.soft, font: paint.font, ticks: { show: false }, grid: { stroke: () => paint.line, width: 1 } };
    return new this.#uPlot({
      width: this.#canvas.clientWidth,
      height: HEIGHT,
      padding: [8, 8, 0, 0],
      legend: { show: false },
      cursor: { sync: { key: sync }, drag: { x: false, y: false }, y: false, points: { size: 7 } },
      scales: {
        x: { range: () => [this.#drawing.from, this.#drawing.to] },
        y: { range: (_, min, max) => this.#range(min, max) },
      },
      axes: [
        { ...axis, incrs: ROWS, space: 64, size: 28, values: (_, splits) => splits.map((second) => this.#time(second)) },
        { ...axis, space: 34, size: 62, values: (_, splits) => splits.map((value) => this.#figures.say(value, this.#plan.unit)) },
      ],
      series: [{}, ...this.#lines.map((line, i) => ({
        label: line.label,
        stroke: (plot) => (i === 0 ? this.#coloured(plot) : this.#tone(i)),
        width: i === 0 ? 2 : 1.25,
        dash: line.name === this.#plan.share ? [5, 3] : undefined,
        points: { stroke: () => this.#tone(i), fill: () => this.#tone(i), size: 4 },
      }))],
      hooks: {
        drawAxes: [(plot) => this.#drawLimits(plot)],
        ready: [(plot) => plot.over.addEventListener('pointerleave', () => point(undefined))],
        setCursor: [(plot) => {
          this.#told();
          if (plot.cursor.left >= 0 && plot.over.matches(':hover')) point(plot.posToVal(plot.cursor.left, 'x'));
        }],
      },
    }, this.#drawing.columns, this.#canvas);
  }

  #range(min, max) {
    const least = this.#plan.unit === 'share' ? 1 : this.#plan.unit === 'number' ? 5 : 1;
    const top = Math.max(max ?? 0, this.#drawing.top ?? 0, least);
    return [Math.min(0, min ?? 0), this.#plan.unit === 'share' ? top : top * 1.08];
  }

  /** At the very edge there is no room for it. */
  #time(second) {
    const { from, to } = this.#drawing;
    return to - second < (to - from) * EDGE ? '' : this.#figures.minute(second);
  }

  #tone(i) {
    return getComputedStyle(this.#tones[i]).color;
  }

  /** The line has the colour of the stretch it is in. */
  #coloured(plot) {
    const plain = this.#tone(0);
    const { limits } = this.#drawing;
    const { min, max } = plot.scales.y;
    if (!limits || !(max > min)) return plain;
    const { top, height } = plot.bbox;
    const gradient = plot.ctx.createLinearGradient(0, top + height, 0, top);
    const { warn, bad } = this.#room.paint;
    const [low, high] = [...limits].sort((a, b) => a - b).map((limit) => Math.min(Math.max((limit - min) / (max - min), 0), 1));
    const [below, above] = limits[1] >= limits[0] ? [plain, bad] : [bad, plain];
    for (const [stop, colour] of [[0, below], [low, below], [low, warn], [high, warn], [high, above], [1, above]]) {
      gradient.addColorStop(stop, colour);
    }
    return gradient;
  }

  #drawLimits(plot) {
    const { limits } = this.#drawing;
    if (!limits) return;
    const { ctx, bbox, scales } = plot;
    const { warn, bad } = this.#room.paint;
    ctx.save();
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
    [warn, bad].forEach((colour, i) => {
      if (!(limits[i] >= scales.y.min && limits[i] <= scales.y.max)) return;
      const y = Math.round(plot.valToPos(limits[i], 'y', true));
      ctx.strokeStyle = colour;
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    });
    ctx.restore();
  }

  /** What the lines are at the crosshair, or else at last. */
  #told() {
    const plot = this.#plot;
    if (!plot) return;
    const { columns, from, to } = this.#drawing;
    const there = plot.cursor.idx;
    const index = there ?? columns[0].length - 1;
    const values = this.#lines.map((_, i) => columns[i + 1]?.[index]);
    values.forEach((value, i) => { this.#values[i].textContent = this.#figures.say(value, this.#plan.unit); });
    this.#legend.classList.toggle('at', there !== null && there !== undefined);
    const second = columns[0][index];
    const words = this.#lines.map(({ label }, i) => `${label} ${this.#values[i].textContent}`);
    const attributes = {
      'aria-valuemin': Math.round(from), 'aria-valuemax': Math.round(to), 'aria-valuenow': Math.round(second ?? to),
      'aria-valuetext': second === undefined ? this.#say.waiting : [this.#figures.second(second), ...words].join(', '),
    };
    for (const [name, value] of Object.entries(attributes)) this.#canvas.setAttribute(name, value);
  }

  #key(event) {
    const step = event.key === 'Escape' ? 0 : KEYS[event.key] * (event.shiftKey ? 10 : 1);
    if (Number.isNaN(step)) return;
    event.preventDefault();
    this.#room.step(step, event.key === 'Escape');
  }

  #resize() {
    const width = this.#canvas.clientWidth;
    if (this.#plot && width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height: HEIGHT });
  }
}
