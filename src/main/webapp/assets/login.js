// The login form works without this. It adds the words for a failed try, the name typed before, and the accounts
// of the development server.

const NAME = 'tidings-login-name';

const form = document.querySelector('form');
const name = form.elements.j_username;
const password = form.elements.j_password;

// The server either sends the browser to `login.html?failed`, or shows this page in answer to the form itself.
const failed = new URLSearchParams(location.search).has('failed')
  || location.pathname.endsWith('/j_security_check');

if (failed) {
  const problem = document.querySelector('#problem');
  problem.textContent = 'That name and password do not match.';
  problem.hidden = false;
  password.setAttribute('aria-invalid', 'true');
  name.value = sessionStorage.getItem(NAME) ?? '';
  document.title = `Not signed in · ${document.title}`;
}
(name.value ? password : name).focus();

document.querySelector('.accounts').hidden = location.protocol === 'https:';

form.addEventListener('submit', () => sessionStorage.setItem(NAME, name.value));
