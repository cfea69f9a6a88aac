// One event as a list item. Anything may have been published: strings, numbers, deep objects, nothing at all.

import { h } from '../dom.js';
import { timeElement } from '../time.js';

const LONG = 700; // characters shown of a long text until someone asks for more
const LINES = 12;
const TONES = 6; // colours of the avatars, see styles.js

/**
 * @typedef {{id: string, type: string, topic: string, at: string, data: unknown}} Message
 * @typedef {import('./words.js').words['en']} Words
 */

/**
 * True when there is something to show: every message, and every other type that has text.
 * @param {Message} event
 */
export function showable(event) {
  return event.type === 'message' || textOf(event.data) !== '';
}

/**
 * What a screen reader is told about a message that has just arrived.
 * @param {Message} event
 * @param {Words} say
 */
export function summary(event, say) {
  const { author, title } = partsOf(event.data);
  return say.arrived(author || say.unknown, title);
}

/**
 * @param {Message} event
 * @param {Words} say
 * @param {string} locale
 */
export function messageItem(event, say, locale) {
  const { author, title, text } = partsOf(event.data);
  const empty = !title && !text;
  return h('li', { 'data-id': event.id, 'data-type': event.type, class: 'message', part: 'message' },
    h('span', { class: 'avatar', part: 'avatar', 'aria-hidden': 'true', 'data-tone': tone(author) }, initial(author)),
    h('article', {},
      h('p', { class: 'message-meta' },
        h('bdi', { class: 'author', part: 'author' }, author || say.unknown),
        event.type === 'message' ? null : h('bdi', { class: 'type', part: 'type' }, plain(event.type)),
        timeOf(event.at, locale)),
      title && h('h3', { class: 'title', part: 'title', dir: 'auto' }, title),
      text && longText(text, say),
      empty ? h('p', { class: 'text none', part: 'text' }, say.nothing) : null));
}

function timeOf(at, locale) {
  const time = timeElement(at, locale);
  time?.setAttribute('part', 'time');
  return time;
}

/** The start of a long text, and a button for the rest. Only what is shown is in the page. */
function longText(text, say) {
  const start = startOf(text);
  const paragraph = h('p', { class: 'text', part: 'text', dir: 'auto' }, start);
  if (start === text) return paragraph;
  const button = h('button', { type: 'button', class: 'more', part: 'more', 'aria-expanded': 'false' }, say.all);
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') === 'false';
    button.setAttribute('aria-expanded', open);
    button.textContent = open ? say.less : say.all;
    paragraph.textContent = open ? text : start;
  });
  const whole = document.createDocumentFragment();
  whole.append(paragraph, button);
  return whole;
}

function startOf(text) {
  const start = text.slice(0, LONG).split('\n').slice(0, LINES).join('\n');
  // A little more than the start is not worth a button. Do not cut a surrogate pair in half.
  return text.length - start.length < 80 ? text : `${start.replace(/[\ud800-\udbff]$/, '').trimEnd()}…`;
}

function partsOf(data) {
  const object = isObject(data) ? data : {};
  return { author: plain(object.author).trim(), title: plain(object.title).trim(), text: textOf(data) };
}

function textOf(data) {
  if (!isObject(data)) return plain(data).trim();
  const { author, title, text, ...rest } = data;
  if (text !== undefined && text !== null) return plain(text).trim();
  // Published by something that does not know of titles and texts: show what it said.
  return title ? '' : plain(rest).trim();
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plain(value) {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (Object.keys(value).length === 0) return '';
  try {
    return JSON.stringify(value, null, 2);
  } catch {
    return '(…)'; // JSON.parse goes deeper than JSON.stringify
  }
}

function initial(author) {
  return [...author][0]?.toLocaleUpperCase() ?? '?';
}

// The same author has the same colour, in every window.
function tone(author) {
  let sum = 0;
  for (const character of author.slice(0, 64)) sum = (sum * 31 + character.codePointAt(0)) % 9973;
  return sum % TONES;
}
