// @ts-check
/** Opens sealed messages that stand in no log of this page: in a quote, in a list. */
import { keyring, usable } from './keyring.js';
import { callOf, unsealed } from './sealed.js';

/** @typedef {import('../core/wire.js').Message} Message */

/** @param {Message[]} messages @returns {Promise<Message[]>} the same, with what could be read of them */
export async function opened(messages) {
  const closed = messages.filter(({ sealed, deleted }) => sealed && !deleted);
  if (!usable()) return messages;
  const answers = await keyring().open(closed).catch(() => []);
  const found = Object.fromEntries(answers.map((answer, i) => [callOf(closed[i]), answer]));
  return messages.map((message) => unsealed(message, found));
}
