// What is to be exported.

import { h } from '../dom.js';

/**
 * @param {import('./words.js').words['en']} say
 * @param {(wanted: object) => Promise<{detail: string, field?: string} | null>} start why it was refused, or null
 */
export function exportForm(say, start) {
  const topic = h('input', { id: 'topic', name: 'topic', required: true, maxlength: 200, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', value: 'feeds/news' });
  const types = h('input', { id: 'types', name: 'types', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', 'aria-describedby': 'types-help' });
  const from = h('input', { id: 'from', name: 'from', type: 'datetime-local' });
  const to = h('input', { id: 'to', name: 'to', type: 'datetime-local' });
  const unread = h('input', { type: 'checkbox', name: 'unread' });
  const what = choice('export', [['events', say.history], ['inbox', say.inbox]], () => shape());
  const format = choice('format', [['csv', 'CSV'], ['jsonl', 'JSON Lines']]);
  const topicField = field(say.topic, topic);
  const typesLabel = h('span', {});
  const typesField = h('label', { class: 'field' }, typesLabel, types, h('span', { class: 'help', id: 'types-help' }, say.commas));
  const unreadField = h('label', { class: 'check' }, unread, say.unread);
  const problem = h('p', { class: 'refused', role: 'alert', hidden: true });
  const button = h('button', { type: 'submit', class: 'primary', part: 'button' }, say.start);

  function shape() {
    const inbox = what.value() === 'inbox';
    topicField.hidden = inbox;
    topic.required = !inbox;
    unreadField.hidden = !inbox;
    typesLabel.textContent = inbox ? say.categories : say.types;
  }

  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    const refused = await start(wanted());
    button.disabled = false;
    problem.textContent = refused?.detail ?? '';
    problem.hidden = !refused;
    for (const input of [topic, types, from, to]) input.removeAttribute('aria-invalid');
    const wrong = { topic, types, categories: types, from, to }[refused?.field];
    wrong?.setAttribute('aria-invalid', 'true');
    wrong?.focus();
  }

  function wanted() {
    const inbox = what.value() === 'inbox';
    const names = types.value.split(',').map((name) => name.trim()).filter(Boolean);
    const moment = (input) => (input.value ? new Date(input.value).toISOString() : undefined);
    return {
      export: what.value(),
      topic: inbox ? undefined : topic.value.trim(),
      format: format.value(),
      [inbox ? 'categories' : 'types']: names.length > 0 ? names : undefined,
      from: moment(from),
      to: moment(to),
      unread: inbox && unread.checked ? true : undefined,
    };
  }

  shape();
  return h('form', { class: 'export', part: 'form', submit, 'aria-label': say.export },
    h('h2', {}, say.export),
    h('div', { class: 'choices' }, what.element, format.element),
    topicField,
    h('details', {}, h('summary', {}, say.only),
      h('div', { class: 'filters' }, typesField, field(say.from, from), field(say.to, to), unreadField)),
    problem,
    button);
}

function field(label, input) {
  return h('label', { class: 'field' }, h('span', {}, label), input);
}

/** A few ways, of which one is taken; the first to begin with. */
function choice(name, ways, change = () => {}) {
  const inputs = ways.map(([value], index) => h('input', { type: 'radio', name, value, checked: index === 0, change }));
  return {
    element: h('div', { class: 'segments', role: 'radiogroup' }, ...ways.map(([, label], index) => h('label', {}, inputs[index], h('span', {}, label)))),
    value: () => inputs.find((input) => input.checked).value,
  };
}
