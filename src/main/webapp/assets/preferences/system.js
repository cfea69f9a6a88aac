// Whether the operating system may tell. The browser asks when the button is pressed, never unasked.

import { h } from '../dom.js';
import { askPermission, permission } from '../inbox/system.js';
import { section } from './form.js';

const WORDS = { granted: 'systemGranted', denied: 'systemDenied', none: 'systemNone' };

/** @param {(name: string) => string} say */
export function systemNotifications(say) {
  const answer = h('p', { class: 'answer', role: 'status' });
  const ask = h('button', { type: 'button', class: 'primary', part: 'ask', click: async () => {
    await askPermission();
    show();
  } }, say('systemAsk'));
  const show = () => {
    const state = permission();
    ask.hidden = state !== 'default';
    answer.dataset.state = state;
    answer.textContent = state in WORDS ? say(WORDS[state]) : '';
  };
  show();
  return section(say('system'), say('systemHelp'), ask, answer);
}
