// How progress looks: a bar, a line above it, a line below, and the result.

import { css } from '../element.js';

export const styles = css(`
:host { --tone: var(--accent); }
.progress { display: grid; gap: .5rem; }
.progress[data-state="complete"] { --tone: var(--good); }
.progress[data-state="failed"] { --tone: var(--bad); }
.progress[data-state="cancelled"] { --tone: var(--edge); }

.head, .foot { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .125rem 1rem; min-width: 0; }
.label { min-width: 0; font-weight: 600; overflow-wrap: anywhere; }
.percent { color: var(--soft); font-variant-numeric: tabular-nums; font-weight: 600; }
[data-state="complete"] .percent { color: var(--good); }
[data-state="failed"] .percent { color: var(--bad); }

.track {
  position: relative;
  height: var(--tidings-progress-height, .625rem);
  border-radius: 99px;
  background: color-mix(in srgb, var(--edge) 28%, transparent);
  overflow: clip;
}
.bar {
  position: absolute;
  inset-block: 0;
  inset-inline-start: 0;
  inline-size: 0;
  border-radius: inherit;
  background: var(--tone);
  transition: inline-size .35s ease-out, background-color .35s;
}
/* Nobody knows how much there is: something moves, and says that the job does. */
.unknown .bar { inline-size: 30%; animation: to-and-fro 1.8s ease-in-out infinite alternate; }
@keyframes to-and-fro { from { inset-inline-start: 0; } to { inset-inline-start: 70%; } }
@media (prefers-reduced-motion: reduce) { .unknown .bar { inline-size: 100%; opacity: .45; } }

.foot { min-height: 1.3125rem; color: var(--soft); font-size: .875rem; }
.figures { min-width: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.remaining { font-variant-numeric: tabular-nums; }
[data-state="failed"] .figures { color: var(--bad); }

.result { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .875rem; min-width: 0; }
.checksum { min-width: 0; color: var(--soft); font-size: .8125rem; }
.checksum code { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: .9em; overflow-wrap: anywhere; }
.download { max-width: 100%; white-space: normal; overflow-wrap: anywhere; }
`);
