// The page where operators read log files.

import './hub.js';
import { address, call } from './api.js';
import { h } from './dom.js';
import { session } from './session.js';

const place = document.querySelector('#log');
const choice = document.querySelector('#choice');

begin();

async function begin() {
  let logs;
  try {
    await session();
    ({ logs } = await call('GET', address('api/logs')));
  } catch (problem) {
    if (problem.status !== 401) say(problem.detail); // Signed out: the page says so already.
    return;
  }
  if (logs.length === 0) {
    say('There is no log file here that this account may read. They are for operators and administrators.');
    return;
  }
  const asked = new URLSearchParams(location.search).get('log');
  const first = logs.find(({ name }) => name === asked) ?? logs[0];
  const select = h('select', { id: 'file' }, ...logs.map(({ name, topic }) => h('option', { value: topic, selected: name === first.name }, name)));
  const log = h('tidings-log', { topic: first.topic });
  select.addEventListener('change', () => {
    log.setAttribute('topic', select.value);
    history.replaceState(null, '', `?log=${encodeURIComponent(select.selectedOptions[0].text)}`);
  });
  choice.append(h('label', { for: 'file' }, 'File'), select);
  choice.hidden = logs.length < 2;
  place.append(log);
}

function say(words) {
  place.append(h('p', { class: 'panel' }, words));
}
