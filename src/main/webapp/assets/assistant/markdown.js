// Markdown as nodes, while it is still being written. Never as HTML: markdown-it tells what there is, and only
// what is known here becomes an element. All blocks but the last are finished, and are not touched again.

import { h } from '../dom.js';
import MarkdownIt from '../vendor/markdown-it/markdown-it.js';
import { copyButton } from './copy.js';

const markdown = new MarkdownIt('default', { html: false, linkify: false, typographer: false });

// Within a page that has headings of its own.
const TAGS = {
  h1: 'h3', h2: 'h4', h3: 'h5', h4: 'h6', h5: 'h6', h6: 'h6', p: 'p', ul: 'ul', ol: 'ol', li: 'li',
  blockquote: 'blockquote', table: 'table', thead: 'thead', tbody: 'tbody', tr: 'tr', th: 'th', td: 'td',
  strong: 'strong', em: 'em', s: 's',
};
const OWN_DIRECTION = new Set(['h3', 'h4', 'h5', 'h6', 'p', 'ul', 'ol', 'li', 'blockquote', 'th', 'td']);
const ALIGNMENTS = { 'text-align:left': 'left', 'text-align:center': 'center', 'text-align:right': 'right' };
const DEFINITION = /^ {0,3}\[[^\]\n]{1,999}\]:/m; // of a link, which may be used before it

export class Markdown {
  #root;
  #say;
  #finished;
  #source = '';
  #start = 0; // of what is not finished, in the source
  #drawn = []; // {raw, node} from there on
  #env = {}; // the links that were defined

  /**
   * @param {HTMLElement} root whose children are the blocks
   * @param {import('./words.js').words['en']} say
   * @param {(text: string) => void} finished hears the text of each block that is finished
   */
  constructor(root, say, finished = () => {}) {
    this.#root = root;
    this.#say = say;
    this.#finished = finished;
  }

  /**
   * @param {string} text all of it up to now
   * @param {boolean} done there will be no more
   */
  set(text, done) {
    const source = text.replace(/\r\n?/g, '\n');
    if (!source.startsWith(this.#source) || (done && DEFINITION.test(source))) this.#forget();
    this.#source = source;
    const groups = this.#groups();
    const end = done ? groups.length : groups.length - 1;
    groups.forEach((group, index) => this.#draw(group, index));
    for (const { node } of this.#drawn.splice(groups.length)) node.remove();
    for (const { node } of this.#drawn.splice(0, Math.max(end, 0))) this.#finished(node.textContent);
    if (groups.length > 0) this.#start += done ? source.length - this.#start : groups.at(-1).from;
  }

  #forget() {
    this.#source = '';
    this.#start = 0;
    this.#drawn = [];
    this.#env = {};
    this.#root.replaceChildren();
    this.#finished = () => {}; // it was told already
  }

  /** The blocks of what is not finished, each with its source. */
  #groups() {
    const rest = this.#source.slice(this.#start);
    const lines = [0]; // where they begin
    for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n', at + 1)) lines.push(at + 1);
    const groups = [];
    let group;
    for (const token of markdown.parse(rest, this.#env)) {
      if (token.level === 0 && token.nesting >= 0) groups.push(group = { from: lines[token.map[0]], tokens: [] });
      group.tokens.push(token);
    }
    groups.forEach((one, index) => { one.raw = rest.slice(one.from, groups[index + 1]?.from); });
    return groups;
  }

  #draw({ raw, tokens }, index) {
    const before = this.#drawn[index];
    if (before?.raw === raw) return;
    const node = build(tokens, this.#say);
    if (before) before.node.replaceWith(node);
    else this.#root.append(node);
    this.#drawn[index] = { raw, node };
  }
}

function build(tokens, say) {
  const top = h('div', { class: 'block' });
  const open = [top];
  for (const token of tokens) {
    const into = open.at(-1);
    if (token.type === 'inline') inline(token.children, into);
    else if (token.hidden) continue; // paragraphs of lists that stand close together
    else if (token.type === 'fence' || token.type === 'code_block') into.append(code(token, say));
    else if (token.type === 'hr') into.append(h('hr'));
    else if (token.nesting < 0) open.pop();
    else if (token.nesting > 0) open.push(into.appendChild(element(token, say)));
    else into.append(token.content);
    // A wide table scrolls within its frame.
    if (token.type === 'table_open') {
      const table = open.at(-1);
      const frame = h('div', { class: 'wide', role: 'region', tabindex: 0, 'aria-label': say.table });
      table.replaceWith(frame);
      frame.append(table);
    }
  }
  return top;
}

function element(token) {
  const tag = TAGS[token.tag] ?? 'span';
  const made = h(tag, { dir: OWN_DIRECTION.has(tag) && 'auto' });
  const start = tag === 'ol' ? Number(token.attrGet('start') ?? 1) : 1;
  if (Number.isSafeInteger(start) && start !== 1) made.setAttribute('start', start);
  const align = ALIGNMENTS[token.attrGet('style')];
  if (align) made.style.textAlign = align;
  return made;
}

function inline(tokens, into) {
  const open = [into];
  for (const token of tokens) {
    const here = open.at(-1);
    if (token.type === 'code_inline') here.append(h('code', { dir: 'ltr' }, token.content));
    else if (token.type === 'softbreak') here.append('\n');
    else if (token.type === 'hardbreak') here.append(h('br'));
    else if (token.type === 'image') here.append(picture(token));
    else if (token.nesting < 0) open.pop();
    else if (token.nesting > 0) open.push(here.appendChild(token.tag === 'a' ? link(token.attrGet('href')) : element(token)));
    else here.append(token.content);
  }
}

/** Never loaded: whoever has written its address would know that it was looked at. */
function picture(token) {
  const shown = link(token.attrGet('src'));
  shown.append(token.content || token.attrGet('src') || '');
  return shown;
}

/** Only where it is plain where it leads; else just its words. */
function link(href) {
  if (!/^(https?:\/\/|mailto:)/i.test(href ?? '') || !URL.canParse(href)) return h('span');
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow' });
}

function code({ content, info = '' }, say) {
  const text = content.replace(/\n$/, '');
  const language = info.trim().split(/\s+/)[0].slice(0, 30);
  return h('div', { class: 'code', part: 'code', dir: 'ltr' },
    h('div', { class: 'code-head' }, h('span', {}, language), copyButton(() => text, say)),
    h('pre', { tabindex: 0, role: 'region', 'aria-label': say.code(language) }, h('code', {}, text)));
}
