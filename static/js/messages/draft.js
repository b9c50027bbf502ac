// @ts-check
/** What is being written in a room and is not sent yet: kept in this browser, and shared by all tabs of it. */

const SAVE_AFTER = 300;

export class Draft {
  /** @type {number|null} */
  room = null;
  /** The message it answers. @type {number|null} */
  replyTo = null;
  /** Whether something was changed here that is not saved: only that is ever written. */
  #changed = false;
  /** @type {any} */
  #timer = null;
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

  /** Another room's. @param {number} room @returns {string} what was written there */
  enter(room) {
    this.room = room;
    this.#changed = false;
    return this.#take(room);
  }

  /** What was written in another tab, unless something else was written here since. @returns {string|undefined} */
  fromElsewhere() {
    return this.room === null || this.#changed ? undefined : this.#take(this.room);
  }

  /** Whether another tab has changed it. @param {StorageEvent} event */
  changedBy(event) {
    return this.room !== null && this.#local.changesDraft(event, this.room);
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
    if (!this.#changed || this.room === null) return;
    this.#changed = false;
    this.#local.saveDraft(this.room, { text: this.#text(), replyTo: this.replyTo });
  }

  /** @param {number} room */
  #take(room) {
    const { text, replyTo } = this.#local.draft(room);
    this.replyTo = replyTo;
    return text;
  }
}
