// How the feed looks: loading, failed, empty, messages.

import { css } from '../element.js';

export const styles = css(`
:host {
  --lift: 0 1px 2px rgb(15 34 41 / .05), 0 6px 20px -8px light-dark(rgb(15 34 41 / .12), rgb(0 0 0 / .3));
  min-height: 12rem;
}
.feed { container: feed / inline-size; } /* it may stand in a narrow column of a wide page */

.messages {
  background: var(--surface);
  border: 1px solid var(--line);
  border-radius: var(--radius);
  box-shadow: var(--lift);
  overflow: clip;
}
.messages:empty { display: none; }

.message {
  display: grid;
  grid-template-columns: 2.25rem minmax(0, 1fr);
  gap: .875rem;
  padding: 1rem 1.25rem;
}
.message + .message { border-block-start: 1px solid var(--line); }

.message.arrived { animation: arrive .45s cubic-bezier(.2, .8, .2, 1), glow 2.4s ease-out; }
@keyframes arrive { from { opacity: 0; transform: translateY(-.5rem); } }
@keyframes glow { from { background: var(--accent-wash); } }

.avatar {
  display: grid;
  place-items: center;
  width: 2.25rem;
  height: 2.25rem;
  border-radius: 50%;
  background: var(--disc);
  color: var(--letter);
  font-weight: 650;
  font-size: .9375rem;
  overflow: hidden;
}
.avatar[data-tone="0"] { --disc: light-dark(#d5ecee, #14414a); --letter: light-dark(#0a5058, #9ce3e8); }
.avatar[data-tone="1"] { --disc: light-dark(#e0e6fb, #26305c); --letter: light-dark(#31418f, #b9c5fb); }
.avatar[data-tone="2"] { --disc: light-dark(#fbe6d3, #4c2f16); --letter: light-dark(#7d430d, #f4c495); }
.avatar[data-tone="3"] { --disc: light-dark(#f7dfe9, #4d2136); --letter: light-dark(#8a2356, #f5b4d1); }
.avatar[data-tone="4"] { --disc: light-dark(#deefd9, #22401c); --letter: light-dark(#2f5f22, #b3e0a6); }
.avatar[data-tone="5"] { --disc: light-dark(#ece2f8, #392653); --letter: light-dark(#5c3591, #d5bdf6); }

.message-meta { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .5rem; line-height: 1.4; }
.author { font-weight: 600; font-size: .9375rem; overflow-wrap: anywhere; }
.type {
  padding: 0 .5rem;
  border-radius: 99px;
  background: var(--accent-wash);
  color: var(--accent);
  font-size: .75rem;
  font-weight: 600;
  overflow-wrap: anywhere;
}
time { margin-inline-start: auto; color: var(--soft); font-size: .8125rem; white-space: nowrap; }

.title { margin-block-start: .125rem; font-size: 1.0625rem; font-weight: 650; line-height: 1.35; letter-spacing: -.01em; overflow-wrap: anywhere; }
.text { margin-block-start: .125rem; color: var(--ink); white-space: pre-wrap; overflow-wrap: anywhere; }
/* Text of another direction than the page is read in its own, but stands where all stands. */
.title, .text { text-align: match-parent; }
time { unicode-bidi: plaintext; }
.title + .text { color: var(--soft); }
.none { color: var(--soft); font-style: italic; }
.more { min-height: 1.75rem; margin: .25rem 0 -.25rem; margin-inline-start: -.5rem; padding: .125rem .5rem; border-radius: 6px; color: var(--accent); }
.more:hover { background: var(--accent-wash); }

.end { padding: 1rem; text-align: center; color: var(--soft); font-size: .875rem; }

.empty {
  display: grid;
  justify-items: center;
  gap: .375rem;
  padding: 3.5rem 1.5rem;
  border: 1px dashed color-mix(in srgb, var(--edge) 55%, transparent);
  border-radius: var(--radius);
  text-align: center;
}
.empty h3 { margin-block-start: .75rem; font-size: 1.125rem; font-weight: 650; }
.empty p { max-width: 24rem; color: var(--soft); text-wrap: balance; }

.problem {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: .625rem 1rem;
  margin-block-end: 1rem;
  padding: .875rem 1.25rem;
  border: 1px solid color-mix(in srgb, var(--bad) 35%, transparent);
  border-radius: var(--radius);
  background: var(--bad-wash);
  color: var(--bad);
}
.problem p { flex: 1 1 16rem; overflow-wrap: anywhere; }

/* Where the messages will be. Held back a moment: a quick answer needs no skeleton. */
.skeleton {
  background: var(--surface);
  border: 1px solid var(--line);
  border-radius: var(--radius);
  animation: appear .3s .2s backwards;
}
.skeleton div { display: grid; grid-template-columns: 2.25rem minmax(0, 1fr); gap: .5rem .875rem; padding: 1.125rem 1.25rem; }
.skeleton div + div { border-block-start: 1px solid var(--line); }
.skeleton i { height: .75rem; border-radius: 99px; background: var(--line); animation: breathe 1.6s ease-in-out infinite; }
.skeleton i:first-child { grid-row: span 2; width: 2.25rem; height: 2.25rem; }
.skeleton i:nth-child(2) { width: 30%; }
.skeleton i:nth-child(3) { width: 75%; }
@keyframes appear { from { opacity: 0; } }
@keyframes breathe { 50% { opacity: .25; } }

@container feed (max-width: 30rem) {
  .message { padding: .875rem 1rem; gap: .75rem; grid-template-columns: 2rem minmax(0, 1fr); }
  .avatar { width: 2rem; height: 2rem; font-size: .875rem; }
}
`);
