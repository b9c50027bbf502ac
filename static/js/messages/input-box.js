// @ts-check
/** <input-box>: where messages are written. What was typed survives everything but logging out. */
import { AppElement, setAttribute, setText } from '../core/dom/element.js';
import { quoteNodes } from '../core/dom/html.js';
import { pressed } from '../core/dom/keys.js';
import { byId } from '../core/store/log.js';
import { isOdd, mended, shows, trimmed } from '../core/i18n/letters.js';
import { toast } from '../core/dom/page.js';
import { whenUsed } from '../core/dom/lazy.js';
import { onSignal, signal } from '../core/store/signals.js';
import { MAX_CONTENT, autosize, insertAtCursor, lengthOf, showHidden } from '../core/dom/text-area.js';
import { words } from '../core/i18n/words.js';
import { Draft } from './draft.js';
import { createTyping } from './typing.js';

const WARN_BELOW = 200;

export class InputBox extends AppElement {
  #draft = new Draft(this.app.local, () => this.area?.value ?? '');
  #typing = createTyping(this.app.link, () => this.#draft.room);

  start() {
    this.form = /** @type {HTMLFormElement|null} */ (this.querySelector('#composer'));
    if (!this.form) return;
    this.area = /** @type {HTMLTextAreaElement} */ (this.querySelector('textarea'));
    // The browser would count halves of characters and cut silently: the counter below does it better.
    this.area.removeAttribute('maxlength');
    this.on(this.form, 'submit', (event) => this.#send(event));
    whenUsed(() => import('./mention-list.js'), (found) => this.area && found.bindMentions(this.area, this.find('mentions')));
    this.on(this.form, 'keydown', (event) => event.target !== this.area || event.defaultPrevented || this.#key(event));
    this.on(this.area, 'input', () => this.#typed());
    this.on(this, 'click', (event) => this.#click(event.target.closest('[data-action]')));
    this.on(window, 'pagehide', () => this.#draft.save());
    this.on(window, 'storage', (event) => this.#draft.changedBy(event) && this.#catchUp());
    // A tab that was asleep has not heard of what was written in another one.
    this.on(window, 'focus', () => this.#catchUp());
    this.cleanup(onSignal('reply', ({ message }) => this.#reply(message.id)));
    this.cleanup(onSignal('offerText', (offer) => this.#offer(offer)));
    this.cleanup(onSignal('focusInput', () => this.area?.focus()));
  }

  concerns(/** @type {any} */ state, /** @type {any} */ before) {
    const { room, replyTo } = this.#draft;
    return state.roomId !== room || state.rooms !== before.rooms || (replyTo !== null && state.logs !== before.logs);
  }

  render(/** @type {import('../core/store/store.js').State} */ state) {
    if (!this.area || state.roomId === null) return;
    if (state.roomId !== this.#draft.room) this.#enter(state.roomId);
    const name = state.rooms[state.roomId]?.name ?? '';
    setAttribute(this.area, 'placeholder', words.input.placeholder(name));
    setText(this.querySelector('label[for="input"]'), words.input.placeholder(name));
    this.#showReply();
  }

  /** Another room: its draft takes the place of the one before. @param {number} room */
  #enter(room) {
    const first = this.#draft.room === null;
    if (!first) {
      this.#draft.save();
      this.#typing.stop();
    }
    // What was typed before the script was there is not thrown away for an older draft.
    const typed = first ? this.area?.value : '';
    const kept = this.#draft.enter(room);
    this.#setText(typed || kept);
    if (typed) this.#draft.typed();
    setAttribute(this, 'data-room', room);
    if (this.form) this.form.action = `/rooms/${room}/messages`;
  }

  /** Takes over what was written in another tab, unless something else was written here since. */
  #catchUp() {
    const text = this.#draft.fromElsewhere();
    if (text === undefined || !this.area) return;
    if (text !== this.area.value) this.#setText(text);
    this.#showReply();
  }

  /** A text that has lost its place is put here, behind what is there. @param {{text: string, why: string, replyTo?: number|null}} offer */
  #offer({ text, why, replyTo = null }) {
    if (!this.area) return;
    this.#setText([this.area.value, text].filter(Boolean).join('\n'));
    this.#draft.replyTo ??= replyTo;
    this.#showReply();
    this.#draft.keep();
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
    if (!area || this.#draft.room === null) return;
    const content = trimmed(area.value);
    area.focus();
    if (!shows(content) || isOdd(content)) return;
    if (lengthOf(content) > MAX_CONTENT) return this.#complain(words.input.tooLong);
    this.app.outbox.send(this.#draft.room, content, this.#draft.replyTo);
    this.#draft.replyTo = null;
    this.#setText('');
    this.#showReply();
    this.#draft.keep();
    this.#typing.sent();
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
    } else if (key === 'leaveReply' && this.#draft.replyTo) {
      event.stopPropagation();
      this.#reply(null);
    }
  }

  #typed() {
    if (!this.area) return;
    autosize(this.area);
    this.#count();
    this.#draft.typed();
    if (shows(this.area.value)) this.#typing.typed();
    else this.#typing.stop();
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
    this.#draft.keep();
    this.area?.focus();
  }

  /** @param {number|null} id the message that is answered; null: none */
  #reply(id) {
    this.#draft.replyTo = id;
    this.#showReply();
    this.#draft.keep();
    this.area?.focus();
  }

  #showReply() {
    const { room, replyTo } = this.#draft;
    const bar = this.find('replying');
    const message = replyTo ? byId(this.state.logs[room ?? 0]?.list ?? [], replyTo) : undefined;
    if (message?.deleted) this.#draft.replyTo = null;
    bar.hidden = !this.#draft.replyTo;
    if (bar.hidden) return;
    setText(this.find('replying-to'), message ? words.input.reply(message.sender.displayName) : words.list.replyEarlier);
    this.find('replying-text').replaceChildren(quoteNodes(message?.content ?? ''));
  }

  /** @param {HTMLElement|null} button */
  #click(button) {
    if (button?.dataset.action === 'cancel-reply') this.#reply(null);
    if (button?.dataset.action === 'mend') this.#mend();
    if (button?.dataset.action !== 'emoji') return;
    const done = (/** @type {string} */ emoji) => this.area && insertAtCursor(this.area, emoji);
    signal('pickEmoji', { anchor: button, done, back: this.area });
  }
}
