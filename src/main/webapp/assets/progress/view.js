// How far a job is, and what came of it. Knows nothing of servers.

import { h } from '../dom.js';
import { safeLink } from './link.js';

export class ProgressView {
  #say;
  #figures;
  #root;
  #percent;
  #track;
  #bar;
  #line;
  #remaining;
  #result;
  #problem;
  #reason;
  #status;

  /**
   * @param {ShadowRoot} shadow where it shows it all
   * @param {{label: string, say: import('./words.js').words['en'], figures: import('./figures.js').Figures, retry: () => void}} about
   */
  constructor(shadow, { label, say, figures, retry }) {
    this.#say = say;
    this.#figures = figures;
    this.#percent = h('span', { class: 'percent', part: 'percent', 'aria-hidden': 'true' });
    this.#bar = h('div', { class: 'bar', part: 'bar' });
    this.#track = h('div', {
      class: 'track', part: 'track', role: 'progressbar', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100,
    }, this.#bar);
    this.#line = h('p', { class: 'figures', part: 'figures' });
    this.#remaining = h('p', { class: 'remaining', part: 'remaining' });
    this.#result = h('div', { class: 'result', part: 'result', hidden: true });
    this.#reason = h('p');
    this.#problem = h('div', { class: 'foot', role: 'alert', hidden: true },
      this.#reason, h('button', { type: 'button', class: 'quiet', click: retry }, say.again));
    // Only what begins or ends is read out; how far it is can be asked of the bar.
    this.#status = h('p', { class: 'unseen', role: 'status' });
    this.#root = h('div', { class: 'progress' },
      h('div', { class: 'head' }, h('bdi', { class: 'label', part: 'label' }, label), this.#percent),
      this.#track,
      h('div', { class: 'foot' }, this.#line, this.#remaining),
      this.#result, this.#problem, this.#status);
    shadow.replaceChildren(this.#root);
    this.#write(say.loading);
  }

  /** @param {import('./job.js').Job} job */
  show(job) {
    const { state } = job;
    const fraction = state === 'complete' ? 1 : job.fraction;
    this.#problem.hidden = true;
    this.#root.dataset.state = state;
    this.#root.classList.toggle('unknown', state === 'running' && fraction === null);
    this.#fill(fraction);
    this.#percent.textContent = fraction === null ? '' : this.#figures.percent(fraction);
    this.#write(...this.#wordsFor(job));
    const left = state === 'running' && job.remaining !== null ? this.#say.left(this.#figures.span(job.remaining)) : '';
    this.#remaining.textContent = left;
    this.#track.setAttribute('aria-valuetext', [this.#percent.textContent, this.#say[state], left].filter(Boolean).join(', '));
    this.#result.hidden = state !== 'complete';
    this.#result.replaceChildren(...(state === 'complete' ? this.#resultOf(job.end.data) : []));
  }

  /** Reads out what the job has come to. */
  announce(job) {
    this.#status.textContent = `${this.#track.getAttribute('aria-label')}: ${this.#wordsFor(job).join(', ')}`;
  }

  failed(detail) {
    this.#reason.textContent = `${this.#say.broken} ${detail}`;
    this.#problem.hidden = false;
    this.#write();
  }

  refused() {
    this.#write(this.#say.refused);
  }

  #fill(fraction) {
    if (fraction === null) {
      this.#track.removeAttribute('aria-valuenow');
      this.#bar.style.removeProperty('inline-size');
    } else {
      this.#track.setAttribute('aria-valuenow', Math.floor(fraction * 100));
      this.#bar.style.setProperty('inline-size', `${fraction * 100}%`);
    }
  }

  #wordsFor(job) {
    const say = this.#say;
    const { end, state } = job;
    if (state === 'failed') return [say.failed, sentence(end.data?.reason) || say.unknown];
    if (state !== 'running') return [say[state]];
    const doing = Object.hasOwn(say.states, job.doing) ? say.states[job.doing] : sentence(job.doing);
    const speed = job.rate && say.speed(this.#figures.amount(job.rate));
    const told = [doing, this.#amounts(job), speed].filter(Boolean);
    return told.length > 0 ? told : [say.running];
  }

  #amounts({ done, total }) {
    if (done === null) return '';
    const figures = this.#figures;
    return total > 0 ? this.#say.of(figures.amount(done), figures.amount(total)) : figures.amount(done);
  }

  #resultOf(data) {
    const { url, size, checksum, name } = data ?? {};
    const href = safeLink(url);
    const told = [sentence(name), typeof size === 'number' && size >= 0 ? this.#figures.size(size) : ''].filter(Boolean);
    return [
      href && h('a', { class: 'button primary download', part: 'download', href, download: sentence(name) || null, rel: 'noopener' },
        `${this.#say.download} `, told.length > 0 ? h('bdi', {}, `(${told.join(', ')})`) : null),
      !href && url !== undefined ? h('p', { class: 'checksum' }, this.#say.noLink) : null,
      sentence(checksum) && h('p', { class: 'checksum', part: 'checksum' },
        `${this.#say.checksum} `, h('code', {}, sentence(checksum))),
    ].filter(Boolean);
  }

  #write(...words) {
    this.#line.replaceChildren(...words.flatMap((one, index) => [index > 0 ? ' · ' : '', h('bdi', {}, one)]));
  }
}

/** Anything may have been published; only text is shown, and not a novel. */
function sentence(value) {
  return typeof value === 'string' ? value.trim().slice(0, 500) : '';
}
