// What there is to know of each element: what it is for, and what a page may say to it, hear from it, and style.

/**
 * @typedef {[name: string, means: string][]} Rows
 * @typedef {{tag: string, is: string, example: Record<string, string>, attributes: Rows, events: Rows, parts: Rows,
 *   properties: Rows, module?: string}} Description `module`: its own, where tidings.js does not bring it
 */

const LANG = ['lang', 'en, de or fr; when left out, the page’s or the browser’s'];

const SELECT = ['tidings-select', 'A notification was chosen; preventDefault() keeps it from being opened. detail: the item'];

/** @type {Description[]} */
export const catalogue = [
  {
    tag: 'tidings-bell',
    is: 'How many notifications are unread, and the inbox at hand. The number is the server’s, in all windows the same.',
    example: { href: 'inbox.html' },
    attributes: [
      ['href', 'Where the whole inbox is; without it there is no link to it'],
      ['count', 'unread, or unseen for those that were never in sight; unread when left out'],
      ['title-badge', 'The number in the title of the browser’s tab as well'],
      ['favicon-badge', 'A dot on the tab’s icon as well; a value is the address of another icon'],
      LANG,
    ],
    events: [
      ['tidings-counts', 'The numbers are others. detail: {unread, unseen, version}'],
      ['tidings-open', 'It was opened'],
    ],
    parts: [
      ['bell, badge', 'The button, and the number on it'],
      ['popover, heading', 'What opens'],
      ['item, title, list, body, meta, tab, tabs, icon, button', 'Those of the inbox in it'],
    ],
    properties: [],
  },
  {
    tag: 'tidings-inbox',
    is: 'The notifications of whoever is signed in: to read, archive, pin, snooze, search; by keyboard too.',
    example: { limit: '30' },
    attributes: [
      ['tab', 'all, unread, archived or snoozed, to begin with'],
      ['category', 'Only those of one category'],
      ['limit', 'How many are read at a time, 1 to 100; 30 when left out'],
      ['compact', 'For narrow places: no search, no selecting, two tabs'],
      LANG,
    ],
    events: [
      SELECT,
      ['tidings-mark', 'Something was marked. detail: {mark, ids or all, changed}'],
    ],
    parts: [
      ['frame, head, tabs, tab, number, filter, search, category-select, bulk', 'Around the list'],
      ['list, item, item-unread, item-pinned', 'The list, its items, and those of a kind'],
      ['icon, title, link, dot, body, meta, category, actions, action, tools, tool, digest', 'In an item'],
      ['panel, button, menu, menu-row, undo-bar, undo, pill, empty, banner, problem', 'The rest'],
    ],
    properties: [
      ['--tidings-inbox-height', 'How high the list may get before it scrolls; when left out, the page scrolls'],
      ['--tidings-top', 'How high the page’s own sticky bar is, so that nothing sticks below it'],
    ],
  },
  {
    tag: 'tidings-toast',
    is: 'Tells of a notification the moment it comes, at the edge of the page, in one of the browser’s tabs only.',
    example: { position: 'bottom-end', system: '' },
    attributes: [
      ['position', 'bottom-end, bottom-start, top-end or top-start; bottom-end when left out'],
      ['system', 'By the operating system while no tab is in sight, for users who have allowed it'],
      LANG,
    ],
    events: [SELECT],
    parts: [
      ['toast, toast-error', 'One of them; one that stays until it is dismissed'],
      ['title, body, dismiss, more', 'In it, and the count of those that wait'],
    ],
    properties: [
      ['--tidings-top', 'How high the page’s own sticky bar is'],
    ],
  },
  {
    tag: 'tidings-feed',
    is: 'The newest messages of a topic, live.',
    example: { topic: 'feeds/news', limit: '3' },
    attributes: [
      ['topic', 'What to show; users/me/… is the user’s own'],
      ['limit', 'How many at most, 1 to 1,000; 50 when left out'],
      LANG,
    ],
    events: [
      ['tidings-message', 'One has arrived (not for those that were there already). detail: {id, type, topic, at, data}'],
    ],
    parts: [
      ['list', 'All messages'],
      ['message', 'One of them'],
      ['avatar, author, type, time', 'Its head'],
      ['title, text, more', 'What it says; more is the button for the rest of a long text'],
      ['empty, problem, end', 'What is shown instead of messages, above and below them'],
    ],
    properties: [],
  },
  {
    tag: 'tidings-jobs',
    is: 'What is done for the user, how far it is and what came of it; and the way to start an export.',
    example: { compact: '' },
    attributes: [
      ['compact', 'Without the form that starts an export'],
      LANG,
    ],
    events: [
      ['tidings-job', 'A job has just ended. detail: the job, as GET /api/jobs/ID answers it'],
    ],
    parts: [
      ['form, button', 'What starts an export; every button'],
      ['list, job', 'The jobs; one of them'],
      ['title, state, percent, track, bar, figures, actions', 'Its pieces'],
      ['empty, problem', 'What is shown when there are none, or something went wrong'],
    ],
    properties: [],
  },
  {
    tag: 'tidings-log',
    is: 'The lines of a log file as they are written, for operators and administrators: filtered, searched, paused, copied. What looks like a secret is masked, and what was left out of a burst is counted where it was left out.',
    example: { topic: 'logs/server', lines: '2000' },
    attributes: [
      ['topic', 'logs/NAME, of a file that the server’s operator has named'],
      ['lines', 'How many lines are kept, 100 to 10,000; 10,000 when left out'],
      LANG,
    ],
    events: [],
    parts: [
      ['log, tools, lines, foot', 'The whole, and what it is made of from top to bottom'],
      ['severity, search, button', 'What chooses and does'],
      ['row, time, level, message, mark, details', 'A line, a count of what is missing, and all that a line says'],
      ['fresh, skipped, empty, problem', 'What has come meanwhile, what was skipped, and where there is nothing'],
    ],
    properties: [
      ['--tidings-log-height', 'How high it is'],
      ['--tidings-mono', 'The family of its type'],
    ],
  },
  {
    tag: 'tidings-progress',
    is: 'How far a job is, and what came of it. Who comes later finds it as it stands; what is heard of a job after its end does not count.',
    example: { topic: 'users/me/export', label: 'Export of all orders', unit: 'bytes' },
    attributes: [
      ['topic', 'The job: started, then one of complete {url, size, checksum?, name?}, failed {reason}, cancelled; users/me/… is the user’s own'],
      ['progress', 'Where it tells how far it is, by events of type progress {state, done, total, rate, remaining}; TOPIC/progress when left out'],
      ['label', 'What it is called'],
      ['unit', 'bytes, or left out for plain numbers'],
      LANG,
    ],
    events: [
      ['tidings-complete', 'It is done. detail: {topic, at, data, live}; live is false when it was so before the element came'],
      ['tidings-failed', 'The same, when it failed'],
      ['tidings-cancelled', 'The same, when it was cancelled'],
    ],
    parts: [
      ['label, percent', 'Above the bar'],
      ['track, bar', 'The bar, and what of it is done'],
      ['figures, remaining', 'Below the bar'],
      ['result, download, checksum', 'What came of it'],
    ],
    properties: [
      ['--tidings-progress-height', 'How thick the bar is'],
    ],
  },
  {
    tag: 'tidings-assistant',
    is: 'Asks a language model and shows its answers as they are written; whoever comes late or back sees the same. Where the server has none, it hides.',
    example: { notice: '' },
    attributes: [
      ['conversation', 'The id of a conversation, to begin with and as it changes; left out for a new one'],
      ['history', 'Earlier conversations beside it'],
      ['notice', 'Where the server has no assistant it says so, instead of hiding'],
      LANG,
    ],
    events: [
      ['tidings-conversation', 'Another conversation is shown. detail: {id}, empty for a new one'],
      ['tidings-answered', 'An answer has ended. detail: {id, conversation, state}'],
    ],
    parts: [
      ['log, turns, question, answer, state, code', 'What was said'],
      ['prompt, button, ask, stop, again', 'What is typed into and clicked'],
      ['history, list, empty, problem, notice', 'The rest'],
    ],
    properties: [
      ['--tidings-assistant-height', 'How high it is; 40rem when left out'],
    ],
  },
  {
    tag: 'tidings-metrics',
    is: 'How the server is doing, who is online and what applications measure, of the last minutes. For operators and administrators; others are told so.',
    module: 'metrics.js',
    example: { minutes: '5' },
    attributes: [
      ['topics', 'Topics of applications, separated by blanks; all when left out'],
      ['minutes', 'How much it shows, 1 to 60; 15 when left out, which is what the server keeps'],
      ['thresholds', 'NAME WARN BAD, … such as cpuProcess 0.5 0.8, metrics/orders/late 5 10'],
      LANG,
    ],
    events: [
      ['tidings-threshold', 'A number has come to another level. detail: {topic, name, node, level, value}'],
    ],
    parts: [
      ['pause, where, problem', 'Above the charts'],
      ['chart, title, value, legend', 'A chart'],
      ['page', 'A page that users are on'],
    ],
    properties: [],
  },
];

/** What all of them take. @type {Rows} */
export const theme = [
  ['--tidings-accent, -strong, -wash', 'Links and buttons; under the pointer; as a background'],
  ['--tidings-on-accent', 'Text on the accent'],
  ['--tidings-surface, --tidings-sunken', 'Backgrounds: of panels, of fields'],
  ['--tidings-ink, --tidings-soft', 'Text, and text that matters less'],
  ['--tidings-line, --tidings-edge', 'Lines, and the borders of controls'],
  ['--tidings-good, --tidings-warn, --tidings-bad', 'Done, careful, wrong; the latter two with -wash as backgrounds'],
  ['--tidings-radius', 'Corners of panels'],
  ['--tidings-font', 'The family of its type'],
];
