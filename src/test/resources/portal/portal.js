// The hub's components on the portal's page; everything else here is the portal's own.

import { hub } from './hub.js';

await import(`${hub}assets/tidings.js`);

document.querySelector('#order').addEventListener('submit', (event) => {
  event.preventDefault();
  fetch('orders', { method: 'POST', body: new URLSearchParams(new FormData(event.target)) });
});

document.querySelector('#export').addEventListener('click', () => fetch('export', { method: 'POST' }));

// A hub in another server is told by the page; one in the same server by SignOutServlet.
document.querySelector('#sign-out').form.addEventListener('submit', async (event) => {
  if (new URL(hub, location).origin === location.origin) return;
  event.preventDefault();
  await fetch(`${hub}api/session`, { method: 'DELETE', credentials: 'include' });
  event.target.submit();
});
