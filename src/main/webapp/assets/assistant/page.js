// What the page of the assistant is made of. The conversation is in the address: reload, and it is there again.

import '../hub.js';
import '../assistant.js';

const element = document.querySelector('tidings-assistant');

function enter() {
  const id = location.hash.slice(1);
  if (id) element.setAttribute('conversation', id);
  else element.removeAttribute('conversation');
}

element.addEventListener('tidings-conversation', ({ detail: { id } }) => {
  if (location.hash.slice(1) !== id) history.pushState(null, '', id ? `#${id}` : location.pathname);
});
addEventListener('popstate', enter);
addEventListener('hashchange', enter);
enter();
