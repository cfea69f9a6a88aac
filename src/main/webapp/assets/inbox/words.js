// What the inbox says, in the language of the place where it stands.

import { de } from './words/de.js';
import { en } from './words/en.js';
import { fr } from './words/fr.js';

const LANGUAGES = { en, de, fr };

const made = new Map(); // by locale: Intl's formats are dear to make

/**
 * The words for an element.
 * @param {import('../element.js').TidingsElement} element
 * @returns {Words}
 */
export function wordsOf(element) {
  return wordsFor(element.locale, element.language);
}

/**
 * @param {string} locale for Intl, with its region
 * @param {string} language `en`, `de` or `fr`
 */
export function wordsFor(locale, language) {
  const key = `${locale} ${language}`;
  if (!made.has(key)) made.set(key, new Words(locale, language));
  return made.get(key);
}

export class Words {
  #table;
  #plural;
  #number;
  #when;
  #clock;
  #day;

  constructor(locale, language) {
    /** For Intl. */
    this.locale = locale;
    this.#table = LANGUAGES[language];
    this.#plural = new Intl.PluralRules(locale);
    this.#number = new Intl.NumberFormat(locale);
    this.#clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
    this.#day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' });
    this.#when = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
  }

  /** `say('selected', {n: 3})`; nested words by dots: `say('did.read', {n: 1})`. */
  say(name, values = {}) {
    const found = this.look(name);
    const form = typeof found === 'string' ? found : this.#form(found, values.n);
    return form.replace(/\{(\w+)\}/g, (_, key) => this.#value(values[key]));
  }

  /** What is not a sentence: lists and pairs. */
  look(name) {
    return name.split('.').reduce((table, key) => table?.[key], this.#table);
  }

  number(n) {
    return this.#number.format(n);
  }

  /** A day, such as "Mon, 3 Nov". */
  day(at) {
    return this.#day.format(new Date(at));
  }

  /** When something is to come: the time alone if it is today. */
  when(at) {
    const date = new Date(at);
    const today = date.toDateString() === new Date().toDateString();
    return (today ? this.#clock : this.#when).format(date);
  }

  #form(forms, n) {
    if (n === 0 && forms.zero) return forms.zero;
    return forms[this.#plural.select(n)] ?? forms.other;
  }

  #value(value) {
    return typeof value === 'number' ? this.#number.format(value) : value ?? '';
  }
}
