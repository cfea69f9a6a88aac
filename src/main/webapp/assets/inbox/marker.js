// What a reader does to notifications. The server does it, says so, and the way back stays open for a while.

import { call } from '../api.js';
import { inbox } from './inbox-store.js';
import { ofHub, ownAddress } from './link.js';

const MOST = 500; // ids in one call

export class Marker {
  #words;
  #menu;
  #undo;
  #tell;

  /**
   * @param {import('./words.js').Words} words
   * @param {import('./menu.js').Menu} menu
   * @param {import('./undo-bar.js').UndoBar} undo
   * @param {(detail: object) => void} tell what was marked
   */
  constructor(words, menu, undo, tell) {
    this.#words = words;
    this.#menu = menu;
    this.#undo = undo;
    this.#tell = tell;
  }

  /**
   * @param {import('./inbox-store.js').Mark} mark
   * @param {import('./inbox-store.js').Target} target
   * @param {{until?: Date, busy?: import('./entry.js').Entry[], quiet?: boolean}} [options] quiet: nothing is said of it
   */
  async mark(mark, target, { until, busy = [], quiet = false } = {}) {
    for (const entry of busy) entry.busy = true;
    try {
      const { changed, undo } = await inbox.mark(mark, target, until?.toISOString());
      this.#tell({ mark, ...target, changed });
      if (!quiet) this.#say(mark, target, changed, undo);
    } catch (problem) {
      this.#undo.say(`${this.#words.say('notMarked')} ${problem.detail}`);
    } finally {
      for (const entry of busy) entry.busy = false;
    }
  }

  one(entry, mark, options) {
    if (!entry.busy) this.mark(mark, { ids: [entry.item.id] }, { busy: [entry], ...options });
  }

  many(entries, mark, options) {
    const busy = entries.slice(0, MOST);
    return this.mark(mark, { ids: busy.map((entry) => entry.item.id) }, { busy, ...options });
  }

  /** Asks until when, beside the button. */
  snooze(button, choose) {
    this.#menu.snooze(button, choose);
  }

  /** A button of an entry: `read`, `archive`, `pin`, `snooze`, each with its opposite, or `more` for all of them. */
  use(entry, name, button) {
    const { unread, archived, pinned, snoozedUntil } = entry.item;
    if (name === 'read') this.one(entry, unread ? 'read' : 'unread');
    if (name === 'archive') this.one(entry, archived ? 'unarchived' : 'archived');
    if (name === 'pin') this.one(entry, pinned ? 'unpinned' : 'pinned');
    if (name === 'snooze' && snoozedUntil) this.one(entry, 'unsnoozed');
    else if (name === 'snooze') this.snooze(button, (until) => this.one(entry, 'snoozed', { until }));
    if (name === 'more') this.#overflow(entry, button);
  }

  /** A button that came with the notification: a call of this page's own origin, with its user's cookies. Not of the hub's API. */
  async act(entry, { label, method, href, body }) {
    if (entry.busy) return;
    const url = ownAddress(href);
    if (ofHub(url)) {
      entry.problem = `${label}: ${this.#words.say('notToHub')}`;
      return;
    }
    entry.busy = true;
    entry.problem = '';
    try {
      await call(method, url, body === undefined ? {} : { json: JSON.stringify(body) });
      await inbox.mark('read', { ids: [entry.item.id] });
    } catch (problem) {
      entry.problem = `${label}: ${problem.detail}`;
    } finally {
      entry.busy = false;
    }
  }

  #say(mark, target, changed, undo) {
    // Of all at once the server tells how many were unread, which is another number.
    const all = target.all && !target.category;
    const words = all ? this.#words.say(`didAll.${mark}`) : this.#words.say(`did.${mark}`, { n: changed });
    if (undo != null) this.#undo.say(words, () => this.#takeBack(undo));
    else this.#undo.say(changed === 0 ? this.#words.say('nothingToDo') : words);
  }

  async #takeBack(version) {
    try {
      await inbox.undo(version);
      this.#undo.say(this.#words.say('undone'));
    } catch (problem) {
      this.#undo.say(problem.status === 409 ? this.#words.say('tooLate') : `${this.#words.say('notMarked')} ${problem.detail}`);
    }
  }

  /** Where there is no hovering. */
  #overflow(entry, button) {
    const { unread, archived, pinned, snoozedUntil } = entry.item;
    const row = (name, picture, word) => ({ label: this.#words.say(word), picture, choose: () => this.use(entry, name, button) });
    this.#menu.open(button, this.#words.say('moreFor', { title: entry.title }), [
      row('read', unread ? 'read' : 'unread', unread ? 'markRead' : 'markUnread'),
      row('archive', archived ? 'unarchive' : 'archive', archived ? 'unarchive' : 'archive'),
      row('pin', 'pin', pinned ? 'unpin' : 'pin'),
      row('snooze', 'snooze', snoozedUntil ? 'unsnooze' : 'snooze'),
    ]);
  }
}
