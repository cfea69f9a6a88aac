// Where a popover stands: below what opened it, or above where there is more room, inside the window.

const GAP = 6;
const EDGE = 8;

/**
 * @param {HTMLElement} popover open, `position: fixed`
 * @param {HTMLElement} opener
 */
export function place(popover, opener) {
  const from = opener.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const below = innerHeight - from.bottom - GAP - EDGE;
  const above = from.top - GAP - EDGE;
  const up = below < height && above > below;
  // Ends of both in one line: at the right, or at the left in a page that reads from there.
  const rtl = getComputedStyle(opener).direction === 'rtl';
  const left = rtl ? from.left : from.right - width;
  popover.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
  popover.style.top = `${up ? Math.max(EDGE, from.top - GAP - height) : from.bottom + GAP}px`;
}
