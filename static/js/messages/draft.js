// @ts-check
/** What is being written in a conversation and is not sent yet: kept in this browser, and shared by all tabs of it. */

import { uuid } from '../core/net/uuid.js';

const SAVE_AFTER = 300;

/** @typedef {import('../core/net/local.js').Where} Where */

export class Draft {
  /** The conversation. @type {Where|null} */
  #where = null;
  /** The message it answers. @type {number|null} */
  replyTo = null;
  /** Whether something was changed here that is not saved: only that is ever written. */
  #changed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** How often something was changed here. */
  #changes = 0;
  /** That of the message that it becomes: once that is sent, this is no draft any more, wherever it is kept. */
  id = '';
  /** Those of all conversations that were here. @type {Map<string, string>} */
  #ids = new Map();
  #local;
  #text;
  #came;

  /**
   * @param {ReturnType<typeof import('../core/net/local.js').createLocal>} local
   * @param {() => string} text what stands in the box
   * @param {(text: string) => void} came what was kept elsewhere is here, and belongs into the box
   */
  constructor(local, text, came) {
    this.#local = local;
    this.#text = text;
    this.#came = came;
  }

  get key() {
    return this.#where?.key ?? null;
  }

  /** Another conversation's. @param {Where} where @returns {string} what was written there */
  enter(where) {
    this.#where = where;
    this.#name(this.#ids.get(where.key));
    this.#changed = false;
    this.#look(true);
    return this.#take(where);
  }

  /** What was written in another tab, unless something else was written here since. @returns {string|undefined} */
  fromElsewhere() {
    if (!this.#where || this.#changed) return undefined;
    this.#look(false);
    return this.#take(this.#where);
  }

  /** What is kept elsewhere comes later. What was typed meanwhile stays behind it, and is newer than what another tab wrote. @param {boolean} first */
  async #look(first) {
    const where = this.#where;
    const before = this.#changes;
    const kept = where && (await this.#local.fetchDraft(where));
    const typed = this.#changes !== before;
    if (!kept || this.#where !== where || (typed && (!first || !kept.text))) return;
    if (kept.text === this.#text() && kept.replyTo === this.replyTo) return;
    this.replyTo = (typed && this.replyTo) || kept.replyTo;
    this.#came(typed ? [kept.text, this.#text()].filter(Boolean).join('\n') : kept.text);
    if (typed) this.keep();
  }

  /** Whether another tab has changed it. @param {StorageEvent} event */
  changedBy(event) {
    return this.key !== null && this.#local.changesDraft(event, this.key);
  }

  /** Something was typed: saved in a moment. */
  typed() {
    this.#change();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), SAVE_AFTER);
  }

  /** Something has changed as a whole: saved now. */
  keep() {
    this.#change();
    this.save();
  }

  save() {
    clearTimeout(this.#timer);
    if (!this.#changed || !this.#where) return;
    this.#changed = false;
    this.#local.saveDraft(this.#where, { text: this.#text(), replyTo: this.replyTo }, this.id);
  }

  /** It has gone, and what comes is another one. */
  gone() {
    this.replyTo = null;
    this.#name();
  }

  #name(id = uuid()) {
    this.id = id;
    if (this.key) this.#ids.set(this.key, id);
  }

  #change() {
    this.#changed = true;
    this.#changes += 1;
  }

  /** @param {Where} where */
  #take(where) {
    const { text, replyTo } = this.#local.draft(where);
    this.replyTo = replyTo;
    return text;
  }
}
