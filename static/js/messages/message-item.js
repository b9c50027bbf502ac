// @ts-check
/**
 * <message-item>: one message. The same renderer serves history, live messages and what is still
 * being sent, and it works upon the server's markup as well as upon a fresh copy of the template.
 *
 * @typedef {import('../core/wire.js').Message} Message
 *
 * @typedef {object} View all that a message's look depends on
 * @property {string} key
 * @property {import('../core/store/message.js').Shown} message
 * @property {''|'pending'|'failed'} state
 * @property {string} [code] why it failed
 * @property {string} [said] the server's sentence about it
 * @property {boolean} grouped
 * @property {Message|null|undefined} quoted the message replied to; null if it is not here
 */
import { isMain, paneOf, tellPane } from '../core/dom/pane.js';
import { app } from '../core/dom/app.js';
import { fragmentOf, part, setAttribute, setText } from '../core/dom/element.js';
import { missing, whenUsed } from '../core/dom/lazy.js';
import { dialogsHere } from '../core/dom/markup.js';
import { isOdd } from '../core/i18n/letters.js';
import { setAvatar, setHue } from '../core/dom/people.js';
import { showText } from '../core/dom/texts.js';
import { clock } from '../core/i18n/time.js';
import { words } from '../core/i18n/words.js';

/** There before somebody edits. @type {typeof import('./editor.js').openEditor | undefined} */
let openEditor;
const fetchEditor = async () => void ([{ openEditor }] = await Promise.all([import('./editor.js'), dialogsHere()]));
whenUsed(fetchEditor);

export class MessageItem extends HTMLElement {
  /** @type {View | null} */
  view = null;
  /** What the content shows; null where that is not known. @type {string|null} */
  #content = null;
  /** Known also when it is gone from there. @type {HTMLElement|null} */
  #pane = null;
  /** @type {ReturnType<typeof import('./editor.js').openEditor> | null} */
  #editor = null;

  /**
   * Takes over markup that the server has rendered from this very message.
   * @param {Message} message
   */
  adopt(message) {
    if (Number(this.dataset.version) === message.version) this.#content = message.deleted ? words.list.deleted : message.content;
  }

  /** @param {View} view */
  show(view) {
    const before = this.view;
    this.view = view;
    const { message, state, grouped } = view;
    const mine = message.sender.id === app().store.get().me.id;
    const settled = before && before.message === message && before.state === state && before.quoted === view.quoted;
    setAttribute(this, 'grouped', grouped);
    if (settled) return;
    setAttribute(this, 'own', mine);
    if (!before || before.message.id !== message.id) this.#identify(message);
    setAttribute(this, 'data-version', message.version);
    if (before?.message.sender !== message.sender) this.#showSender(message);
    this.#showState(view);
    this.#showContent(message);
    this.#showParts(message);
  }

  /** @param {View['message']} message */
  #showParts(message) {
    for (const { show } of app().features.parts) show?.(this, message, app());
    // The list is one stop for Tab; what is in a message is reached by the arrows.
    for (const node of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('a, button, [tabindex="0"]'))) if (!node.closest('form')) node.tabIndex = -1;
  }

  connectedCallback() {
    this.#pane = paneOf(this);
  }

  disconnectedCallback() {
    const text = this.#editor?.unsaved();
    if (text && this.view?.message.id) tellPane(this.#pane, 'editLeft', { message: this.view.message.id, text });
  }

  /** Writes the times anew: the person is in another zone. */
  showTimes() {
    if (!this.view) return;
    this.#showTime(this.view.message);
    this.#showEdited(this.view.message);
  }

  /** @param {View['message']} message */
  #identify(message) {
    if (message.id && isMain(paneOf(this))) this.id = `m-${message.id}`;
    setAttribute(this, 'data-id', message.id);
    setAttribute(this, 'data-seq', message.seq);
    setAttribute(this, 'data-sender', message.sender.id);
    setAttribute(this, 'data-client-id', message.clientId);
    this.#showTime(message);
    const link = part(this, 'link', HTMLAnchorElement);
    if (message.id) link.href = `/messages/${message.id}/there`;
    else link.removeAttribute('href');
  }

  /** @param {View['message']} message */
  #showTime({ timestamp }) {
    const date = new Date(timestamp);
    const time = part(this, 'time', HTMLTimeElement);
    time.dateTime = timestamp;
    time.title = clock.full(date);
    setText(time, clock.time(date));
  }

  /** @param {View['message']} message */
  #showEdited({ editedAt, deleted }) {
    const edited = part(this, 'edited');
    setAttribute(edited, 'hidden', !editedAt || deleted);
    if (editedAt) edited.title = words.list.editedAt(clock.full(new Date(editedAt)));
  }

  /** @param {View['message']} message */
  #showSender({ sender }) {
    setAvatar(part(this, 'avatar'), sender);
    setText(part(this, 'author'), sender.displayName);
    setHue(part(this, 'author'), sender.id);
  }

  /** @param {View} view */
  #showState({ message, state, code, said }) {
    if (message.deleted && this.#editor) this.#rescue();
    if (!this.#editor) setAttribute(this, 'data-state', state || (message.deleted ? 'deleted' : null));
    this.#showEdited(message);
    const status = part(this, 'status');
    setAttribute(status, 'hidden', state !== 'failed');
    if (state !== 'failed') return status.replaceChildren();
    status.replaceChildren(fragmentOf('tpl-failed'));
    const odd = isOdd(message.content);
    part(status, 'reason').textContent = odd ? words.message.failed.odd : words.message.notSent(code, said);
    part(status, 'mend').hidden = !odd;
    part(status, 'retry').hidden = odd;
  }

  /** @param {View['message']} message */
  #showContent(message) {
    const text = message.deleted ? words.list.deleted : message.content;
    if (text === this.#content) return;
    this.#content = text;
    // Drawn anew, it is what it is by then: the server may have said more of it.
    showText(part(this, 'content'), { content: text, plain: message.deleted || message.plain }, 'whole', () => this.view && this.#showParts(this.view.message));
  }

  get editing() {
    return this.#editor !== null;
  }

  /** The message is gone while it is being edited: what was written goes where one writes. */
  #rescue() {
    const text = this.#editor?.unsaved();
    this.#editor?.close();
    if (text) tellPane(this, 'offerText', { text, why: words.message.editedGone });
  }

  /**
   * Edits the message in its place.
   * @param {() => void} left called when the editor is closed: puts the focus where it belongs, if it is nowhere else
   * @param {string|null} [kept] what an edit had come to that is taken up again
   */
  async edit(left, kept = null) {
    // Once it is there it opens at once, so that no key is typed past it.
    if (!openEditor) await fetchEditor().catch(missing);
    if (!openEditor || !this.view || this.editing || !this.isConnected) return;
    const message = /** @type {Message} */ (this.view.message);
    if (!message.id) return;
    const closed = (/** @type {boolean} */ went) => {
      this.#editor = null;
      if (this.view) this.#showState(this.view);
      if (!went) left();
    };
    this.#editor = openEditor(this, message, closed, kept);
  }
}
