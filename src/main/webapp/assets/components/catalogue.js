// What there is to know of each element: what it is for, and what a page may say to it, hear from it, and style.

/**
 * @typedef {[name: string, means: string][]} Rows
 * @typedef {{tag: string, is: string, example: Record<string, string>, attributes: Rows, events: Rows, parts: Rows,
 *   properties: Rows}} Description
 */

const LANG = ['lang', 'en, de or fr; when left out, that of the nearest element around it that has one, or the browser’s'];

/** @type {Description[]} */
export const catalogue = [
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
