// @ts-check
/** What is being written in a conversation and is not sent yet: kept in this browser, and shared by all tabs of it. */

const SAVE_AFTER = 300;

export class Draft {
  /** The conversation. @type {string|null} */
  key = null;
  /** The message it answers. @type {number|null} */
  replyTo = null;
  /** Whether something was changed here that is not saved: only that is ever written. */
  #changed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #local;
  #text;

  /**
   * @param {ReturnType<typeof import('../core/net/local.js').createLocal>} local
   * @param {() => string} text what stands in the box
   */
  constructor(local, text) {
    this.#local = local;
    this.#text = text;
  }

  /** Another conversation's. @param {string} key @returns {string} what was written there */
  enter(key) {
    this.key = key;
    this.#changed = false;
    return this.#take(key);
  }

  /** What was written in another tab, unless something else was written here since. @returns {string|undefined} */
  fromElsewhere() {
    return this.key === null || this.#changed ? undefined : this.#take(this.key);
  }

  /** Whether another tab has changed it. @param {StorageEvent} event */
  changedBy(event) {
    return this.key !== null && this.#local.changesDraft(event, this.key);
  }

  /** Something was typed: saved in a moment. */
  typed() {
    this.#changed = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), SAVE_AFTER);
  }

  /** Something has changed as a whole: saved now. */
  keep() {
    this.#changed = true;
    this.save();
  }

  save() {
    clearTimeout(this.#timer);
    if (!this.#changed || this.key === null) return;
    this.#changed = false;
    this.#local.saveDraft(this.key, { text: this.#text(), replyTo: this.replyTo });
  }

  /** @param {string} key */
  #take(key) {
    const { text, replyTo } = this.#local.draft(key);
    this.replyTo = replyTo;
    return text;
  }
}
