// The page where operators have the way to the hub examined, by the browser that came by it.

import './hub.js';
import './admin-nav.js';
import { address, call } from './api.js';
import { findingOf } from './doctor/finding.js';
import { observe } from './doctor/probes.js';
import { session } from './session.js';

const ORDER = ['problem', 'warning', 'unknown', 'ok'];
const SUMS = {
  problem: ['problem', 'problems'], warning: ['warning', 'warnings'], unknown: ['unknown', 'unknown'], ok: ['in order', 'in order'],
};

const at = (id) => document.getElementById(id);

begin();

async function begin() {
  let roles = [];
  try {
    ({ roles = [] } = await session());
  } catch {
    return; // Signed out: the page says so already.
  }
  if (!roles.includes('operator') && !roles.includes('administrator')) {
    at('not-yours').hidden = false;
    return;
  }
  at('address').textContent = location.origin;
  at('examine').hidden = false;
  at('examine').addEventListener('submit', (event) => {
    event.preventDefault();
    if (at('go').getAttribute('aria-disabled') !== 'true') examine();
  });
}

async function examine() {
  busy(true);
  try {
    const seen = await observe(Number(at('silence').value) * 1000, progress);
    at('left').textContent = 'Judging …';
    const report = await call('POST', address('api/admin/doctor'), { json: JSON.stringify(seen), timeout: 30_000 });
    show(report);
  } catch (problem) {
    at('problem').textContent = problem.detail ?? String(problem);
    at('problem').hidden = false;
  } finally {
    busy(false);
  }
}

function busy(on) {
  at('go').setAttribute('aria-disabled', String(on));
  at('under-way').hidden = !on;
  if (!on) return;
  at('problem').hidden = true;
  at('report').hidden = true;
  at('progress').value = 0;
  at('left').textContent = 'Listening …';
  at('status').textContent = 'The examination has begun.';
}

function progress(done, secondsLeft) {
  at('progress').value = done;
  at('left').textContent = `Listening, ${secondsLeft} s left`;
}

function show({ at: time, node, address: where, findings }) {
  const counts = ORDER.map((verdict) => [verdict, findings.filter((each) => each.verdict === verdict).length]);
  const sum = counts.filter(([, n]) => n > 0).map(([verdict, n]) => `${n} ${SUMS[verdict][n === 1 ? 0 : 1]}`).join(', ');
  at('verdict').textContent = sum.charAt(0).toUpperCase() + sum.slice(1);
  at('seen').textContent = `${where}, seen by this browser at ${new Date(time).toLocaleTimeString()}, judged by ${node}.`;
  at('findings').replaceChildren(...findings.map(findingOf));
  at('report').hidden = false;
  at('status').textContent = `The examination is over: ${sum}.`;
  at('verdict').focus();
}
