// The shared worker: one engine for all pages of this origin with the same user.

import { Switchboard } from './switchboard.js';

const board = new Switchboard();

self.onconnect = ({ ports: [port] }) => {
  const page = board.connect((report) => port.postMessage(report));
  port.onmessage = ({ data }) => page.hear(data);
  port.postMessage({ name: 'welcome' });
};
