// @ts-check
/** A change of a message: asked of the server, shown when it is done, and said when it failed. */
import { codeOf, words } from '../i18n/words.js';
import { toast } from './page.js';

/** @typedef {import('../wire.js').Commands} Commands */
/** @typedef {import('../wire.js').MessageAck} MessageAck */

/**
 * @template {{[Name in keyof Commands]: Commands[Name]['answer'] extends MessageAck ? Name : never}[keyof Commands]} Name
 * @param {import('./app.js').App} app
 * @param {Name} command
 * @param {Commands[Name]['payload']} payload
 * @param {string} failure what to say if the server says nothing that is known here
 * @returns {Promise<boolean>} whether it is done
 */
export async function change({ link, store }, command, payload, failure) {
  try {
    const { message } = /** @type {MessageAck} */ (await link.request(command, payload));
    store.dispatch({ type: 'messageChanged', data: message });
    return true;
  } catch (error) {
    toast(words.errors[codeOf(error)] ?? failure, 'error');
    return false;
  }
}
