// The page of configuration: what is in force on this node, and where it comes from. Read anew every few seconds while
// it is looked at.

import '../hub.js';
import { address, call } from '../api.js';
import { h } from '../dom.js';

const EVERY = 2_000;

const at = (id) => document.querySelector(id);
const rows = new Map(); // key to {setting, row, value, source, problem}
let asking = false;

begin();

async function begin() {
  at('#sieve').addEventListener('submit', (event) => event.preventDefault());
  at('#words').addEventListener('input', sift);
  at('#which').addEventListener('change', sift);
  document.addEventListener('visibilitychange', read);
  setInterval(read, EVERY);
  await read();
}

async function read() {
  if (document.hidden || asking) return;
  asking = true;
  try {
    const { node, settings } = await call('GET', address('api/admin/config'));
    at('#node').textContent = node;
    at('#trouble').hidden = true;
    if (settings.length !== rows.size) build(settings);
    settings.forEach(update);
    at('#sieve').hidden = false;
    sift();
  } catch (problem) {
    tell(problem);
  } finally {
    asking = false;
  }
}

function tell({ status, detail }) {
  if (status === 401) return; // Signed out: the page says so already.
  at('#trouble').textContent = status === 403
    ? 'This page needs the role operator or administrator, which this account does not have.'
    : `${detail} What is below may be old.`;
  at('#trouble').hidden = false;
}

/** One table a chapter. Roles are said: where there is little room, cells stand below each other. */
function build(settings) {
  rows.clear();
  const chapters = new Map();
  for (const setting of settings) chapters.set(setting.chapter, [...(chapters.get(setting.chapter) ?? []), setting]);
  at('#book').replaceChildren(...[...chapters].map(([chapter, its], i) => h('section', { class: 'panel chapter' },
    h('h2', { id: `chapter-${i}` }, titleOf(chapter)),
    h('table', { role: 'table', 'aria-labelledby': `chapter-${i}` },
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ...['Setting', 'In force', 'From'].map((name) => h('th', { role: 'columnheader', scope: 'col' }, name)))),
      h('tbody', { role: 'rowgroup' }, ...its.map(rowOf))),
  )));
}

/** "Streams (tidings.stream)" is "Streams": the keys say the rest. */
function titleOf(chapter) {
  return chapter.replace(/\s*\(tidings.*$/, '');
}

function rowOf(setting) {
  const value = h('code', { class: 'value' });
  const source = h('span', { class: 'source' });
  const problem = h('p', { class: 'problem', hidden: true });
  const bounds = boundsOf(setting);
  const row = h('tr', { role: 'row', id: setting.key },
    h('th', { role: 'rowheader', scope: 'row' },
      h('code', { class: 'key' }, setting.key),
      h('p', { class: 'description' }, setting.description),
      bounds && h('p', { class: 'bounds' }, bounds)),
    h('td', { role: 'cell' }, value, problem),
    h('td', { role: 'cell' }, source));
  rows.set(setting.key, { row, value, source, problem });
  return row;
}

function boundsOf({ type, min, max, live }) {
  const said = [];
  if (min !== undefined) said.push(`${type}, ${min} to ${max}`);
  if (type === 'flag') said.push('true or false');
  if (!live) said.push('needs a restart');
  return said.join(' · ');
}

function update(setting) {
  const known = rows.get(setting.key);
  const before = known.setting;
  known.setting = setting;
  if (before && before.value === setting.value && before.source === setting.source && before.refused === setting.refused) return;
  known.value.textContent = setting.value;
  known.value.dataset.empty = setting.value === '' ? 'nothing' : '';
  known.source.textContent = setting.source;
  known.source.dataset.changed = setting.source !== 'default';
  known.source.title = setting.source === 'default' ? '' : `Delivered: ${setting.delivered || 'nothing'}`;
  known.problem.hidden = setting.refused === undefined;
  known.problem.textContent = setting.refused === undefined ? '' : `${setting.refused} is refused: ${setting.problem} The value above stays in force.`;
  if (before) {
    at('#news').textContent = `${setting.key}: ${known.problem.textContent || `now ${setting.value || 'empty'}, from ${setting.source}`}`;
    known.row.classList.remove('fresh');
    requestAnimationFrame(() => known.row.classList.add('fresh'));
  }
}

function sift() {
  const words = at('#words').value.toLowerCase().split(/\s+/).filter(Boolean);
  const which = at('#which').value;
  let shown = 0;
  for (const { row, setting } of rows.values()) {
    const text = `${setting.key} ${setting.value} ${setting.source} ${setting.description}`.toLowerCase();
    const kept = words.every((word) => text.includes(word))
      && (which === 'all' || (which === 'refused' ? setting.refused !== undefined : setting.source !== 'default'));
    row.hidden = !kept;
    if (kept) shown += 1;
  }
  for (const section of document.querySelectorAll('.chapter')) section.hidden = !section.querySelector('tbody tr:not([hidden])');
  const said = shown === rows.size ? `${shown} settings` : `${shown} of ${rows.size} settings`;
  if (at('#count').textContent !== said) at('#count').textContent = said;
}
