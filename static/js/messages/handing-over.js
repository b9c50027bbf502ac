// @ts-check
/** A text that a feature takes in place of its being sent, or asks about before it is. */
import { app } from '../core/dom/app.js';
import { toast } from '../core/dom/page.js';
import { missing } from '../core/dom/lazy.js';
import { trimmed } from '../core/i18n/letters.js';
import { uuid } from '../core/net/uuid.js';

/**
 * @typedef {object} Box
 * @property {() => string} text what stands in it now
 * @property {() => string|null} key the conversation that it is in now
 * @property {(text: string) => void} post
 * @property {(text: string) => void} replace
 * @property {() => void} changed tells whatever helps with writing
 * @property {(error: string) => void} complain
 */

export function createHandingOver() {
  let busy = false;

  /**
   * Until it is done the text stands where it was written; what is typed meanwhile stays.
   * @param {() => Promise<{take: import('../core/dom/registry.js').Take}>} load @param {string} text
   * @param {import('../core/dom/registry.js').Where} where @param {Box} box
   */
  return async function handOver(load, text, where, box) {
    if (busy) return;
    busy = true;
    const outcome = await load().then(({ take }) => take(text, where), missing).finally(() => (busy = false));
    if (!outcome) return;
    const { send, write = '', said, error } = outcome;
    if (said) toast(said);
    // Somebody may be elsewhere by now, or have been led there.
    const away = box.key() !== where.key;
    if (error !== undefined) away ? toast(error, 'error') : box.complain(error);
    else if (away) settle(text, send, write, where);
    else if (box.text() === text) {
      send ? box.post(send) : box.replace(write);
      // The help on what was written goes with it.
      box.changed();
    }
  };
}

/**
 * What was written in a conversation in which one is no longer: it is the draft there, and what was typed behind it stays.
 * @param {string} text @param {string|undefined} send @param {string} write @param {import('../core/dom/registry.js').Where} where
 */
function settle(text, send, write, { app, key, room, pane }) {
  const there = { key, room: room.id, thread: Number(pane?.dataset.thread) || null };
  const draft = app.local.draft(there);
  if (trimmed(draft.text) !== text) return;
  if (send) app.outbox.send(there, send, draft.replyTo);
  app.local.saveDraft(there, { text: send ? '' : write, replyTo: null }, uuid());
}

/** Boxes in which a question waits for its answer. @type {WeakSet<HTMLElement>} */
const asking = new WeakSet();

/**
 * Sends a text, unless somebody who was asked about it does not want that.
 * @param {{text: string, room: number, box: HTMLElement}} said @param {HTMLTextAreaElement} area
 * @param {() => string|null} key the conversation that the box is in now
 * @param {(rest: string) => void} post is given what was written behind it meanwhile
 */
export async function askFirst(said, area, key, post) {
  if (asking.has(said.box)) return;
  const questions = app().features.asks.flatMap((ask) => ask(said) ?? []);
  if (!questions.length) return post('');
  const [where, written] = [key(), area.value];
  asking.add(said.box);
  const answers = await Promise.all(questions).finally(() => asking.delete(said.box));
  // Whoever has gone elsewhere, or written something else meanwhile, sends that when they want to.
  if (answers.every(Boolean) && key() === where && area.value.startsWith(written)) post(area.value.slice(written.length));
}
