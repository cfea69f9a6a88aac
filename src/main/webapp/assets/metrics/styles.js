// How the charts look.

import { css } from '../element.js';

export const styles = css(`
:host { container: metrics / inline-size; }
.tools { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; margin-block-end: 1rem; }
.tools .where { color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; }
.tools .where[data-at] { color: var(--ink); font-weight: 600; }
.pause[aria-pressed="true"] { background: var(--warn-wash); border-color: var(--warn); color: var(--warn); }

.problem { margin-block-end: 1rem; padding: .75rem 1rem; border-radius: var(--radius); background: var(--bad-wash); color: var(--bad); }
h2 { margin: 1.75rem 0 .75rem; font-size: 1.125rem; font-weight: 650; letter-spacing: -.01em; }

.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); gap: 1rem; }
.chart {
  min-width: 0;
  padding: .875rem 1rem .75rem;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--surface);
  box-shadow: 0 1px 2px rgb(15 34 41 / .05);
}
.chart[data-level="warn"] { border-color: var(--warn); }
.chart[data-level="bad"] { border-color: var(--bad); }
.chart header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 .75rem; min-height: 2rem; }
h3 { min-width: 0; color: var(--soft); font-size: .875rem; font-weight: 600; overflow-wrap: anywhere; }
.headline { display: flex; align-items: baseline; gap: .5rem; }
.now { font-size: 1.375rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.3; font-variant-numeric: tabular-nums; }
.word { padding: .0625rem .4375rem; border-radius: 99px; font-size: .75rem; font-weight: 650; }
.word:empty { display: none; }
[data-level="warn"] .now { color: var(--warn); }
[data-level="bad"] .now { color: var(--bad); }
[data-level="warn"] .word { background: var(--warn-wash); color: var(--warn); }
[data-level="bad"] .word { background: var(--bad-wash); color: var(--bad); }

/* The axes have the same side for all: time runs from left to right. */
.plot { height: 148px; margin-block: .375rem; direction: ltr; border-radius: 6px; cursor: crosshair; touch-action: pan-y; overflow: clip; overflow-clip-margin: 3px; }
.legend { display: flex; flex-wrap: wrap; gap: .125rem .875rem; min-height: 1.25rem; color: var(--soft); font-size: .8125rem; }
.legend li { display: inline-flex; align-items: center; gap: .375rem; min-width: 0; }
.legend .label { min-width: 0; overflow-wrap: anywhere; }
.value { color: var(--ink); font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.swatch { flex: none; width: .75rem; height: .1875rem; border-radius: 2px; background: currentColor; }
.swatch[data-tone="0"] { color: var(--accent); }
.swatch[data-tone="1"] { color: light-dark(#5b6fd6, #a3b1ff); }
.swatch[data-tone="2"] { color: light-dark(#b0682a, #f0b57c); }
.swatch[data-tone="3"] { color: light-dark(#a83a78, #f096c6); }
.swatch[data-tone="4"] { color: light-dark(#3c7f35, #93d488); }
.swatch[data-tone="5"] { color: light-dark(#7a4bbd, #cbb0f5); }

.pages { display: grid; gap: .375rem; font-size: .875rem; align-content: start; }
.pages li { position: relative; display: flex; justify-content: space-between; gap: 1rem; padding: .25rem .5rem; border-radius: 6px; overflow: clip; }
.pages li::before { content: ""; position: absolute; inset-block: 0; inset-inline-start: 0; inline-size: calc(var(--share, 0) * 100%); background: var(--accent-wash); }
.pages span { position: relative; min-width: 0; overflow-wrap: anywhere; }
.pages .value { flex: none; }
.pages .more { color: var(--soft); }

details { margin-block-start: 1.25rem; }
summary { width: fit-content; padding: .25rem 0; color: var(--accent); font-size: .875rem; font-weight: 600; cursor: pointer; }
.wide { overflow-x: auto; margin-block-start: .5rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
table { width: 100%; border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { padding: .5rem .75rem; color: var(--soft); text-align: start; }
th, td { padding: .375rem .75rem; border-block-start: 1px solid var(--line); text-align: end; white-space: nowrap; }
th[scope="row"], th:first-child { text-align: start; font-weight: 600; white-space: normal; }
td[data-level="warn"] { color: var(--warn); }
td[data-level="bad"] { color: var(--bad); font-weight: 650; }

.paint { display: none; }
.paint .soft { color: var(--soft); }
.paint .line { color: var(--line); }
.paint .warn { color: var(--warn); }
.paint .bad { color: var(--bad); }
`);
