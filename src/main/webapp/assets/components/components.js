// The page that shows each element live, with all that can be said about it.

import '../hub.js';
import '../metrics.js';
import { h } from '../dom.js';
import { session } from '../session.js';
import { catalogue, theme } from './catalogue.js';
import { codeSample, sampleOf } from './sample.js';
import { tools } from './tools.js';

const switches = document.querySelector('#switches');
const stages = []; // {stage, description}

begin();

async function begin() {
  const publisher = await mayPublish();
  document.querySelector('.contents ul').append(...catalogue.map(({ tag }) =>
    h('li', {}, h('a', { href: `#${tag}` }, tag))));
  document.querySelector('.elements').append(
    ...catalogue.map((description) => section(description, publisher)),
    h('section', { class: 'element', 'aria-labelledby': 'theme' },
      h('h2', { id: 'theme' }, '--tidings-…'),
      h('p', {}, 'Custom properties that all elements take, from any element around them. light-dark() gives a value for each scheme.'),
      table('Custom properties', theme)));
  switches.addEventListener('input', arrange);
  arrange();
  // The sections were not there yet when the browser looked for it.
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

async function mayPublish() {
  try {
    return (await session()).roles?.includes('publisher') ?? false;
  } catch {
    return false; // Signed out: the page says so already.
  }
}

function section(description, publisher) {
  const { tag, is, attributes, events, parts, properties } = description;
  const stage = h('div', { class: 'stage' });
  const heard = h('p', { class: 'heard', role: 'status' });
  for (const [name] of events) {
    stage.addEventListener(name, ({ detail }) => {
      heard.textContent = `Heard: ${name} ${JSON.stringify(detail).slice(0, 200)}`;
    });
  }
  stages.push({ stage, description });
  return h('section', { class: 'element', id: tag, 'aria-labelledby': `${tag}-name` },
    h('h2', { id: `${tag}-name` }, `<${tag}>`),
    h('p', {}, is),
    stage,
    tools(tag, publisher),
    heard,
    codeSample(sampleOf(description)),
    h('div', { class: 'reference' },
      table('Attributes', attributes), table('Events', events), table('CSS parts', parts), table('Custom properties', properties)));
}

function table(caption, rows) {
  if (rows.length === 0) return null;
  return h('table', {}, h('caption', {}, caption),
    h('tbody', {}, ...rows.map(([name, means]) =>
      h('tr', {}, h('th', { scope: 'row' }, ...name.split(', ').map((one) => h('code', {}, one))), h('td', {}, means)))));
}

/** As the switches say. Elements are made anew, as a page in that language would. */
function arrange() {
  const { language, direction, theme: chosen } = switches.elements;
  for (const { stage, description } of stages) {
    stage.lang = language.value;
    stage.dir = direction.value;
    stage.className = `stage ${chosen.value && `theme-${chosen.value}`}`;
    stage.replaceChildren(h(description.tag, description.example));
  }
}
