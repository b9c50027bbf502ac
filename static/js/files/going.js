// @ts-check
/** The files that were chosen and have not gone yet, each with how far it is. What sends them is apart, and comes later. */
import { uuid } from '../core/net/uuid.js';

/**
 * @typedef {import('../core/wire.js').File} WireFile
 *
 * @typedef {object} Going a file that is to go with the next message of a conversation
 * @property {string} at its name, for as long as it waits
 * @property {string|null} message the client id of the one that waits for it; null: it stands above the box
 * @property {string} key the conversation's
 * @property {number} room
 * @property {string} name
 * @property {number} size in bytes
 * @property {File|null} file null: it was there already; in an encrypted room, once it is encrypted, what the server gets
 * @property {object|null} inside in an encrypted room, once it is encrypted, what is said of it to the room's people alone
 * @property {boolean} isAsTaken whether it is a picture that has in it what its camera wrote
 * @property {'waiting'|'sealing'|'going'|'looked'|'ready'|'failed'} state `sealing`: it is encrypted; `looked`: the server has it, and looks at it
 * @property {string} alt what is to be seen in it, as its sender says; kept by the server when its message goes, in an encrypted room sealed with it
 * @property {number} sent in bytes
 * @property {number} speed in bytes a second; 0: not known yet
 * @property {string} why it failed, for people
 * @property {boolean} isFinal whether it failed for good: trying again would bring the same answer
 * @property {import('../core/net/socket.js').WireError|null} error by which it failed last
 * @property {boolean} isKept whether this browser has it over a reload
 * @property {WireFile|import('../core/net/types').OpenFile|null} known as the server has it, once it is ready
 */

/** In the order in which they were chosen. @type {Going[]} */
export const all = [];
/** @type {Set<() => void>} */
const hearing = new Set();

export const tell = () => hearing.forEach((hear) => hear());

/** Hears of each change. @param {() => void} hear @returns {() => void} stops it */
export function onUploads(hear) {
  hearing.add(hear);
  return () => hearing.delete(hear);
}

/** Those for the next message of a conversation. @param {string} key @returns {Going[]} */
export const uploadsOf = (key) => all.filter((one) => one.key === key && !one.message);

/** Those that a message waits for. @param {string} message @returns {Going[]} */
export const filesOf = (message) => all.filter((one) => one.message === message);

/** @param {{key: string, room: number}} where @returns {Omit<Going, 'file'|'name'|'size'|'state'>} */
const fresh = ({ key, room }) => ({ at: uuid(), message: null, key, room, alt: '', sent: 0, speed: 0, why: '', isFinal: false, error: null, isKept: false, known: null, inside: null, isAsTaken: false });

/** @param {{key: string, room: number}} where @param {File} file @param {Partial<Going>} [more] @returns {Going} */
export const chosen = (where, file, more) => ({ ...fresh(where), file, name: file.name, size: file.size, state: 'waiting', ...more });

/** What the server has already. @param {{key: string, room: number}} where @param {WireFile} known @param {Partial<Going>} [more] @returns {Going} */
export const stored = (where, known, more) => ({ ...fresh(where), file: null, name: known.name, size: known.size, state: 'ready', sent: known.size, alt: known.alt, known, ...more });
