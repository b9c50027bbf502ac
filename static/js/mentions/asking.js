// @ts-check
/** Before many people are called one is asked; and one hears who is named and not in the room. */
import { api } from '../core/net/api.js';
import { app } from '../core/dom/app.js';
import { part, setText } from '../core/dom/element.js';
import { confirmed, toast } from '../core/dom/page.js';
import { isolated } from '../core/i18n/direction.js';
import { keyOf, namesIn } from '../core/dom/names.js';
import { listed, t, tn } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';

/** @typedef {import('../core/wire.js').WouldCall} WouldCall */
/** @typedef {import('../core/dom/names.js').Name} Name */

/** More people than this are called on purpose only. */
const MANY = 20;

/**
 * @param {{text: string, room: number, box: HTMLElement}} said
 * @returns {Promise<boolean>} whether it is to be sent
 */
export async function ask({ text, room, box }) {
  const names = namesIn(text);
  if (!names.length) return true;
  const answer = app().features.keeping?.of(room) ? countedHere(names, room) : await countedThere(text, names, room);
  // Without a line it waits in the outbox, and nobody is asked later.
  if (!answer) return true;
  const sure = await isSure(answer);
  if (sure && answer.outside.length) offer(box, room, answer);
  return sure;
}

/** @param {string} text @param {Name[]} names @param {number} room @returns {Promise<WouldCall|null>} */
function countedThere(text, names, room) {
  const said = names.map(({ start, forms }) => text.slice(start + 1, forms[0]?.end)).join(' ');
  return api('GET', `/rooms/${room}/calls?names=${encodeURIComponent(said)}`).catch(() => null);
}

/**
 * In an encrypted room the server hears nothing of a text: what stands behind an @ may be the rest of a sentence. So only
 * those whom the page knows are counted, and whether one may call for everybody is not known before.
 * @param {Name[]} names
 * @param {number} room
 * @returns {WouldCall}
 */
function countedHere(names, room) {
  const { me, members = {}, counts = {}, rooms } = app().store.get();
  const keys = new Set(names.flatMap(({ forms }) => forms.map(({ key }) => key)));
  const known = [...(members[room] ?? []), ...(rooms[room]?.people ?? [])];
  const named = new Set(known.filter(({ id, username }) => id !== me.id && keys.has(keyOf(username))).map(({ id }) => id));
  const all = (keys.has('room') && counts[room]?.members) || (keys.has('here') && counts[room]?.here) || 0;
  return { people: Math.max(named.size, all - 1), refused: false, spent: false, outside: [], mayAdd: false };
}

/** @param {WouldCall} answer */
function isSure({ people, refused, spent }) {
  if (refused) return confirmed(t('In this room you can’t call for everybody: @room, @here and large groups call for nobody. Send it all the same?'), t('Send'));
  if (spent) return confirmed(t('You have called for many people often within an hour: for now @room, @here and groups call for nobody. Send it all the same?'), t('Send'));
  if (people <= MANY) return true;
  return confirmed(tn('This calls for {n} person. Send it?', 'This calls for {n} people. Send it?', people), t('Send'));
}

/** What one is told of who is not in the room, by the box in which they were named. @type {WeakMap<HTMLElement, (answer: WouldCall, room: number) => void>} */
const notes = new WeakMap();

/** @param {HTMLElement} box @param {number} room @param {WouldCall} answer */
function offer(box, room, answer) {
  const note = notes.get(box) ?? noteOf(box);
  notes.set(box, note);
  note(answer, room);
}

/** @param {HTMLElement} box @returns {(answer: WouldCall, room: number) => void} */
function noteOf(box) {
  const bar = part(box, 'outside');
  const add = part(bar, 'add');
  /** @type {{usernames: string[], room: number}} */
  let about = { usernames: [], room: 0 };

  function leave() {
    if (bar.contains(document.activeElement)) box.querySelector('textarea')?.focus();
    bar.hidden = true;
  }

  async function bringIn() {
    const { usernames, room } = about;
    leave();
    try {
      for (const username of usernames) await api('POST', `/rooms/${room}/members`, { username });
      toast(t('Added. Whatever you say from now on can call for them.'));
    } catch (error) {
      toast(await explain(error), 'error');
    }
  }

  part(bar, 'leave').addEventListener('click', leave);
  add.addEventListener('click', bringIn);
  // It is about the room in which it was said. The box may have gone, with its thread.
  const stop = app().store.subscribe((state, before) => {
    if (!bar.isConnected) stop();
    else if (state.roomId !== before.roomId) bar.hidden = true;
  });

  return ({ outside, mayAdd }, room) => {
    about = { usernames: outside.map(({ username }) => username), room };
    const names = listed(outside.map(({ displayName }) => isolated(displayName)));
    const { kind, hidesHistory } = app().store.get().rooms[room] ?? {};
    const why = tn('{names} is not in this room, and is not called.', '{names} are not in this room, and are not called.', outside.length, { names });
    const sees = kind !== 'private' || !mayAdd ? '' : hidesHistory ? t('Whoever is added sees what is said from then on.') : t('Whoever is added sees everything that was said here.');
    setText(part(bar, 'text'), `${why} ${sees}`.trim());
    add.hidden = !mayAdd;
    bar.hidden = false;
  };
}
