// What the tables show, and of what they say more.

import { timeWords } from '../time.js';
import { agentName } from './agent.js';

const TONES = { stalled: 'bad', leaving: 'warn', draining: 'warn', away: 'bad', silent: 'bad', replaying: 'busy', writing: 'busy', ready: 'good' };

/**
 * @param {import('./words.js').words['en']} say
 * @param {import('../metrics/figures.js').Figures} figures
 * @param {string} locale
 * @param {(row: any) => void} open shows all of a stream
 * @returns {Record<'nodes' | 'streams' | 'topics', import('./table.js').Column[]>}
 */
export function columnsFor(say, figures, locale, open) {
  const text = (name, most, of = (row) => row[name]) => ({ name, of, most, show: (row) => ({ text: plain(of(row)), title: most ? plain(of(row)) : '' }) });
  const number = (name, unit = 'number', of = (row) => row[name]) => ({ name, of, number: true, first: 'desc', show: (row) => figures.say(of(row), unit) });
  const time = (name, of, id = () => '') => ({
    name, of, first: 'desc',
    show: (row) => {
      const words = timeWords(of(row), locale);
      return { ...words, title: [words.title, id(row)].filter(Boolean).join(' · ') };
    },
  });
  const state = { name: 'state', of: (row) => row.state, show: ({ state: is }) => ({ text: say.states[is] ?? plain(is), tone: TONES[is] ?? 'plain' }) };
  const behind = (column) => ({ ...column, show: (row) => ({ text: column.show(row), tone: column.of(row) > 0 ? 'behind' : '' }) });
  return {
    nodes: [
      { ...text('name', 26), show: ({ name, self }) => ({ text: plain(name), title: plain(name), beside: self ? say.thisNode : '' }) },
      state,
      number('streams'),
      number('topics'),
      number('deliveries', 'rate', (row) => row.deliveriesPerSecond),
      number('publishes', 'rate', (row) => row.publishesPerSecond),
      behind(number('tailLag')),
      { ...number('heap', 'bytes', (row) => row.heapUsed), show: ({ heapUsed, heapMax }) => (heapMax ? say.ofHeap(figures.say(heapUsed, 'bytes'), figures.say(heapMax, 'bytes')) : figures.say(heapUsed, 'bytes')) },
      text('database', 14),
      text('version', 16),
      time('since', (row) => row.since),
    ],
    streams: [
      { ...text('user', 18), opens: open },
      state,
      { name: 'topics', of: (row) => topicsOf(row).length, most: 24, show: topicsShown },
      time('since', (row) => row.since),
      number('events'),
      number('bytes', 'bytes'),
      behind(number('lag')),
      text('lastId', 18),
      text('address', 18),
      { ...text('agent', 18), show: ({ agent }) => ({ text: agentName(agent), title: plain(agent) }) },
      text('node', 18),
    ],
    topics: [
      text('topic', 44),
      { name: 'kind', of: kindOf, show: (row) => say.kinds[kindOf(row)] },
      number('listeners'),
      number('rate', 'rate'),
      { ...number('history', 'number', (row) => row.events), show: ({ events, eventsMore }) => figures.say(events, 'number') + (eventsMore ? '+' : '') },
      time('oldest', (row) => row.oldestAt, (row) => row.oldest),
      time('newest', (row) => row.newestAt, (row) => row.newest),
    ],
  };
}

/** All that is known of a stream, in full. */
export function detailsOf(row, say, figures, locale) {
  const topics = topicsOf(row);
  const more = (row.topicCount ?? topics.length) - topics.length;
  return [
    [say.id, row.id],
    [say.columns.node, row.node],
    [say.columns.state, say.states[row.state] ?? row.state],
    [say.columns.address, row.address],
    [say.columns.agent, row.agent],
    [say.columns.since, timeWords(row.since, locale).title],
    [say.columns.events, figures.say(row.events, 'number')],
    [say.columns.bytes, figures.say(row.bytes, 'bytes')],
    [say.columns.lag, figures.say(row.lag, 'number')],
    [say.columns.lastId, row.lastId],
    [say.columns.topics, [...topics, more > 0 && say.more(more)].filter(Boolean)],
  ].map(([name, value]) => [name, Array.isArray(value) ? value.map(plain) : [plain(value)]]);
}

export function kindOf(row) {
  return row.live ? 'live' : 'stored';
}

export function topicsOf(row) {
  return Array.isArray(row.topics) ? row.topics : [];
}

function topicsShown(row) {
  const topics = topicsOf(row).map(plain);
  const more = (row.topicCount ?? topics.length) - 1;
  return { text: topics[0] ?? '–', title: topics.join('\n'), beside: more > 0 ? `+${more}` : '' };
}

/** Whatever it is, as text. */
function plain(value) {
  return value === undefined || value === null || value === '' ? '–' : String(value);
}
