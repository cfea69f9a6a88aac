// The page of the console, for operators and administrators; only these act.

import '../hub.js';
import { h } from '../dom.js';
import { session } from '../session.js';
import './console.js';

begin();

async function begin() {
  let roles = [];
  try {
    ({ roles = [] } = await session());
  } catch {
    return; // Signed out: the page says so already.
  }
  const acts = roles.includes('administrator');
  if (acts || roles.includes('operator')) document.querySelector('#console').append(h('tidings-console', { acts }));
  else document.querySelector('#not-yours').hidden = false;
}
