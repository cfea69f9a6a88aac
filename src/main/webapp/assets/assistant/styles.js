// How the assistant looks.

import { css } from '../element.js';

export const styles = css(`
:host { block-size: var(--tidings-assistant-height, 40rem); min-block-size: 20rem; container: assistant / inline-size; }
.assistant { display: flex; gap: 1rem; block-size: 100%; min-inline-size: 0; }
.main {
  position: relative; flex: 1 1 0; min-inline-size: 0; display: flex; flex-direction: column;
  border: 1px solid var(--line); border-radius: 14px; background: var(--surface); overflow: clip;
}
.log { flex: 1 1 auto; min-block-size: 0; overflow-y: auto; padding: 1.25rem; overscroll-behavior: contain; }
.log:focus-visible { outline-offset: -2px; }
.turns { display: grid; gap: 1.75rem; }
.turn { display: grid; gap: .875rem; min-inline-size: 0; }

.question { display: grid; justify-items: end; min-inline-size: 0; }
.question p {
  max-inline-size: min(36rem, 85%); padding: .5rem .875rem; border-radius: 14px; border-end-end-radius: 4px;
  background: var(--accent-wash); white-space: pre-wrap; overflow-wrap: anywhere;
}
.answer { min-inline-size: 0; }
.body { display: grid; gap: .75rem; min-inline-size: 0; overflow-wrap: anywhere; }
.block { min-inline-size: 0; }
.block > * { margin: 0; }
.block :is(h3, h4, h5, h6) { margin-block-start: .5rem; font-weight: 650; line-height: 1.3; letter-spacing: -.01em; }
h3 { font-size: 1.25rem; }
h4 { font-size: 1.125rem; }
h5, h6 { font-size: 1rem; }
.block :is(ul, ol) { padding-inline-start: 1.5rem; }
.block ul { list-style: disc; }
.block ol { list-style: decimal; }
.block li + li { margin-block-start: .25rem; }
.block li > p + p { margin-block-start: .5rem; }
.block blockquote { margin: 0; padding-inline-start: .875rem; border-inline-start: 3px solid var(--edge); color: var(--soft); }
.block blockquote > * + * { margin-block-start: .5rem; }
.block hr { border: 0; border-block-start: 1px solid var(--line); }
code, pre { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: .875em; }
:not(pre) > code { padding: .0625rem .3rem; border-radius: 4px; background: color-mix(in srgb, var(--edge) 16%, transparent); }
.code { border: 1px solid var(--line); border-radius: 10px; background: var(--sunken); overflow: clip; }
.code-head {
  display: flex; align-items: center; justify-content: space-between; gap: .5rem; padding: .25rem .375rem .25rem .875rem;
  border-block-end: 1px solid var(--line); color: var(--soft); font-size: .8125rem;
}
.code pre { margin: 0; padding: .75rem .875rem; overflow-x: auto; overflow-wrap: normal; line-height: 1.45; }
.code pre:focus-visible, .wide:focus-visible { outline-offset: -2px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9375rem; }
th, td { padding: .375rem .75rem; border: 1px solid var(--line); text-align: start; overflow-wrap: normal; }
th { background: var(--sunken); font-weight: 650; }

.tools { display: flex; flex-wrap: wrap; align-items: center; gap: .375rem; min-block-size: 2rem; margin-block-start: .5rem; }
.tools button, .code button { min-height: 1.75rem; padding: .125rem .625rem; font-size: .8125rem; border-color: transparent; color: var(--soft); }
.tools button:hover, .code button:hover { color: var(--ink); }
.tools .stop { border-color: var(--edge); color: var(--ink); }
.state { display: inline-flex; align-items: center; gap: .5rem; margin-inline-end: .25rem; color: var(--soft); font-size: .875rem; }
.state:empty { display: none; }
[data-state="failed"] .state { padding: .375rem .75rem; border-radius: 9px; background: var(--bad-wash); color: var(--bad); }
:is([data-state="waiting"], [data-state="thinking"], [data-state="writing"]) .state::before {
  content: ""; inline-size: .5rem; block-size: .5rem; border-radius: 50%; background: var(--accent); animation: breathe 1.2s ease-in-out infinite;
}
@keyframes breathe { 50% { opacity: .2; } }

.empty { display: grid; justify-items: center; align-content: center; gap: .5rem; min-block-size: 100%; padding: 1rem; text-align: center; }
.empty h3 { font-size: 1.375rem; font-weight: 650; letter-spacing: -.02em; }
.empty p { max-inline-size: 28rem; color: var(--soft); text-wrap: balance; }

.to-end {
  position: absolute; inset-block-end: 5.25rem; inset-inline-start: 50%; translate: -50%; min-height: 2rem; border-color: var(--line);
  border-radius: 99px; background: var(--surface); box-shadow: var(--shadow); font-size: .8125rem;
}
:host(:dir(rtl)) .to-end { translate: 50%; }

.problem {
  display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; padding: .625rem 1.25rem;
  background: var(--bad-wash); color: var(--bad); font-size: .9375rem;
}
.problem p { flex: 1 1 14rem; overflow-wrap: anywhere; }

.ask { display: flex; align-items: end; gap: .5rem; padding: .75rem; border-block-start: 1px solid var(--line); }
.prompt {
  flex: 1 1 auto; min-inline-size: 0; min-block-size: 2.5rem; max-block-size: 12rem; padding: .5rem .75rem; border: 1px solid var(--edge);
  border-radius: 9px; background: var(--sunken); color: inherit; font: inherit; field-sizing: content; resize: none;
}
.prompt::placeholder { color: var(--soft); opacity: 1; }
.ask .primary { min-height: 2.5rem; }
.ask .primary:disabled { opacity: .55; cursor: progress; }

.side { flex: 0 0 15rem; min-inline-size: 0; display: flex; flex-direction: column; gap: .75rem; }
.side-head { display: flex; gap: .5rem; }
.side-head button { flex: 1 1 auto; min-inline-size: 0; white-space: normal; }
.toggle { display: none; }
.folded { flex: 1 1 auto; min-block-size: 0; overflow-y: auto; }
.folded h2 { margin: .25rem 0 .375rem; color: var(--soft); font-size: .8125rem; font-weight: 600; }
.hint { color: var(--soft); font-size: .875rem; }
.earlier { display: grid; gap: .125rem; }
.earlier button { display: grid; gap: 0; justify-items: start; inline-size: 100%; padding: .4375rem .625rem; font-weight: 500; text-align: start; }
.earlier button:hover, .earlier [aria-current] { background: var(--accent-wash); }
.earlier button:focus-visible { outline-offset: -2px; }
.topic { max-inline-size: 100%; overflow: hidden; text-overflow: ellipsis; line-height: 1.35; }
.earlier time { color: var(--soft); font-size: .75rem; font-weight: 400; }
.note { color: var(--soft); }

@container assistant (max-width: 44rem) {
  .assistant { flex-direction: column; gap: .75rem; }
  .side { flex: 0 0 auto; }
  .toggle { display: inline-flex; }
  .folded { display: none; max-block-size: 14rem; }
  .side[data-open] .folded { display: block; }
  .log { padding: 1rem; }
  .question p { max-inline-size: 92%; }
}
`);
