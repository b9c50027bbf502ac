// @ts-check
/** <input-box>: where messages are written. What was typed survives everything but logging out. */
import { AppElement, setAttribute, setText } from '../core/element.js';
import { quoteNodes } from '../core/html.js';
import { pressed } from '../core/keys.js';
import { byId } from '../core/log.js';
import { isOdd, mended, shows, trimmed } from '../core/letters.js';
import { toast } from '../core/page.js';
import { fetchSoon } from '../core/lazy.js';
import { onSignal, signal } from '../core/signals.js';
import { MAX_CONTENT, autosize, insertAtCursor, lengthOf, showHidden } from '../core/text-area.js';
import { words } from '../core/words.js';

const WARN_BELOW = 200;
const TYPING_EVERY = 3000;
const STOPPED_AFTER = 4000;
const SAVE_AFTER = 300;

export class InputBox extends AppElement {
  /** @type {number|null} */
  #room = null;
  /** @type {number|null} */
  #replyTo = null;
  #typingSince = 0;
  /** @type {any} */
  #typingTimer = null;
  /** @type {any} */
  #saveTimer = null;
  /** Whether something was changed here that is not saved: only that is ever written. */
  #changed = false;

  start() {
    this.form = /** @type {HTMLFormElement|null} */ (this.querySelector('#composer'));
    if (!this.form) return;
    this.area = /** @type {HTMLTextAreaElement} */ (this.querySelector('textarea'));
    // The browser would count halves of characters and cut silently: the counter below does it better.
    this.area.removeAttribute('maxlength');
    this.on(this.form, 'submit', (event) => this.#send(event));
    fetchSoon(() => import('./mention-list.js'), (found) => this.area && found.bindMentions(this.area, this.find('mentions')));
    this.on(this.form, 'keydown', (event) => event.target !== this.area || event.defaultPrevented || this.#key(event));
    this.on(this.area, 'input', () => this.#typed());
    this.on(this, 'click', (event) => this.#click(event.target.closest('[data-action]')));
    this.on(window, 'pagehide', () => this.#save());
    this.on(window, 'storage', (event) => this.#room !== null && this.app.local.changesDraft(event, this.#room) && this.#catchUp());
    // A tab that was asleep has not heard of what was written in another one.
    this.on(window, 'focus', () => this.#catchUp());
    this.cleanup(onSignal('reply', ({ message }) => this.#reply(message.id)));
    this.cleanup(onSignal('offerText', (offer) => this.#offer(offer)));
    this.cleanup(onSignal('focusInput', () => this.area?.focus()));
  }

  concerns(/** @type {any} */ state, /** @type {any} */ before) {
    return state.roomId !== this.#room || state.rooms !== before.rooms || (this.#replyTo !== null && state.logs !== before.logs);
  }

  render(/** @type {import('../core/store.js').State} */ state) {
    if (!this.area || state.roomId === null) return;
    if (state.roomId !== this.#room) this.#enter(state.roomId);
    const name = state.rooms[state.roomId]?.name ?? '';
    setAttribute(this.area, 'placeholder', words.input.placeholder(name));
    setText(this.querySelector('label[for="input"]'), words.input.placeholder(name));
    this.#showReply();
  }

  /** Another room: its draft takes the place of the one before. @param {number} room */
  #enter(room) {
    if (this.#room !== null) {
      this.#save();
      this.#stopTyping();
    }
    const first = this.#room === null;
    this.#room = room;
    const draft = this.app.local.draft(room);
    // What was typed before the script was there is not thrown away for an older draft.
    const typed = first ? this.area?.value : '';
    this.#setText(typed || draft.text);
    this.#changed = Boolean(typed);
    this.#replyTo = draft.replyTo;
    setAttribute(this, 'data-room', room);
    if (this.form) this.form.action = `/rooms/${room}/messages`;
  }

  /** Takes over what was written in another tab, unless something else was written here since. */
  #catchUp() {
    if (this.#room === null || !this.area || this.#changed) return;
    const draft = this.app.local.draft(this.#room);
    if (draft.text !== this.area.value) this.#setText(draft.text);
    this.#replyTo = draft.replyTo;
    this.#showReply();
  }

  /** A text that has lost its place is put here, behind what is there. @param {{text: string, why: string, replyTo?: number|null}} offer */
  #offer({ text, why, replyTo = null }) {
    if (!this.area) return;
    this.#setText([this.area.value, text].filter(Boolean).join('\n'));
    this.#replyTo ??= replyTo;
    this.#showReply();
    this.#changed = true;
    this.#save();
    this.area.focus();
    toast(why);
  }

  /** @param {string} text */
  #setText(text) {
    if (!this.area) return;
    this.area.value = text;
    autosize(this.area);
    this.#count();
  }

  /** @param {Event} event */
  #send(event) {
    event.preventDefault();
    const { area } = this;
    if (!area || this.#room === null) return;
    const content = trimmed(area.value);
    area.focus();
    if (!shows(content) || isOdd(content)) return;
    if (lengthOf(content) > MAX_CONTENT) return this.#complain(words.input.tooLong);
    this.app.outbox.send(this.#room, content, this.#replyTo);
    this.#replyTo = null;
    this.#setText('');
    this.#showReply();
    this.#changed = true;
    this.#save();
    this.#typingSince = 0;
    clearTimeout(this.#typingTimer);
    signal('sent');
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const key = pressed(event, 'box');
    if (key === 'send') {
      event.preventDefault();
      this.form?.requestSubmit();
    } else if (key === 'editLast' && !this.area?.value) {
      event.preventDefault();
      signal('editLast');
    } else if (key === 'leaveReply' && this.#replyTo) {
      event.stopPropagation();
      this.#cancelReply();
    }
  }

  #typed() {
    if (!this.area) return;
    autosize(this.area);
    this.#count();
    this.#changed = true;
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => this.#save(), SAVE_AFTER);
    if (shows(this.area.value)) this.#typing();
    else this.#stopTyping();
  }

  #count() {
    if (!this.area) return;
    const left = MAX_CONTENT - lengthOf(this.area.value);
    this.find('odd').hidden = !isOdd(this.area.value);
    const line = this.find('remaining');
    line.hidden = left >= WARN_BELOW;
    setText(line, line.hidden ? '' : words.input.remaining(left));
    setAttribute(line, 'data-over', left < 0);
    if (left >= 0) this.#complain('');
    showHidden(this.find('hidden'), this.area.value);
  }

  /** @param {string} text */
  #complain(text) {
    const error = this.find('error');
    error.hidden = !text;
    setText(error, text);
    if (this.area) setAttribute(this.area, 'aria-invalid', text ? 'true' : null);
  }

  /** What cannot be sent is taken out of the text. */
  #mend() {
    this.#setText(mended(this.area?.value ?? ''));
    this.#changed = true;
    this.#save();
    this.area?.focus();
  }

  #save() {
    clearTimeout(this.#saveTimer);
    if (!this.#changed || this.#room === null || !this.area) return;
    this.#changed = false;
    this.app.local.saveDraft(this.#room, { text: this.area.value, replyTo: this.#replyTo });
  }

  /** Says so at most every few seconds, and once more when it is over. */
  #typing() {
    const now = Date.now();
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.#stopTyping(), STOPPED_AFTER);
    if (now - this.#typingSince < TYPING_EVERY) return;
    this.#typingSince = now;
    this.app.link.tell('typing', { room: this.#room, typing: true });
  }

  #stopTyping() {
    clearTimeout(this.#typingTimer);
    if (!this.#typingSince) return;
    this.#typingSince = 0;
    this.app.link.tell('typing', { room: this.#room, typing: false });
  }

  /** @param {number} id */
  #reply(id) {
    this.#replyTo = id;
    this.#changed = true;
    this.#showReply();
    this.#save();
    this.area?.focus();
  }

  #cancelReply() {
    this.#replyTo = null;
    this.#changed = true;
    this.#showReply();
    this.#save();
    this.area?.focus();
  }

  #showReply() {
    const bar = this.find('replying');
    const message = this.#replyTo ? byId(this.state.logs[this.#room ?? 0]?.list ?? [], this.#replyTo) : undefined;
    if (message?.deleted) this.#replyTo = null;
    bar.hidden = !this.#replyTo;
    if (bar.hidden) return;
    setText(this.find('replying-to'), message ? words.input.reply(message.sender.displayName) : words.list.replyEarlier);
    this.find('replying-text').replaceChildren(quoteNodes(message?.content ?? ''));
  }

  /** @param {HTMLElement|null} button */
  #click(button) {
    if (button?.dataset.action === 'cancel-reply') this.#cancelReply();
    if (button?.dataset.action === 'mend') this.#mend();
    if (button?.dataset.action !== 'emoji') return;
    const done = (/** @type {string} */ emoji) => this.area && insertAtCursor(this.area, emoji);
    signal('pickEmoji', { anchor: button, done, back: this.area });
  }
}
