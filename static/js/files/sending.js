// @ts-check
/** What is sent as soon as its files are there, also when its author is in another conversation by then. */
import { app } from '../core/dom/app.js';
import { tellPane } from '../core/dom/pane.js';
import { trimmed } from '../core/i18n/letters.js';
import { uuid } from '../core/net/uuid.js';
import { known } from './known.js';
import { forget, onUploads, uploadsOf } from './uploads.js';

/**
 * @typedef {Pick<Written, 'room'|'content'|'replyTo'|'extra'> & {thread: number|null}} Wish
 *
 * @typedef {object} Box in which something is written
 * @property {HTMLTextAreaElement} area
 * @property {() => string} key its conversation's
 */

/** By conversation. @type {Map<string, Wish>} */
const wishes = new Map();
/** @type {Set<Box>} */
const boxes = new Set();

/** Whether a message waits for its files. @param {string} key */
export const isWished = (key) => wishes.has(key);

/** What is written there meanwhile goes along. @param {Box} box @returns {() => void} ends that */
export function follow(box) {
  boxes.add(box);
  return () => boxes.delete(box);
}

/** What stands in a box, also if that is nothing; undefined: it cannot be sent. @param {HTMLTextAreaElement} area @returns {Written|undefined} */
export function handedOut(area) {
  /** @type {Written|undefined} */
  let found;
  tellPane(area, 'handOut', { bare: true, take: (written) => (found = written) });
  return found;
}

/** @param {string} key @param {Wish} wish */
export function wishFor(key, wish) {
  wishes.set(key, wish);
  go(key);
}

onUploads(() => [...wishes.keys()].forEach(go));

/** @param {string} key */
function go(key) {
  const wish = wishes.get(key);
  const files = uploadsOf(key);
  if (!wish) return;
  // Whoever looks at what has failed decides anew.
  if (!files.length || files.some(({ state }) => state === 'failed')) return void wishes.delete(key);
  const found = files.flatMap((one) => one.known ?? []);
  if (found.length < files.length) return;
  wishes.delete(key);
  const box = [...boxes].find((one) => one.key() === key);
  const written = box && handedOut(box.area);
  // A box that is about to show another room has the text of the one before: it is asked again with the next frame.
  if (written && written.room !== wish.room) return void (wishes.set(key, wish), requestAnimationFrame(() => go(key)));
  if (box && (!written || written.command)) return;
  const { content, replyTo, extra } = written ?? wish;
  for (const one of found) known.set(one.id, one);
  app().outbox.send({ key, room: wish.room }, content, replyTo, { ...extra, attachments: found.map(({ id }) => id) });
  if (box && written) {
    written.done();
    tellPane(box.area, 'sent');
  } else leave(key, wish);
  forget(files);
}

/** Its author is elsewhere: what was sent is no draft there any more. @param {string} key @param {Wish} wish */
function leave(key, { room, thread, content }) {
  const there = { key, room, thread };
  if (trimmed(app().local.draft(there).text) === content) app().local.saveDraft(there, { text: '', replyTo: null }, uuid());
}
