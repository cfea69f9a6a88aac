// One job: a line above its bar, a line below, and what can be done about it.

import { h } from '../dom.js';
import { safeLink } from '../progress/link.js';

export class JobRow {
  #about;
  #state;
  #percent;
  #track;
  #bar;
  #figures;
  #left;
  #actions;
  #title;
  #shown = ''; // which actions there are: they keep the focus while nothing changes

  /**
   * @param {{say: import('./words.js').words['en'], progress: object, figures: import('../progress/figures.js').Figures,
   *   when: Intl.DateTimeFormat, cancel: () => void, remove: () => void}} about
   */
  constructor(about) {
    this.#about = about;
    this.#title = h('h3', { part: 'title' });
    this.#state = h('span', { class: 'state', part: 'state' });
    this.#percent = h('span', { class: 'percent', part: 'percent', 'aria-hidden': 'true' });
    this.#bar = h('div', { class: 'bar', part: 'bar' });
    this.#track = h('div', { class: 'track', part: 'track', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100 }, this.#bar);
    this.#figures = h('p', { class: 'figures', part: 'figures' });
    this.#left = h('p', { class: 'left' });
    this.#actions = h('div', { class: 'actions', part: 'actions' });
    this.element = h('li', { class: 'job', part: 'job', tabindex: -1 },
      h('div', { class: 'head' }, this.#title, this.#state, this.#percent),
      this.#track,
      h('div', { class: 'foot' }, this.#figures, this.#left),
      this.#actions);
  }

  show(job) {
    const { progress } = this.#about;
    const fraction = job.state === 'complete' ? 1 : job.total > 0 ? Math.min(job.done / job.total, 1) : null;
    const running = job.state === 'running' || job.state === 'waiting';
    const stopping = running && job.cancelling;
    this.element.dataset.id = job.id;
    this.element.dataset.state = job.state;
    this.element.classList.toggle('unknown', running && fraction === null);
    this.#title.replaceChildren(h('bdi', {}, job.title));
    this.#state.textContent = stopping ? progress.states.cancelling : progress[job.state];
    this.#percent.textContent = running && fraction !== null ? this.#about.figures.percent(fraction) : '';
    this.#track.hidden = !running;
    this.#track.setAttribute('aria-label', job.title);
    if (fraction === null) this.#track.removeAttribute('aria-valuenow');
    else this.#track.setAttribute('aria-valuenow', Math.floor(fraction * 100));
    this.#bar.style.inlineSize = fraction === null ? '' : `${fraction * 100}%`;
    this.#figures.replaceChildren(...this.#told(job).flatMap((one, index) => [index > 0 ? ' · ' : '', h('bdi', {}, one)]));
    this.#left.textContent = running && job.remaining != null && !stopping ? progress.left(this.#about.figures.span(job.remaining)) : '';
    this.#act(job, running && !stopping);
  }

  #told(job) {
    const { say, progress, figures, when } = this.#about;
    const ended = job.endedAt && when.format(new Date(job.endedAt));
    const by = job.by && say.by(job.by);
    if (job.state === 'failed') return [job.reason, ended, by].filter(Boolean);
    if (job.state === 'cancelled') return [ended, by].filter(Boolean);
    if (job.state === 'complete') {
      const { name, size, url, until } = job.result ?? {};
      const expires = until && (url ? say.until(when.format(new Date(until))) : say.expired);
      return [ended, name, size != null && figures.size(size), by, expires].filter(Boolean);
    }
    const doing = Object.hasOwn(progress.states, job.doing) ? progress.states[job.doing] : job.doing;
    const amount = job.total > 0 ? progress.of(figures.amount(job.done), figures.amount(job.total)) : job.done > 0 && figures.amount(job.done);
    return [doing, amount, job.rate > 0 && progress.speed(figures.amount(job.rate)), by].filter(Boolean);
  }

  #act(job, cancellable) {
    const { say, progress, cancel, remove } = this.#about;
    const href = job.state === 'complete' ? safeLink(job.result?.url) : null;
    const over = !['waiting', 'running'].includes(job.state) || (job.cancelling && job.by); // an application may have gone
    const shown = [cancellable, href, over].join(' ');
    if (shown === this.#shown) return;
    const focused = this.#actions.contains(this.element.getRootNode().activeElement);
    this.#shown = shown;
    const named = (name, text, attributes, tag = 'button') =>
      h(tag, { part: 'button', 'aria-label': `${text}: ${job.title}`, ...attributes, 'data-does': name }, text);
    this.#actions.replaceChildren(...[
      href && named('download', progress.download, { class: 'button primary', href, download: job.result.name ?? '', rel: 'noopener' }, 'a'),
      cancellable && named('cancel', say.cancel, { type: 'button', class: 'quiet', click: cancel }),
      over && named('remove', say.remove, { type: 'button', class: 'quiet', click: remove }),
    ].filter(Boolean));
    if (focused) (this.#actions.firstElementChild ?? this.element).focus();
  }
}
