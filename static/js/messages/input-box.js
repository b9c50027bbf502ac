// @ts-check
/** <input-box>: where messages are written. What was typed survives everything but logging out. */
import { AppElement, setAttribute, setText } from '../core/dom/element.js';
import { pressed } from '../core/dom/keys.js';
import { byId } from '../core/store/log.js';
import { isOdd, mended, shows, trimmed } from '../core/i18n/letters.js';
import { toast } from '../core/dom/page.js';
import { whenUsed } from '../core/dom/lazy.js';
import { signal } from '../core/store/signals.js';
import { MAX_CONTENT, autosize, insertAtCursor, lengthOf } from '../core/dom/text-area.js';
import { words } from '../core/i18n/words.js';
import { complain, countLeft } from './box-notes.js';
import { Draft } from './draft.js';
import { askFirst, createHandingOver } from './handing-over.js';
import { showReply } from './reply-bar.js';
import { createTyping } from './typing.js';

export class InputBox extends AppElement {
  #room = /** @type {number|null} */ (null);
  #handOver = createHandingOver();
  #draft = new Draft(this.app.local, () => this.area?.value ?? '', (text) => this.#catchUp(text));
  #typing = createTyping(this.app.link, () => (this.extra ? null : this.#room));
  extra = /** @type {(() => Record<string, unknown>)|null} what is sent along, where it is not all of a room */ (null);

  start() {
    this.form = /** @type {HTMLFormElement|null} */ (this.find('composer'));
    if (!this.form) return;
    this.area = /** @type {HTMLTextAreaElement} */ (this.querySelector('textarea'));
    // The browser would count halves of characters and cut silently: the counter below does it better.
    this.area.removeAttribute('maxlength');
    this.on(this.form, 'submit', (event) => this.#send(event));
    for (const load of this.app.features.aids) whenUsed(load, ({ bind }) => this.area?.isConnected && bind(this.area, this));
    this.on(this.form, 'keydown', (event) => void (event.target !== this.area || event.defaultPrevented || this.#key(event)));
    this.on(this.area, 'input', () => this.#typed());
    this.on(this, 'click', (event) => this.#click(/** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('[data-action]'))));
    this.on(window, 'pagehide', () => this.#draft.save());
    this.on(window, 'storage', (event) => this.#draft.changedBy(event) && this.#catchUp()); // A tab that was asleep has not heard of it.
    this.on(window, 'focus', () => this.#catchUp());
    this.onSignal('draftCame', ({ key }) => key === this.#draft.key && this.#catchUp());
    this.onPane('reply', ({ message }) => this.#reply(message));
    this.onPane('offerText', (offer) => this.#offer(offer));
    this.onPane('handOut', ({ take, bare }) => take(this.#handOut(bare)));
    this.onPane('focusInput', () => this.area?.focus());
  }

  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    const { key, replyTo } = this.#draft;
    return this.conversation.key !== key || state.rooms !== before.rooms || (replyTo !== null && state.logs !== before.logs);
  }

  render(/** @type {PageState} */ state) {
    const { key, room } = this.conversation;
    if (!this.area?.isConnected || room === null) return;
    if (key !== this.#draft.key) this.#enter(key, room);
    const [text, label] = [words.input.placeholder(state.rooms[room]?.name ?? ''), this.extra ? null : this.querySelector('label')];
    if (label) setAttribute(this.area, 'placeholder', text);
    setText(label, text);
    this.#showReply();
  }

  /** Another conversation: its draft takes the place of the one before. @param {string} key @param {number} room */
  #enter(key, room) {
    const first = this.#draft.key === null;
    if (!first) {
      this.#draft.save();
      this.#typing.stop();
    }
    // What was typed before the script was there is not thrown away for an older draft.
    const typed = first ? this.area?.value : '';
    const kept = this.#draft.enter({ key, room, thread: Number(this.pane.dataset.thread) || null });
    this.#room = room;
    this.#setText(typed || kept);
    if (typed) this.#draft.typed();
    setAttribute(this, 'data-room', room);
    if (this.form) this.form.action = `/rooms/${room}/messages`;
  }

  /** Takes over what was written in another tab, unless something else was written here since. */
  #catchUp(text = this.#draft.fromElsewhere()) {
    if (text === undefined || !this.area) return;
    if (text !== this.area.value) this.#setText(text);
    this.#showReply();
  }

  /** A text that has lost its place is put here, behind what is there. @param {{text: string, why: string, replyTo?: number|null}} offer */
  #offer({ text, why, replyTo = null }) {
    if (!this.area) return;
    this.#draft.replyTo ??= replyTo;
    this.#replace([this.area.value, text].filter(Boolean).join('\n'));
    this.#showReply();
    this.area.focus();
    if (why) toast(why);
  }

  /** @param {string} text */
  #setText(text) {
    if (!this.area) return;
    this.area.value = text;
    this.area.dispatchEvent(new Event('filled'));
    autosize(this.area);
    countLeft(this);
  }

  /** @param {Event} event */
  #send(event) {
    event.preventDefault();
    const { area } = this;
    if (!area || this.#draft.key === null || this.#room === null) return;
    area.focus();
    const content = this.#ready();
    if (!content) return;
    const takes = this.app.features.takes(content);
    if (!takes) return void askFirst({ text: content, room: this.#room, box: this }, area, () => this.#draft.key, (rest) => this.#post(content, rest));
    const box = { text: () => trimmed(area.value), key: () => this.#draft.key, post: this.#post.bind(this), replace: this.#replace.bind(this), changed: () => void area.dispatchEvent(new Event('input', { bubbles: true })), complain: (/** @type {string} */ text) => complain(this, text) };
    this.#handOver(takes, content, { app: this.app, key: this.#draft.key, room: this.state.rooms[this.#room], pane: this.pane }, box);
  }

  /** What can be sent; '': nothing. */
  #ready() {
    const content = trimmed(this.area?.value ?? '');
    if (!shows(content) || isOdd(content)) return '';
    if (lengthOf(content) <= MAX_CONTENT) return content;
    complain(this, words.input.tooLong);
    return '';
  }

  /** What stands here, for whoever does something else with it than sending it. @param {boolean} [bare] also if that is nothing */
  #handOut(bare) {
    const { area } = this;
    const [content, written, { key, replyTo }, room] = [this.#ready(), area?.value ?? '', this.#draft, this.#room];
    if (!area || !(content || (bare && !trimmed(written))) || key === null || room === null) return;
    const done = () => void (this.#draft.key === key && area.value.startsWith(written) && this.#let(area.value.slice(written.length)));
    return { room, content, replyTo, extra: this.extra?.(), command: Boolean(this.app.features.takes(content)), done };
  }

  /** What was written has gone. @param {string} rest what was written meanwhile */
  #let(rest) {
    this.#draft.gone();
    this.#replace(rest);
    this.#showReply();
    this.#typing.sent();
    this.tellPane('gone');
  }

  /** @param {string} content @param {string} [rest] what was written meanwhile */
  #post(content, rest = '') {
    const { key, replyTo } = this.#draft;
    if (key === null || this.#room === null) return;
    this.app.outbox.send({ key, room: this.#room }, content, replyTo, this.extra?.(), this.#draft.id);
    this.#let(rest);
    this.tellPane('sent');
  }

  /** @param {string} text */
  #replace(text) {
    this.#setText(text);
    this.#draft.keep();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const key = pressed(event, 'box');
    if (key === 'send') {
      event.preventDefault();
      this.form?.requestSubmit();
    } else if (key === 'editLast' && !this.area?.value) {
      event.preventDefault();
      this.tellPane('editLast');
    } else if (key === 'leaveReply' && this.#draft.replyTo) {
      event.stopPropagation();
      this.#reply(null);
    }
  }

  #typed() {
    if (!this.area) return;
    autosize(this.area);
    countLeft(this);
    this.#draft.typed();
    this.#typing[shows(this.area.value) ? 'typed' : 'stop']();
  }

  /** @param {number|null} id the message that is answered; null: none */
  #reply(id) {
    this.#draft.replyTo = id;
    this.#showReply();
    this.#draft.keep();
    this.area?.focus();
  }

  #showReply() {
    const { key, replyTo } = this.#draft;
    const [bar, list] = [this.find('replying'), this.state.logs[key ?? '']?.list ?? []];
    const message = replyTo ? byId(list, replyTo) : undefined;
    if (message?.deleted) this.#draft.replyTo = null;
    bar.hidden = !this.#draft.replyTo;
    if (!bar.hidden) showReply(bar, message);
  }

  /** @param {HTMLElement|null} button */
  #click(button) {
    if (button?.dataset.action === 'cancel-reply') this.#reply(null);
    if (button?.dataset.action === 'mend') void (this.#replace(mended(this.area?.value ?? '')), this.area?.focus());
    if (!button || button.dataset.action !== 'emoji') return;
    const done = (/** @type {string} */ emoji) => void (this.area && insertAtCursor(this.area, emoji));
    signal('pickEmoji', { anchor: button, done, back: this.area });
  }
}
