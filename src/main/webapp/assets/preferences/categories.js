// What its user is told of, and how: a row for each category, and one for all others.

import { h } from '../dom.js';
import { icon } from '../inbox/icons.js';
import { section, toggle } from './form.js';

const DIGESTS = [0, 15, 60, 1440];
const LONGEST = 10_080; // minutes, a week

/**
 * @param {object} preferences changed in place
 * @param {(name: string, values?: object) => string} say
 * @param {{save: () => void, warn: (text: string) => void, digests: Record<string, string>}} does
 */
export function categories(preferences, say, does) {
  const { mail } = preferences;
  const rest = preferences.default;
  const head = ['category', 'inApp', ...(mail.available ? ['mail'] : []), 'digest'];
  const row = (setting, name, required) => rowOf(setting, name, required, mail.available, say, does);
  const table = h('div', { class: 'scroller' }, h('table', { part: 'categories' },
    h('thead', {}, h('tr', {}, ...head.map((name) => h('th', { scope: 'col' }, say(name))))),
    h('tbody', {}, ...preferences.categories.map((each) => row(each, each.category, each.required === true)),
      row(rest, say('everyOther'), false))));
  const to = mail.address ? say('mailTo', { address: mail.address }) : say('noAddress');
  return section(say('categories'), say('categoriesHelp'),
    preferences.categories.length === 0 ? h('p', { class: 'help' }, say('none')) : null,
    table,
    mail.available ? h('p', { class: 'help' }, to) : null);
}

function rowOf(setting, name, required, mail, say, does) {
  const on = (field, locked) => toggle(`${name}: ${say(field)}`, setting[field], locked, (value) => {
    setting[field] = value;
    does.save();
  });
  const lock = h('span', { class: 'lock', title: say('required') }, icon('lock', 16), h('span', { class: 'unseen' }, say('required')));
  return h('tr', { 'data-category': name },
    h('th', { scope: 'row' }, h('bdi', {}, name), required ? lock : null),
    h('td', { 'data-label': say('inApp') }, on('inApp', required)),
    mail ? h('td', { 'data-label': say('mail') }, on('mail', false)) : null,
    h('td', { 'data-label': say('digest') }, ...digest(setting, name, say, does)));
}

function digest(setting, name, say, { save, warn, digests }) {
  const own = !DIGESTS.includes(setting.digestMinutes);
  const minutes = h('input', {
    type: 'number', min: 1, max: LONGEST, step: 1, required: true, class: 'minutes', value: setting.digestMinutes || 30, hidden: !own,
    'aria-label': `${name}: ${say('minutes')}`,
    change: () => changed(Number(minutes.value)),
  });
  const choice = h('select', {
    'aria-label': `${name}: ${say('digest')}`,
    change: () => {
      minutes.hidden = choice.value !== 'custom';
      changed(Number(minutes.hidden ? choice.value : minutes.value));
    },
  }, ...[...DIGESTS, 'custom'].map((value) => h('option', { value, selected: value === (own ? 'custom' : setting.digestMinutes) }, digests[value])));
  const changed = (value) => {
    if (!minutes.hidden && !minutes.checkValidity()) return warn(say('minutesBounds'));
    setting.digestMinutes = value;
    save();
  };
  return [choice, minutes];
}
