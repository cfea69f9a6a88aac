// How the inbox looks. Logical properties only: it reads from either side.

import { css } from '../element.js';

export const looks = css(`
:host { container-type: inline-size; scroll-margin-block-start: calc(var(--tidings-top, 0px) + 1rem); }
.frame { position: relative; display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
h3, p, dl, dd { margin: 0; }
button[aria-disabled="true"], [aria-busy="true"] > .tools .tool { cursor: progress; }
button:disabled { opacity: .5; cursor: default; }

.head { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; }
.tabs { display: flex; gap: .125rem; padding: .1875rem; border-radius: 11px; background: color-mix(in srgb, var(--edge) 14%, transparent); overflow-x: auto; scrollbar-width: none; max-inline-size: 100%; }
[role="tab"] { flex: none; min-height: 2rem; padding: .1875rem .75rem; border-radius: 8px; color: var(--soft); }
[role="tab"]:hover { color: var(--ink); }
[role="tab"][aria-selected="true"] { background: light-dark(#ffffff, #2b414a); color: var(--ink); box-shadow: 0 1px 2px rgb(15 34 41 / .16); }
.number { padding: .0625rem .4375rem; border-radius: 99px; background: var(--accent); color: var(--on-accent); font-size: .75rem; font-variant-numeric: tabular-nums; }
.number:empty { display: none; }
.all { display: flex; flex-wrap: wrap; gap: .375rem; margin-inline-start: auto; }
.all button { min-height: 2.125rem; padding-inline: .625rem; font-size: .8125rem; }
.keys { padding-inline: .4375rem !important; color: var(--soft); }
.keys:hover { background: var(--accent-wash); color: var(--ink); }
button[aria-pressed="true"] { background: var(--accent-wash); border-color: var(--accent); }

.filter { display: flex; flex-wrap: wrap; gap: .5rem; }
.search { position: relative; flex: 1 1 9rem; color: var(--soft); }
.search svg { position: absolute; inset-block-start: .6875rem; inset-inline-start: .75rem; pointer-events: none; }
input:not([type="checkbox"]), select {
  min-height: 2.5rem; padding: .375rem .75rem; border: 1px solid var(--edge); border-radius: 9px;
  background: var(--surface); color: var(--ink); font: inherit; font-size: .9375rem; max-inline-size: 100%;
}
.search input { inline-size: 100%; padding-inline-start: 2.375rem; }
::placeholder { color: var(--soft); opacity: 1; }

.bulk { position: sticky; z-index: 2; inset-block-start: var(--tidings-top, 0px); display: flex; flex-wrap: wrap; align-items: center; gap: .375rem; padding: .5rem .75rem; border-radius: var(--radius); background: var(--accent-wash); font-size: .875rem; font-weight: 600; }
.bulk > span { margin-inline-end: auto; }
.bulk .quiet { background: var(--surface); font-size: .8125rem; }
.banner { padding: .5rem .875rem; border-radius: var(--radius); background: var(--warn-wash); color: var(--warn); font-size: .875rem; }
.problem { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .625rem 1rem; margin-block-end: .75rem; padding: .875rem 1.125rem; border: 1px solid color-mix(in srgb, var(--bad) 35%, transparent); border-radius: var(--radius); background: var(--bad-wash); color: var(--bad); }
.problem p { flex: 1 1 14rem; overflow-wrap: anywhere; }

.panel { position: relative; min-block-size: 9rem; }
.panel:focus { outline: none; }
.top { position: absolute; inset-block-start: 0; block-size: 1px; inline-size: 100%; pointer-events: none; }
.pill-place { position: sticky; z-index: 1; inset-block-start: calc(var(--tidings-top, 0px) + .75rem); block-size: 0; display: flex; justify-content: center; }
.pill { min-height: 2.125rem; padding-inline: 1rem; border-radius: 99px; background: var(--accent); color: var(--on-accent); box-shadow: var(--shadow); animation: drop .25s ease-out; }
.pill:hover { background: var(--accent-strong); }
@keyframes drop { from { opacity: 0; transform: translateY(-.5rem); } }

.list { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); overflow: clip; }
.list:empty { display: none; }
li[data-id] + li[data-id] { border-block-start: 1px solid var(--line); }
article { position: relative; display: grid; grid-template-columns: auto 2.25rem minmax(0, 1fr); gap: 0 .875rem; padding: .875rem 1.125rem; }
article:hover { background: var(--sunken); }
article:focus-visible { outline-offset: -2px; border-radius: inherit; }
article[aria-busy="true"] { opacity: .6; }
article.is-checked { background: var(--accent-wash); }
li:first-child article { border-start-start-radius: calc(var(--radius) - 1px); border-start-end-radius: calc(var(--radius) - 1px); }
li:last-child article { border-end-start-radius: calc(var(--radius) - 1px); border-end-end-radius: calc(var(--radius) - 1px); }
.check { display: none; inline-size: 1.125rem; block-size: 1.125rem; margin: .5625rem 0 0; accent-color: var(--accent); }
.selecting .check { display: block; }
.frame:not(.selecting) article { grid-template-columns: 2.25rem minmax(0, 1fr); }

.disc { display: grid; place-items: center; inline-size: 2.25rem; block-size: 2.25rem; border-radius: 50%; background: color-mix(in srgb, var(--tone) 14%, transparent); color: var(--tone); font-size: 1rem; line-height: 1; overflow: hidden; }
article { --tone: var(--accent); }
article[data-severity="success"] { --tone: var(--good); }
article[data-severity="warning"] { --tone: var(--warn); }
article[data-severity="error"] { --tone: var(--bad); }

.content { display: grid; gap: .1875rem; min-inline-size: 0; }
time, .note, .hint { unicode-bidi: plaintext; }
.title { font-size: .9375rem; font-weight: 500; line-height: 1.4; overflow-wrap: anywhere; padding-inline-end: .5rem; }
.is-unread .title { font-weight: 680; }
.title a { color: inherit; text-decoration: none; }
.title a:hover { color: var(--accent); text-decoration: underline; }
.dot { display: inline-block; inline-size: .5625rem; block-size: .5625rem; margin-inline-end: .4375rem; border-radius: 50%; background: var(--accent); vertical-align: .0625rem; }
.body { color: var(--soft); font-size: .875rem; line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere; }
.fold { justify-self: start; min-height: 1.75rem; margin-inline-start: -.5rem; padding: .125rem .5rem; border-radius: 6px; color: var(--accent); font-size: .8125rem; }
.fold:hover { background: var(--accent-wash); }
.meta { display: flex; flex-wrap: wrap; align-items: center; gap: .125rem .625rem; margin-block-start: .125rem; color: var(--soft); font-size: .8125rem; }
.category { padding: 0 .5rem; border-radius: 99px; background: color-mix(in srgb, var(--edge) 16%, transparent); overflow-wrap: anywhere; }
.note { display: inline-flex; align-items: center; gap: .25rem; }
.actions { display: flex; flex-wrap: wrap; gap: .375rem; margin-block-start: .375rem; }
.action { min-height: 2rem; font-size: .8125rem; }
.item-problem { color: var(--bad); font-size: .8125rem; overflow-wrap: anywhere; }
.item-problem:empty { display: none; }
.digest { display: grid; gap: .5rem; margin-block-start: .25rem; padding-inline-start: .875rem; border-inline-start: 2px solid var(--line); font-size: .875rem; }
.held-title { display: flex; flex-wrap: wrap; gap: 0 .625rem; font-weight: 550; }
.held-title time { color: var(--soft); font-weight: 400; font-size: .8125rem; }

.tools { position: absolute; inset-block-start: .5rem; inset-inline-end: .625rem; display: flex; gap: .0625rem; padding: .125rem; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); box-shadow: 0 2px 8px -2px rgb(15 34 41 / .2); opacity: 0; }
article:hover .tools, article:focus-within .tools, article:focus .tools { opacity: 1; }
.tool { min-height: 2rem; inline-size: 2rem; padding: 0; border-radius: 7px; color: var(--soft); }
.tool:hover { background: var(--accent-wash); color: var(--ink); }
.tool.is-on { color: var(--accent); }
.tool-more { display: none; }
.selecting .tools { display: none; }
@media (hover: none) {
  .tools { opacity: 1; border-color: transparent; background: none; box-shadow: none; }
  .tool { display: none; min-height: 2.5rem; inline-size: 2.5rem; }
  .tool-more { display: inline-flex; }
  .title { padding-inline-end: 2.5rem; }
}

.menu { position: fixed; inset: auto; margin: 0; min-inline-size: 14rem; max-inline-size: calc(100vw - 1rem); max-block-size: calc(100vh - 1rem); overflow: auto; padding: .375rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); color: var(--ink); box-shadow: var(--shadow); }
.row { display: flex; justify-content: flex-start; gap: .625rem; inline-size: 100%; min-height: 2.375rem; font-weight: 500; text-align: start; }
.row:hover, .row:focus-visible { background: var(--accent-wash); }
.row:focus-visible { outline-offset: -2px; }
.row svg { color: var(--soft); }
.hint { margin-inline-start: auto; padding-inline-start: 1rem; color: var(--soft); font-weight: 400; font-size: .8125rem; }
.own { display: grid; gap: .5rem; margin-block-start: .375rem; padding: .625rem .75rem .5rem; border-block-start: 1px solid var(--line); }
.own label { display: grid; gap: .25rem; color: var(--soft); font-size: .8125rem; }
.key-list { display: grid; grid-template-columns: auto 1fr; gap: .375rem 1rem; padding: .625rem .75rem; font-size: .875rem; }
kbd { padding: .0625rem .375rem; margin-inline-end: .25rem; border: 1px solid var(--line); border-radius: 5px; background: var(--sunken); font: 500 .75rem/1.4 ui-monospace, monospace; }

.undo-place { position: sticky; z-index: 2; inset-block-end: 1rem; display: flex; justify-content: center; block-size: 0; align-items: flex-end; }
.undo-bar { display: flex; align-items: center; gap: 1rem; max-inline-size: 100%; padding-block: .5rem; padding-inline: 1rem .5rem; border-radius: var(--radius); background: light-dark(#0f2229, #e4eef1); color: light-dark(#ffffff, #0f2229); box-shadow: var(--shadow); font-size: .875rem; animation: rise .2s ease-out; }
.undo-bar span { padding-block: .3125rem; padding-inline-end: .5rem; }
.undo-bar button { min-height: 2rem; color: light-dark(#8bdde2, #085860); }
.undo-bar button:hover { background: color-mix(in srgb, currentColor 16%, transparent); }
.undo-bar :focus-visible { outline-color: currentColor; }
@keyframes rise { from { opacity: 0; transform: translateY(.5rem); } }

.end { display: grid; justify-items: center; gap: .5rem; padding: 1rem 0; color: var(--soft); font-size: .875rem; }
.empty { display: grid; justify-items: center; gap: .375rem; padding: 3rem 1.5rem; border: 1px dashed color-mix(in srgb, var(--edge) 55%, transparent); border-radius: var(--radius); color: var(--soft); text-align: center; text-wrap: balance; }
.empty-picture { display: grid; place-items: center; inline-size: 4.5rem; block-size: 4.5rem; margin-block-end: .5rem; border-radius: 50%; background: var(--accent-wash); color: var(--accent); }
.empty-title { color: var(--ink); font-size: 1.0625rem; font-weight: 650; }

.skeleton { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); animation: appear .3s .15s backwards; }
.skeleton div { display: grid; grid-template-columns: 2.25rem minmax(0, 1fr); gap: .5rem .875rem; padding: 1rem 1.125rem; }
.skeleton div + div { border-block-start: 1px solid var(--line); }
.skeleton i { block-size: .6875rem; border-radius: 99px; background: var(--line); animation: breathe 1.6s ease-in-out infinite; }
.skeleton i:first-child { grid-row: span 2; inline-size: 2.25rem; block-size: 2.25rem; }
.skeleton i:nth-child(2) { inline-size: 45%; }
.skeleton i:nth-child(3) { inline-size: 75%; }
@keyframes appear { from { opacity: 0; } }
@keyframes breathe { 50% { opacity: .35; } }

.compact { gap: .625rem; }
.compact .list, .compact .skeleton { border-radius: 0; border-width: 1px 0; }
.compact li:is(:first-child, :last-child) article { border-radius: 0; }
.compact .head, .compact .banner, .compact .problem { margin-inline: .875rem; }
.compact .empty { margin: .25rem .875rem 0; padding: 2rem 1rem; }
.compact .panel { max-block-size: var(--tidings-inbox-height, none); overflow-y: auto; overscroll-behavior: contain; }
.compact .pill-place { inset-block-start: .5rem; }
.compact article { padding: .75rem .875rem; gap: 0 .75rem; }

@container (max-width: 34rem) {
  article { padding: .8125rem .875rem; }
  .all { margin-inline-start: 0; }
  .compact .all { margin-inline-start: auto; }
}
`);
