// A page holds a lock as long as it lives. A crashed page says no farewell, but the browser lets go of its locks.

/**
 * @param {string} name
 * @returns {Promise<() => void>} lets go
 */
export function hold(name) {
  if (!navigator.locks) return Promise.resolve(() => {}); // a page on plain HTTP: what it leaves behind is little
  return new Promise((held, failed) => {
    navigator.locks.request(name, () => new Promise((release) => held(release))).catch(failed);
  });
}

/**
 * @param {string} name
 * @param {() => void} then called when nobody holds it any more
 */
export function outlive(name, then) {
  navigator.locks?.request(name, then);
}
