// The page where administrators hand out and erase what the hub keeps of one user.

import './hub.js';
import { address, call } from './api.js';
import { h } from './dom.js';
import { confirmErase } from './people/erase-dialog.js';
import { session } from './session.js';

/** Erasing looks at all of the log. */
const PATIENCE = 600_000;

const form = document.querySelector('#whose');
const name = document.querySelector('#name');
const outcome = document.querySelector('#outcome');

begin();

async function begin() {
  try {
    const { roles = [] } = await session();
    const mine = roles.includes('administrator');
    form.hidden = !mine;
    document.querySelector('#not-yours').hidden = mine;
  } catch {
    return; // Signed out: the page says so elsewhere.
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (event.submitter?.value === 'erase') erase(name.value);
    else download(name.value);
  });
  name.addEventListener('input', () => outcome.replaceChildren());
}

function data(user) {
  return address('api/admin/users/data', { user });
}

/** The browser's own download: the archive is not held in memory, however large. */
function download(user) {
  const link = h('a', { href: data(user), download: '' });
  document.body.append(link);
  link.click();
  link.remove();
  say(h('p', {}, 'The archive of ', h('code', {}, user), ' is on its way. One without its end, which cannot be unpacked, was cut off: try again.'));
}

async function erase(user) {
  if (!(await confirmErase(user))) return;
  say(h('p', {}, 'Erasing… Where the log is long this takes a while.'));
  form.inert = true;
  try {
    const { removed } = await call('DELETE', data(user), { timeout: PATIENCE });
    const some = Object.entries(removed).filter(([, count]) => count > 0);
    say(h('h2', {}, 'Erased: ', h('code', {}, user)),
      some.length === 0
        ? h('p', {}, 'There was nothing of this user.')
        : h('dl', {}, ...some.flatMap(([what, count]) => [h('dt', {}, what), h('dd', {}, count.toLocaleString())])));
  } catch (problem) {
    say(h('p', { class: 'bad' }, `${problem.detail} What was not confirmed may be erased in part: repeat it.`));
  } finally {
    form.inert = false;
    name.focus();
  }
}

function say(...words) {
  outcome.replaceChildren(h('div', { class: 'panel' }, ...words));
}
