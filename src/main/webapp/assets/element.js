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
    return this.locale.split('-')[0].toLowerCase();
  }

  /** For Intl: the same as the page says it, with its region. Numbers and dates are in the language of the words. */
  get locale() {
    const asked = this.closest('[lang]')?.lang || navigator.language;
    return LANGUAGES.includes(asked.split('-')[0].toLowerCase()) && known(asked) ? asked : 'en';
  }
}

/** Any text may stand in an attribute, and Intl throws at what is no language. */
function known(asked) {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(asked).length > 0;
  } catch {
    return false;
  }
}

/** A style sheet for adoptedStyleSheets. */
export function css(text) {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}
