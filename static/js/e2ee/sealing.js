// @ts-check
/** Sealing what leaves: messages of the outbox, each time that they are sent, and edits. */
import { app } from '../core/dom/app.js';
import { isolated } from '../core/i18n/direction.js';
import { listed, t, tn } from '../core/i18n/translate.js';
import { codeOf } from '../core/i18n/words.js';
import { WireError } from '../core/net/socket.js';
import { roomLog } from '../core/store/log.js';
import { callsIn, everybodyIn, groupsIn } from './calls.js';
import { keyring, usable } from './keyring.js';
import { wrote } from './sealed.js';

/** So often keys are shared anew for one edit: each time somebody came or went meanwhile. */
const TRIES = 4;
/** For longer than this nobody is kept waiting without a word; seconds. */
const LONG_S = 600;

/** @param {number[]} people @param {number} room */
function namesOf(people, room) {
  const { members, rooms } = app().store.get();
  const known = [...(members[room] ?? []), ...(rooms[room]?.people ?? [])];
  return people.map((id) => isolated(known.find((one) => one.id === id)?.displayName ?? `#${id}`));
}

/** Why a message was held back here, if it was: also in a life of the page before this one. @param {string|null} clientId */
export const heldBack = (clientId) => Object.values(app().store.get().logs).flatMap(({ pending }) => pending).find((one) => one.clientId === clientId)?.why ?? '';

/** What to tell of a refusal: as one of the server's, it is for the person to decide. @param {unknown} error @param {number} room */
function inWords(error, room) {
  const { people = [], retryAfter = 0 } = /** @type {{people?: number[], retryAfter?: number}} */ (error);
  const said = /** @type {Record<string, () => string>} */ ({
    identityChanged: () => tn('{names} has another identity than before. Look at it first.', '{names} have another identity than before. Look at them first.', people.length, { names: listed(namesOf(people, room)) }),
    notReady: () => t('This device cannot write in encrypted rooms yet.'),
    encryptionOff: () => t('The server says that this room is not encrypted any more. Nothing leaves in the open.'),
    ...(retryAfter > LONG_S ? { rateLimited: () => tn('Your devices have handed out so many keys today that the server takes no more for now. Send this again in {n} hour.', 'Your devices have handed out so many keys today that the server takes no more for now. Send this again in {n} hours.', Math.ceil(retryAfter / 3600)) } : {}),
  })[codeOf(error)];
  if (codeOf(error) === 'tooLong') return new WireError('tooLarge');
  if (!said) return error;
  return Object.assign(new WireError('forbidden', said()), { why: codeOf(error) });
}

/** @param {number} room */
function newest(room) {
  const { logs, rooms } = app().store.get();
  return Math.max(rooms[room]?.lastSeq ?? 0, logs[roomLog(room)]?.list.at(-1)?.seq ?? 0);
}

/**
 * @param {{room: number, clientId: string, text: string, replyTo: number|null, thread?: number, inRoom?: boolean, inside?: import('./worker/api').Plain['inside'], edits?: import('./worker/api').Plain['edits']}} what
 * @returns {Promise<import('../core/wire.js').SealedBody>}
 * @throws {WireError} `forbidden`, with the reason: for the person to decide
 */
async function seal({ room, clientId, text, ...what }) {
  if (!usable()) throw inWords(new WireError('notReady'), room);
  try {
    const { members } = app().store.get();
    const calls = await callsIn(text, room, members[room] ?? []);
    const sealed = /** @type {import('../core/wire.js').SealedBody} */ (await keyring().seal({ room, clientId, text, calls, everybody: everybodyIn(text), groups: await groupsIn(text, members[room] ?? []), after: newest(room), ...what }));
    wrote(clientId, sealed.ciphertext, text);
    return sealed;
  } catch (error) {
    throw inWords(error, room);
  }
}

/**
 * What the outbox sends in place of the text. What stands under `inside` is sealed with it, and sent in no other way.
 * @param {import('../core/store/log.js').Pending} entry
 * @param {number} tries how often it was sent in vain: then the room's people, or their devices, may be others
 */
export async function sealed({ room, clientId, content, replyTo, extra }, tries) {
  if (tries) await keysAnew(room).catch(() => {});
  const { inside, ...rest } = /** @type {{thread?: number, inRoom?: boolean, inside?: import('./worker/api').Plain['inside'], announcement?: {by: string}}} */ (extra ?? {});
  const { thread, inRoom, announcement } = rest;
  // That people are asked to confirm it is said by its author, not by the server.
  const said = announcement ? { ...inside, announcement: { by: announcement.by } } : inside;
  return { extra: { ...rest, sealed: await seal({ room, clientId, text: content, replyTo, thread, inRoom, inside: said }) } };
}

/** @param {number} room */
async function keysAnew(room) {
  await keyring().news();
  await keyring().prepare(room);
}

/**
 * Saves an edit.
 * @param {import('../core/store/message.js').Message} message as it was
 * @param {string} text
 * @returns {Promise<import('../core/wire.js').MessageAck>}
 * @throws {WireError}
 */
export async function edit(message, text) {
  const { id, room, clientId, version, replyTo, thread, inRoom } = message;
  // They stay with it.
  const { opened } = /** @type {import('./sealed.js').Readable} */ (message);
  const files = opened?.text === null ? undefined : opened?.inside?.files;
  for (let tries = 1; ; tries += 1) {
    const body = await seal({ room, clientId: clientId ?? '', text, replyTo, thread, inRoom, ...(files && { inside: { files } }), edits: { message: id, clientId: clientId ?? '', version } });
    try {
      return await app().link.request('editMessage', { message: id, sealed: body });
    } catch (error) {
      if (codeOf(error) !== 'staleKeys' || tries === TRIES) throw error;
      await keysAnew(room);
    }
  }
}
