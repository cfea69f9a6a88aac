// The page of the dashboard, for operators and administrators.

import '../hub.js';
import '../metrics.js';
import { h } from '../dom.js';
import { session } from '../session.js';

begin();

async function begin() {
  let roles = [];
  try {
    ({ roles = [] } = await session());
  } catch {
    return; // Signed out: the page says so already.
  }
  if (roles.includes('operator') || roles.includes('administrator')) document.querySelector('#metrics').append(h('tidings-metrics'));
  else document.querySelector('#not-yours').hidden = false;
}
