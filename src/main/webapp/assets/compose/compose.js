// The page where publishers write notifications: to whom, what, when.

import '../hub.js';
import './preview.js';
import { address, call } from '../api.js';
import { h } from '../dom.js';
import { uuid } from '../random.js';
import { session } from '../session.js';
import { Letter } from './letter.js';
import { Problems } from './problems.js';
import { Scheduled } from './scheduled.js';

const form = document.querySelector('#compose');
const send = document.querySelector('#send');
const sent = document.querySelector('#sent');

let attempt = null; // {json, key}: the same again after no answer is sent once; after an answer, it is meant

begin();

async function begin() {
  let roles;
  try {
    ({ roles } = await session());
  } catch {
    return; // Signed out: the page says so already.
  }
  if (!roles?.includes('publisher')) {
    document.querySelector('#not-yours').hidden = false;
    return;
  }
  form.hidden = document.querySelector('#side').hidden = false;
  const letter = new Letter(form);
  const preview = document.querySelector('tidings-preview');
  const problems = new Problems(form, document.querySelector('#problem'));
  const scheduled = new Scheduled(document.querySelector('#side'));
  letter.addEventListener('change', () => {
    preview.show(letter.notification);
    send.textContent = letter.later ? 'Schedule' : 'Send now';
    sent.textContent = '';
    problems.clear();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit(letter, problems, scheduled);
  });
  preview.show(letter.notification);
  scheduled.start();
  suggestCategories();
}

async function submit(letter, problems, scheduled) {
  if (send.getAttribute('aria-disabled') === 'true') return;
  problems.clear();
  const missing = letter.missing;
  if (missing) {
    problems.show(missing);
    return;
  }
  // Not `disabled`: that would take the focus away from who pressed the button.
  send.setAttribute('aria-disabled', 'true');
  sent.textContent = letter.later ? 'Scheduling…' : 'Sending…';
  const json = JSON.stringify(letter.request);
  if (json !== attempt?.json) attempt = { json, key: uuid() };
  try {
    const answer = await call('POST', address('api/notifications'), { json, headers: { 'Idempotency-Key': attempt.key } });
    attempt = null;
    letter.done();
    sent.textContent = answer?.scheduled === undefined ? 'Sent.' : 'Scheduled.';
    scheduled.read();
  } catch (problem) {
    sent.textContent = '';
    problems.show(problem);
  } finally {
    send.setAttribute('aria-disabled', 'false');
  }
}

/** Those that are in one's own inbox: a new one is as good. */
async function suggestCategories() {
  try {
    const { categories } = await call('GET', address('api/inbox/categories'));
    document.querySelector('#categories').replaceChildren(...categories.map((value) => h('option', { value })));
  } catch {
    // No suggestions, then.
  }
}
