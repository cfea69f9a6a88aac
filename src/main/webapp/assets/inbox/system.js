// Notifications of the operating system. Asked for by a click only, see preferences.

import { ownAddress } from './link.js';

/** @returns {'granted'|'denied'|'default'|'none'} none: this browser, or this origin, has no such thing */
export function permission() {
  return 'Notification' in window && isSecureContext ? Notification.permission : 'none';
}

/** Asks the user; resolves to what permission() then says. */
export async function askPermission() {
  await Notification.requestPermission();
  return permission();
}

/**
 * False when it cannot be shown.
 * @param {string} title
 * @param {import('./inbox-store.js').Item} item
 * @param {() => void} open when it is clicked
 */
export function notify(title, { id, body, icon }, open) {
  if (permission() !== 'granted') return false;
  try {
    const picture = icon?.startsWith('/') && ownAddress(icon);
    const shown = new Notification(title, {
      body, tag: `tidings-${id}`, icon: picture?.href ?? new URL('../mark.svg', import.meta.url).href,
    });
    shown.onclick = () => {
      window.focus();
      shown.close();
      open();
    };
    return true;
  } catch {
    return false; // Chrome on Android has them for service workers only
  }
}
