// How the list of jobs looks: a card for each, its bar only while it runs.

import { css } from '../element.js';

export const looks = css(`
:host { container-type: inline-size; }
.export, .job { border: 1px solid var(--line); border-radius: 14px; background: var(--surface); }
.export { display: grid; gap: 1rem; padding: 1.25rem 1.5rem 1.5rem; margin-block-end: 1.5rem; }
h2 { font-size: 1.125rem; font-weight: 650; letter-spacing: -.01em; }
.choices { display: flex; flex-wrap: wrap; gap: .75rem; }
.segments { display: inline-flex; flex-wrap: wrap; padding: 3px; border: 1px solid var(--line); border-radius: 11px; background: var(--sunken); }
.segments label { position: relative; }
.segments input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; margin: 0; opacity: 0; cursor: pointer; }
.segments span { display: block; padding: .375rem .75rem; border-radius: 8px; font-size: .875rem; font-weight: 600; }
.segments :checked + span { background: var(--accent); color: var(--on-accent); }
.segments :focus-visible + span { outline: 2px solid var(--accent); outline-offset: 2px; }
.field { display: grid; gap: .25rem; min-inline-size: 0; font-size: .875rem; font-weight: 600; }
.field input { inline-size: 100%; min-inline-size: 0; min-height: 2.5rem; padding: .25rem .75rem; border: 1px solid var(--edge); border-radius: 9px; background: var(--sunken); color: var(--ink); font: inherit; font-weight: 400; }
[aria-invalid="true"] { border-color: var(--bad) !important; }
.help { color: var(--soft); font-weight: 400; }
summary { color: var(--accent); font-size: .9375rem; font-weight: 600; cursor: pointer; }
.filters { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); align-items: start; gap: 1rem; margin-block-start: .75rem; }
.check { display: flex; align-items: center; gap: .5rem; font-size: .9375rem; font-weight: 600; }
.check input { inline-size: 1.125rem; block-size: 1.125rem; margin: 0; accent-color: var(--accent); }
.refused { color: var(--bad); font-size: .9375rem; font-weight: 600; }
.export > .primary { justify-self: start; min-height: 2.5rem; padding-inline: 1.25rem; }
.primary:disabled { opacity: .6; cursor: progress; }

.jobs { display: grid; gap: .75rem; }
.job { --tone: var(--accent); display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: .25rem 1.25rem; padding: 1rem 1.25rem; }
.job[data-state="complete"] { --tone: var(--good); }
.job[data-state="failed"] { --tone: var(--bad); }
.job[data-state="cancelled"] { --tone: var(--soft); }
.head { display: flex; flex-wrap: wrap; align-items: baseline; gap: .125rem .75rem; min-inline-size: 0; }
h3 { min-inline-size: 0; font-size: 1rem; font-weight: 600; overflow-wrap: anywhere; }
.state { color: var(--tone); font-size: .8125rem; font-weight: 650; }
.percent { margin-inline-start: auto; color: var(--soft); font-size: .875rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.track { position: relative; grid-column: 1; height: .5rem; margin-block: .25rem; border-radius: 99px; background: color-mix(in srgb, var(--edge) 28%, transparent); overflow: clip; }
.bar { position: absolute; inset-block: 0; inset-inline-start: 0; inline-size: 0; border-radius: inherit; background: var(--tone); transition: inline-size .3s ease-out; }
.unknown .bar { inline-size: 30%; animation: to-and-fro 1.8s ease-in-out infinite alternate; }
@keyframes to-and-fro { from { inset-inline-start: 0; } to { inset-inline-start: 70%; } }
@media (prefers-reduced-motion: reduce) { .unknown .bar { inline-size: 100%; opacity: .45; } }
.foot { grid-column: 1; display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; }
.figures { min-inline-size: 0; overflow-wrap: anywhere; }
.actions { grid-column: 2; grid-row: 1 / span 3; display: flex; gap: .5rem; }
.empty { padding: 2.5rem 1.5rem; border: 1px dashed var(--edge); border-radius: 14px; color: var(--soft); text-align: center; text-wrap: balance; }
.more { margin-block-start: 1rem; }
.problem { margin-block-start: 1rem; padding: .875rem 1.25rem; border-radius: var(--radius); background: var(--bad-wash); color: var(--bad); }

@container (max-width: 38rem) {
  .export { padding: 1.125rem; }
  .filters { grid-template-columns: minmax(0, 1fr); }
  .job { grid-template-columns: minmax(0, 1fr); padding: .875rem 1rem; }
  .actions { grid-column: 1; grid-row: auto; margin-block-start: .375rem; }
  .actions:empty { display: none; }
  .actions > * { flex: 1; }
}
`);
