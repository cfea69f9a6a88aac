// How a log looks: tools above, lines in a monospaced type, a button for what has come meanwhile.

import { css } from '../element.js';

export const styles = css(`
:host { --mono: var(--tidings-mono, ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace); container: log / inline-size; }
.log {
  position: relative;
  display: grid;
  grid-template-rows: auto minmax(0, 1fr) auto;
  height: var(--tidings-log-height, 36rem);
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--surface);
  box-shadow: 0 1px 2px rgb(15 34 41 / .05), 0 6px 20px -8px light-dark(rgb(15 34 41 / .12), rgb(0 0 0 / .3));
  overflow: clip;
}

.tools { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; padding: .625rem .75rem; border-block-end: 1px solid var(--line); }
.severities { display: flex; flex-wrap: wrap; gap: .25rem; }
.tools button { min-height: 2.125rem; padding: .25rem .5rem; font-size: .8125rem; }
.severity { border-color: var(--edge); color: var(--soft); }
.severity[aria-pressed="true"] { background: var(--accent-wash); color: var(--ink); border-color: transparent; box-shadow: inset 0 0 0 1px var(--edge); }
.severity::before { content: ""; width: .5rem; height: .5rem; border-radius: 50%; background: var(--tone, var(--edge)); }
.severity[aria-pressed="false"]::before { background: none; box-shadow: inset 0 0 0 1.5px var(--tone, var(--edge)); }
.severity .count { font-weight: 400; font-variant-numeric: tabular-nums; }
[data-severity="error"] { --tone: var(--bad); }
[data-severity="warning"] { --tone: var(--warn); }
[data-severity="info"] { --tone: var(--accent); }
[data-severity="debug"] { --tone: var(--edge); }
.search { flex: 1 1 8rem; min-width: 7rem; min-height: 2.125rem; padding: .25rem .625rem; border: 1px solid var(--edge); border-radius: 9px; background: var(--sunken); color: var(--ink); font: inherit; font-size: .875rem; }
.search::placeholder { color: var(--soft); opacity: 1; }
.search:focus-visible { outline-offset: 0; border-color: var(--accent); }
.actions { display: flex; flex-wrap: wrap; gap: .25rem; }
.actions button[aria-pressed="true"] { background: var(--accent-wash); color: var(--accent); }
.tools .follow { min-width: 5.5rem; }

.scroller { position: relative; overflow: auto; overscroll-behavior: contain; background: var(--sunken); font: 400 .8125rem/1.5 var(--mono); direction: ltr; text-align: left; scrollbar-gutter: stable; }
.scroller:focus-visible { outline-offset: -2px; }
.box { content-visibility: auto; contain-intrinsic-size: auto 1950px; }
.row { border-inline-start: 3px solid transparent; }
.row[data-severity="error"] { border-color: var(--bad); background: var(--bad-wash); }
.row[data-severity="warning"] { border-color: var(--warn); background: var(--warn-wash); }
.row.unfit,
.scroller[data-hidden~="error"] .row[data-severity="error"],
.scroller[data-hidden~="warning"] .row[data-severity="warning"],
.scroller[data-hidden~="info"] .row[data-severity="info"],
.scroller[data-hidden~="debug"] .row[data-severity="debug"] { display: none; }
.line { display: flex; align-items: baseline; gap: .625rem; min-height: 1.5rem; padding-inline: .25rem .75rem; cursor: default; }
.line:hover { background: color-mix(in srgb, var(--accent) 9%, transparent); }
.open { flex: none; align-self: stretch; min-height: 1.5rem; width: 1.5rem; padding: 0; border-radius: 4px; color: var(--soft); }
.open::before { content: ""; border: .25rem solid transparent; border-inline-start: .375rem solid currentColor; border-inline-end: 0; transition: transform .12s; }
.open[aria-expanded="true"]::before { transform: rotate(90deg); }
.time { flex: none; min-width: 12ch; color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.level { flex: none; width: 8ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--tone, var(--soft)); font-weight: 600; }
[data-severity="info"] .level, [data-severity="debug"] .level { color: var(--soft); font-weight: 400; }
[data-severity="debug"] .message { color: var(--soft); }
.message { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: pre; unicode-bidi: isolate; }
.wrapped .message { white-space: pre-wrap; overflow-wrap: anywhere; }
.mark { flex: none; padding: 0 .5rem; border-radius: 99px; background: var(--warn-wash); color: var(--warn); box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--warn) 45%, transparent); font: 600 .75rem/1.5 var(--tidings-font, ui-sans-serif, system-ui, sans-serif); white-space: nowrap; }
.mark.node { background: none; color: var(--muted); box-shadow: inset 0 0 0 1px var(--edge); }
.mark.bad { background: var(--bad-wash); color: var(--bad); box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--bad) 45%, transparent); }
.only-marks { display: flex; gap: .5rem; padding: .125rem 2.125rem; }
::highlight(tidings-log-found) { background-color: light-dark(#ffe08a, #ffd257); color: #1b1300; }

.details { padding: .5rem .75rem .75rem 2.125rem; border-block: 1px solid var(--line); background: var(--surface); }
.details dl { margin: 0 0 .625rem; }
.details dl div { display: grid; grid-template-columns: minmax(6rem, 11rem) minmax(0, 1fr); gap: 0 1rem; padding-block: .125rem; }
.details dt { color: var(--soft); overflow-wrap: anywhere; }
.details dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
.details .cut { margin-block-end: .625rem; color: var(--warn); font-family: var(--tidings-font, ui-sans-serif, system-ui, sans-serif); }
.details .quiet { min-height: 2rem; font-family: var(--tidings-font, ui-sans-serif, system-ui, sans-serif); font-size: .8125rem; }

.empty { padding: 2.5rem 1.5rem; color: var(--soft); font-family: var(--tidings-font, ui-sans-serif, system-ui, sans-serif); font-size: .9375rem; text-align: center; }
.problem { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1rem; padding: .75rem 1rem; border-block-end: 1px solid var(--line); background: var(--bad-wash); color: var(--bad); font-family: var(--tidings-font, ui-sans-serif, system-ui, sans-serif); font-size: .9375rem; direction: inherit; }

.foot { display: flex; flex-wrap: wrap; align-items: center; gap: .125rem 1rem; min-height: 2.25rem; padding: .25rem .875rem; border-block-start: 1px solid var(--line); color: var(--soft); font-size: .8125rem; font-variant-numeric: tabular-nums; }
.foot .skipped { color: var(--warn); font-weight: 600; }
.foot .state { margin-inline-start: auto; }
.fresh { position: absolute; inset-block-end: 3rem; inset-inline: 0; margin-inline: auto; width: max-content; border-radius: 99px; box-shadow: var(--shadow); font-variant-numeric: tabular-nums; }

@container log (max-width: 40rem) {
  .level, .severity .count { display: none; }
  .time { min-width: 8ch; width: 8ch; overflow: hidden; }
  .line { gap: .375rem; padding-inline-end: .5rem; }
  .scroller { font-size: .75rem; }
  .search { flex-basis: 100%; }
  .details dl div { grid-template-columns: minmax(0, 1fr); padding-block: .25rem; }
  .details { padding-inline-start: .875rem; }
}
`);
