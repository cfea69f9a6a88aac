// How the console looks: charts, and tables that are cards where there is no room.

import { css } from '../element.js';

export const looks = css(`
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; margin-block-end: 1rem; }
.bar .how { flex: 1 1 14rem; color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; }
.bar .how[data-how="asked"] { color: var(--warn); }
.bar .how[data-how="stale"] { color: var(--bad); font-weight: 600; }
.pause[aria-pressed="true"] { background: var(--warn-wash); border-color: var(--warn); color: var(--warn); }
.did { margin-block-end: 1rem; padding: .625rem 1rem; border-radius: var(--radius); background: var(--accent-wash); font-size: .9375rem; overflow-wrap: anywhere; }
.did:empty { margin: 0; padding: 0; } /* there all the time, or nobody reads out what comes into it */
.problem { margin-block-end: 1rem; padding: .75rem 1rem; border-radius: var(--radius); background: var(--bad-wash); color: var(--bad); overflow-wrap: anywhere; }
.problem .quiet { margin-block-start: .5rem; color: inherit; border-color: currentColor; }

.part { margin-block-end: 2rem; }
.part > header { display: flex; flex-wrap: wrap; align-items: center; gap: .375rem .75rem; min-height: 2.5rem; margin-block-end: .5rem; }
.part h2 { margin: 0; font-size: 1.125rem; font-weight: 650; letter-spacing: -.01em; }
.count { color: var(--soft); font-size: .9375rem; font-variant-numeric: tabular-nums; }
.held { padding: .0625rem .5rem; border-radius: 99px; background: var(--warn-wash); color: var(--warn); font-size: .75rem; font-weight: 600; }
.note { margin-block: -.25rem .5rem; color: var(--soft); font-size: .8125rem; }
.filters { display: flex; flex-wrap: wrap; gap: .5rem; margin-inline-start: auto; }
input, textarea, select {
  min-inline-size: 0; min-height: 2.25rem; padding: .25rem .625rem; border: 1px solid var(--edge); border-radius: 9px;
  background: var(--sunken); color: var(--ink); font: inherit; font-size: .875rem;
}
::placeholder { color: var(--soft); opacity: 1; }
.search { inline-size: 17rem; max-inline-size: 100%; }
.choice { max-inline-size: 14rem; }

.charts { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 1rem; }
@container metrics (max-width: 72rem) { .charts { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@container metrics (max-width: 40rem) { .charts { grid-template-columns: minmax(0, 1fr); } }
.charts + .where { margin-block-start: .375rem; color: var(--soft); font-size: .8125rem; font-variant-numeric: tabular-nums; }

.wide { overflow: auto; max-block-size: 34rem; margin: 0; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); scroll-padding-block-start: 2.5rem; }
table { width: 100%; border-collapse: separate; border-spacing: 0; font-size: .8125rem; font-variant-numeric: tabular-nums; }
th, td { padding: .3125rem .625rem; border: 0; text-align: start; white-space: nowrap; font-weight: 400; vertical-align: middle; }
tbody tr + tr > * { border-block-start: 1px solid var(--line); }
thead th { position: sticky; z-index: 1; inset-block-start: 0; padding: 0; background: var(--sunken); border-block-end: 1px solid var(--line); }
.sort { width: 100%; min-height: 2.25rem; padding: .25rem .625rem; border-radius: 0; justify-content: start; color: var(--soft); font-size: .75rem; }
.sort:hover { color: var(--ink); background: var(--accent-wash); }
.sort:focus-visible { outline-offset: -2px; }
.sort::after { content: ""; flex: none; inline-size: .5rem; }
[aria-sort="ascending"] .sort::after { content: "↑" / ""; }
[aria-sort="descending"] .sort::after { content: "↓" / ""; }
[aria-sort="ascending"] .sort, [aria-sort="descending"] .sort { color: var(--accent); }
.number { text-align: end; }
.number .sort { justify-content: end; }
.long bdi { display: inline-block; max-inline-size: var(--most); overflow: hidden; text-overflow: ellipsis; vertical-align: bottom; }
tbody th[scope="row"] { font-weight: 600; white-space: nowrap; }
tbody tr:hover > * { background: var(--sunken); }
.open { min-height: 1.75rem; justify-content: start; text-align: start; margin-inline-start: -.375rem; padding: .125rem .375rem; color: var(--accent); font-size: inherit; }
.open:hover { background: var(--accent-wash); }
.beside { margin-inline-start: .375rem; padding: 0 .375rem; border-radius: 99px; background: var(--accent-wash); color: var(--soft); font-size: .75rem; }
.c-state bdi { padding: .0625rem .5rem; border-radius: 99px; background: var(--accent-wash); font-size: .75rem; font-weight: 600; }
.c-state[data-tone="plain"] bdi, .c-state[data-tone="gone"] bdi { background: var(--sunken); color: var(--soft); }
.c-state[data-tone="busy"] bdi { color: var(--accent); }
.c-state[data-tone="good"] bdi { color: var(--good); }
.c-state[data-tone="warn"] bdi { background: var(--warn-wash); color: var(--warn); }
.c-state[data-tone="bad"] bdi { background: var(--bad-wash); color: var(--bad); }
[data-tone="behind"] { color: var(--warn); font-weight: 600; }
td:is(.c-lastId, .c-address) { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: .75rem; }
[data-gone] > * { color: var(--soft); }
[data-gone] .long bdi, [data-gone] .number bdi { text-decoration: line-through; }
.c-acts { text-align: end; }
.act { min-height: 1.75rem; padding: .125rem .625rem; font-size: .8125rem; }
.danger { color: var(--bad); }
.danger.quiet:hover { background: var(--bad-wash); }
.danger.solid { background: var(--bad); color: var(--surface); }
.danger.solid:hover { background: color-mix(in srgb, var(--bad) 85%, var(--ink)); }
button[aria-disabled="true"] { opacity: .55; cursor: progress; }
.empty { padding: 1.5rem; color: var(--soft); text-align: center; }

dialog {
  inline-size: min(30rem, calc(100vw - 2rem)); max-block-size: calc(100dvh - 2rem); padding: 1.5rem; border: 1px solid var(--line); border-radius: 16px;
  background: var(--surface); color: var(--ink); box-shadow: 0 20px 60px -12px rgb(0 0 0 / .45); overflow: auto;
}
dialog::backdrop { background: rgb(6 18 23 / .55); }
dialog h2 { margin: 0; font-size: 1.125rem; line-height: 1.3; overflow-wrap: anywhere; }
dialog p { margin-block-start: .5rem; color: var(--soft); }
dialog .problem { margin-block: 1rem 0; color: var(--bad); }
dialog .warning { padding: .625rem .875rem; border-radius: var(--radius); background: var(--warn-wash); color: var(--warn); }
.field { display: grid; gap: .25rem; min-inline-size: 0; margin-block-start: 1rem; font-size: .875rem; font-weight: 600; }
.field > * { inline-size: 100%; font-weight: 400; }
.field > span { font-weight: 600; }
.field textarea { min-height: 6rem; resize: vertical; }
.optional { color: var(--soft); font-weight: 400; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 0 1rem; }
.choices { display: grid; gap: .375rem; min-inline-size: 0; margin: 1rem 0 0; padding: 0; border: 0; font-size: .9375rem; }
.choices legend { padding: 0; margin-block-end: .25rem; font-size: .875rem; font-weight: 600; }
.choices label { display: flex; align-items: center; gap: .5rem; overflow-wrap: anywhere; }
.choices input { flex: none; inline-size: 1.125rem; min-height: 1.125rem; margin: 0; accent-color: var(--accent); }
[aria-invalid="true"] { border-color: var(--bad); }
.dialog-actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: .625rem; margin-block-start: 1.5rem; }
dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .375rem 1rem; max-block-size: 60dvh; margin: 1rem 0 0; overflow: auto; font-size: .875rem; }
dt { grid-column: 1; color: var(--soft); }
dd { grid-column: 2; margin: 0; overflow-wrap: anywhere; }

@container metrics (min-width: 48.01rem) {
  td.number + td:not(.number, .c-acts), .number + :not(.number) .sort { padding-inline-start: 1.5rem; }
}

/* A card for each row; its numbers have their names beside them. */
@container metrics (max-width: 48rem) {
  .filters, .search { inline-size: 100%; margin-inline-start: 0; }
  .choice { flex: 1 1 8rem; max-inline-size: none; }
  .wide { max-block-size: 40rem; }
  table, thead, tbody { display: block; }
  thead { position: sticky; z-index: 1; inset-block-start: 0; background: var(--sunken); border-block-end: 1px solid var(--line); }
  thead tr { display: flex; overflow-x: auto; scrollbar-width: none; }
  thead th { position: static; flex: none; border: 0; }
  thead .c-acts { display: none; }
  tbody tr { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .125rem 1rem; padding: .625rem .75rem; }
  tbody tr + tr { border-block-start: 1px solid var(--line); }
  tbody tr + tr > * { border: 0; }
  tbody tr > * { display: flex; align-items: baseline; justify-content: space-between; gap: .5rem; min-inline-size: 0; padding: .125rem 0; text-align: end; white-space: normal; }
  tbody tr > td:not(.c-acts)::before { content: attr(data-label) / ""; flex: none; color: var(--soft); font-family: inherit; }
  tbody tr > th { grid-column: 1; justify-content: start; font-size: .9375rem; text-align: start; }
  tbody tr > .c-state { grid-column: 2; grid-row: 1; justify-content: end; }
  tbody tr > .c-state::before { display: none; }
  [data-name="streams"] .c-topics, .c-lastId, .c-address, .c-agent, .c-node, .c-heap, .c-database { grid-column: 1 / -1; }
  .long bdi { min-inline-size: 0; max-inline-size: 100%; white-space: nowrap; }
  [data-name="topics"] tbody th { grid-column: 1 / -1; }
  tbody th[scope="row"] bdi { white-space: normal; overflow-wrap: anywhere; }
  tbody tr > .c-acts { grid-column: 1 / -1; justify-content: end; }
  tbody tr > .c-acts:empty { display: none; }
  .act { min-height: 2.25rem; }
}
`);
