// When its user is not to be disturbed, and by which clock.

import { h } from '../dom.js';
import { section, toggle } from './form.js';

const NIGHT = { from: '22:00', to: '07:00' };

/** Where this browser is. */
export function here() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** As {@link categories}. */
export function quietHours(preferences, say, { save, warn }) {
  const time = (name) => h('input', { type: 'time', required: true, id: name, value: (preferences.quiet ?? NIGHT)[name], change: () => changed() });
  const from = time('from');
  const to = time('to');
  const hours = h('div', { class: 'hours', hidden: !preferences.quiet },
    h('label', {}, say('from'), from), h('label', {}, say('to'), to));
  const on = toggle(say('quietOn'), Boolean(preferences.quiet), false, (value) => {
    hours.hidden = !value;
    changed();
  });
  const changed = () => {
    if (!from.checkValidity() || !to.checkValidity()) return;
    preferences.quiet = on.checked ? { from: from.value, to: to.value } : null;
    save();
  };
  return section(say('quiet'), say('quietHelp'),
    h('label', { class: 'line' }, on, say('quietOn')), hours, zone(preferences, say, { save, warn }));
}

/** A field that finds: all zones there are in a list of suggestions. */
function zone(preferences, say, { save, warn }) {
  const zones = [...new Set([here(), ...Intl.supportedValuesOf('timeZone')])];
  const input = h('input', {
    list: 'zones', id: 'zone', autocomplete: 'off', spellcheck: 'false', value: preferences.timeZone || here(),
    change: () => {
      const wanted = input.value.trim();
      const found = zones.find((known) => known.toLowerCase() === wanted.toLowerCase()) ?? (isZone(wanted) ? wanted : null);
      input.setAttribute('aria-invalid', found === null);
      if (found === null) return warn(say('unknownZone'));
      input.value = preferences.timeZone = found;
      save();
    },
  });
  return h('label', { class: 'zone' }, say('timeZone'), input,
    h('datalist', { id: 'zones' }, ...zones.map((name) => h('option', { value: name }))));
}

// Some that browsers know are in no list, such as UTC.
function isZone(name) {
  try {
    return Boolean(name && Intl.DateTimeFormat(undefined, { timeZone: name }));
  } catch {
    return false;
  }
}
