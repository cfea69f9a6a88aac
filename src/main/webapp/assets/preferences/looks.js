// How the preferences look. On narrow screens the table becomes a card for each category.

import { css } from '../element.js';

export const looks = css(`
:host { container-type: inline-size; }
.panel { padding: 1.5rem; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); }
.panel + .panel { margin-block-start: 1.25rem; }
h2 { font-size: 1.125rem; font-weight: 650; letter-spacing: -.01em; }
.help { margin-block-start: .25rem; color: var(--soft); font-size: .9375rem; text-wrap: pretty; }
.scroller { margin-block: 1rem 0; overflow-x: auto; }
table { inline-size: 100%; border-collapse: collapse; font-size: .9375rem; }
th, td { padding: .6875rem .75rem; text-align: start; vertical-align: middle; }
th:first-child { padding-inline-start: 0; }
td:last-child { padding-inline-end: 0; }
thead th { padding-block: 0 .5rem; color: var(--soft); font-size: .8125rem; font-weight: 600; white-space: nowrap; }
tbody tr { border-block-start: 1px solid var(--line); }
tbody th { font-weight: 600; overflow-wrap: anywhere; }
tbody tr:last-child th { color: var(--soft); font-weight: 500; }
.lock { display: inline-block; margin-inline-start: .375rem; color: var(--soft); vertical-align: -.125rem; }
td:last-child { inline-size: 1%; white-space: nowrap; }

input:not([type="checkbox"]), select { min-height: 2.375rem; padding: .25rem .625rem; border: 1px solid var(--edge); border-radius: 9px; background: var(--sunken); color: var(--ink); font: inherit; font-size: .9375rem; font-weight: 400; }
:disabled { opacity: .6; cursor: not-allowed; }
[aria-invalid="true"], :user-invalid { border-color: var(--bad) !important; }
.minutes { inline-size: 6rem; margin-inline-start: .5rem; }
.switch { appearance: none; flex: none; position: relative; inline-size: 2.5rem; block-size: 1.5rem; margin: 0; border: 1px solid var(--edge); border-radius: 99px; background: var(--sunken); cursor: pointer; transition: background-color .15s, border-color .15s; vertical-align: middle; }
.switch::before { content: ''; position: absolute; inset-block-start: .1875rem; inset-inline-start: .1875rem; inline-size: 1rem; block-size: 1rem; border-radius: 50%; background: var(--edge); transition: inset-inline-start .15s, background-color .15s; }
.switch:checked { border-color: var(--accent); background: var(--accent); }
.switch:checked::before { inset-inline-start: 1.1875rem; background: var(--on-accent); }

.line { display: flex; align-items: center; gap: .75rem; margin-block-start: 1rem; font-weight: 600; }
.hours { display: flex; flex-wrap: wrap; gap: 1rem; margin-block-start: 1rem; }
.hours label, .zone { display: grid; gap: .25rem; font-size: .875rem; font-weight: 600; }
.zone { max-inline-size: 22rem; margin-block-start: 1rem; }
.primary { margin-block-start: 1rem; min-height: 2.5rem; padding-inline: 1rem; }
.answer { margin-block-start: .75rem; font-size: .9375rem; font-weight: 600; }
.answer:empty { display: none; }
.answer[data-state="granted"] { color: var(--good); }
.answer[data-state="denied"] { color: var(--bad); }
.status { position: fixed; z-index: 3; inset-block-end: 1.25rem; inset-inline: 0; inline-size: fit-content; max-inline-size: calc(100vw - 2rem); margin: 0 auto; padding: .5rem 1rem; border-radius: 99px; background: light-dark(#0f2229, #e4eef1); color: light-dark(#ffffff, #0f2229); font-size: .875rem; font-weight: 600; box-shadow: var(--shadow); pointer-events: none; }
.status[data-tone="bad"] { background: var(--bad); color: var(--surface); border-radius: var(--radius); }
.status:empty { display: none; }
.problem { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .75rem; padding: .875rem 1.25rem; border-radius: var(--radius); background: var(--bad-wash); color: var(--bad); }

@container (max-width: 36rem) {
  .panel { padding: 1.125rem; }
  thead { position: absolute; clip-path: inset(50%); }
  tbody tr { display: grid; gap: .625rem; padding-block: .875rem; }
  tbody th, tbody td { display: flex; align-items: center; padding: 0; }
  td:last-child { inline-size: auto; flex-wrap: wrap; }
  td::before { content: attr(data-label); margin-inline-end: auto; padding-inline-end: 1rem; color: var(--soft); }
}
`);
