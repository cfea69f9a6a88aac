// uPlot and its style sheet, once for all, and only where charts are drawn.

import { css } from '../element.js';

let loading;

/**
 * @returns {Promise<{uPlot: any, sheet: CSSStyleSheet}>} rejects where it could not be loaded; the next one tries again
 */
export function library() {
  loading ??= load().catch((failure) => {
    loading = undefined;
    throw failure;
  });
  return loading;
}

async function load() {
  const [{ default: uPlot }, text] = await Promise.all([
    import('../vendor/uplot/uPlot.esm.js'),
    fetch(new URL('../vendor/uplot/uPlot.min.css', import.meta.url)).then((answer) => answer.text()),
  ]);
  return { uPlot, sheet: css(text) };
}
