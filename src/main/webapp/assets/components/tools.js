// Something to see: buttons that publish what an element shows, for who may.

import { address, call } from '../api.js';
import { h } from '../dom.js';
import { session } from '../session.js';

const JOB = 'users/me/export';
const SIZE = 48_000_000;
const STEPS = 12;
const STEP = 400; // milliseconds

const offers = {
  'tidings-bell': [['Send me a notification', () => notifyMe('info')]],
  'tidings-toast': [
    ['Send me a notification', () => notifyMe('info')],
    ['Send me an error', () => notifyMe('error')],
  ],
  'tidings-feed': [
    ['Publish a message', () => publish('feeds/news', 'message', { author: 'Components', title: 'It works', text: 'Published from the page of components.' })],
  ],
  'tidings-progress': [
    ['Run to the end', () => run('complete', { url: '/assets/mark.svg', name: 'orders.csv', size: SIZE, checksum: 'sha-256:9f86d081884c7d65' })],
    ['Let it fail', () => run('failed', { reason: 'The disk is full.' })],
    ['Cancel halfway', () => run('cancelled', {})],
  ],
};

/** The buttons for an element, or null when there are none. */
export function tools(tag, publisher) {
  const all = offers[tag];
  if (!all) return null;
  if (!publisher) return h('p', { class: 'heard' }, 'Who has the role publisher can try it with buttons here.');
  const status = h('span', { class: 'hint', role: 'status' });
  return h('div', { class: 'stage-tools' },
    ...all.map(([label, work]) => h('button', { type: 'button', class: 'quiet', click: () => attempt(work, status) }, label)),
    status);
}

let busy = false; // one job at a time: two would tell of each other's progress

async function attempt(work, status) {
  if (busy) return;
  busy = true;
  status.textContent = '';
  try {
    await work();
  } catch (problem) {
    status.textContent = problem.detail;
  } finally {
    busy = false;
  }
}

async function notifyMe(severity) {
  const { name } = await session();
  await call('POST', address('api/notifications'), { json: JSON.stringify({
    to: { users: [name] }, category: 'components', severity, title: 'It works', body: 'Sent from the page of components.', dedupeKey: `components-${severity}`,
  }) });
}

/** A job that is none. */
async function run(end, data) {
  await publish(JOB, 'started', {});
  const last = end === 'complete' ? STEPS : STEPS / 2;
  for (let step = 0; step <= last; step++) {
    const done = Math.round((SIZE * step) / STEPS);
    await publish(`${JOB}/progress`, 'progress', {
      state: 'running', done, total: SIZE, rate: SIZE / STEPS / (STEP / 1_000), remaining: ((STEPS - step) * STEP) / 1_000,
    });
    await new Promise((resolve) => setTimeout(resolve, STEP));
  }
  await publish(JOB, end, data);
}

function publish(topic, type, data) {
  return call('POST', address('api/events', { topic }), { json: JSON.stringify({ type, data }) });
}
