// The login form works without this. It adds the words for a failed or refused try, the name typed before, and
// the accounts for development where the server has some.

import { address, call } from './api.js';
import { h } from './dom.js';

const NAME = 'tidings-login-name';

const form = document.querySelector('form');
const name = form.elements.j_username;
const password = form.elements.j_password;
const submit = form.querySelector('[type=submit]');
const problem = document.querySelector('#problem');

const query = new URLSearchParams(location.search);
const wait = /^[1-9][0-9]{0,4}$/.test(query.get('wait')) ? Number(query.get('wait')) : 0;

// The server either sends the browser to `login.html?failed`, or shows this page in answer to the form itself.
const failed = query.has('failed') || location.pathname.endsWith('/j_security_check');

if (wait) {
  complain(`Too many tries have failed. Wait ${duration(wait)}, then try again.`);
  setTimeout(() => complain('You can try again now.'), wait * 1_000);
} else if (failed) {
  complain('That name and password do not match.');
  password.setAttribute('aria-invalid', 'true');
}
(name.value ? password : name).focus();

form.addEventListener('submit', () => sessionStorage.setItem(NAME, name.value));

offerAccounts();

function complain(sentence) {
  problem.textContent = sentence;
  problem.hidden = false;
  name.value ||= sessionStorage.getItem(NAME) ?? '';
  document.title = 'Not signed in · Tidings';
}

/** Rounded up: whoever waits that long is let in. */
function duration(seconds) {
  const [count, unit] = seconds < 100 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

async function offerAccounts() {
  const { names } = await call('GET', address('assets/accounts.json'));
  const section = document.querySelector('.accounts');
  section.hidden = names.length === 0;
  section.querySelector('ul').replaceChildren(...names.map((account) =>
    h('li', {}, h('button', { type: 'button', class: 'quiet', click: () => fillIn(account) }, account))));
}

function fillIn(account) {
  name.value = account;
  password.value = `${account}-secret`;
  password.removeAttribute('aria-invalid');
  submit.focus();
}
