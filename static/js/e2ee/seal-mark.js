// @ts-check
/** How a sealed message stands, in its `<message-item>`. */
import { app } from '../core/dom/app.js';
import { part, setAttribute } from '../core/dom/element.js';
import { drawSeal } from './marks.js';
import { isPlain, standing } from './sealed.js';

/** So many letters of ciphertext are a line on the screen, as a guess: what is opened shall not push the rest away. */
const LINE = 120;
/** What stands around a text in the ciphertext. */
const AROUND = 560;

/** @param {HTMLElement} item @param {import('../core/store/message.js').Shown} message */
export function showSeal(item, message) {
  const stands = isPlain(message, app().store.get().rooms[message.room]) ? 'plain' : standing(message);
  const failed = /** @type {{view?: {state: string}}} */ (item).view?.state === 'failed';
  setAttribute(item, 'data-seal', stands || null);
  if (stands || failed) drawSeal(item, message, stands);
  else part(item, 'seal')?.remove();
  if (stands === 'opening') setAttribute(item, 'data-lines', Math.max(1, Math.min(8, Math.round(((message.sealed?.ciphertext.length ?? 0) - AROUND) / LINE))));
}
