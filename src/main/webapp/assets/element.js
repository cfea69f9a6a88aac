// What all elements of Tidings have in common: a shadow root with the shared looks, and words in the
// language of the place where they stand.

import { sheet } from './looks.js';

const LANGUAGES = ['en', 'de', 'fr'];

export class TidingsElement extends HTMLElement {
  /** Style sheets besides the shared one. */
  static styles = [];

  constructor() {
    super();
    this.attachShadow({ mode: 'open' });
    this.shadowRoot.adoptedStyleSheets = [sheet, ...this.constructor.styles];
  }

  /** `lang` of this element, or of the nearest one around it, or of the browser; if we know none of it, English. */
  get language() {
    const asked = this.closest('[lang]')?.lang || navigator.language;
    const language = asked.split('-')[0].toLowerCase();
    return LANGUAGES.includes(language) ? language : 'en';
  }

  /** For Intl: as the page says it, with its region. */
  get locale() {
    return this.closest('[lang]')?.lang || navigator.language;
  }
}

/** A style sheet for adoptedStyleSheets. */
export function css(text) {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}
