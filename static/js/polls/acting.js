// @ts-check
/** Voting, adding an option, ending a poll, and who chose what. */
import { change } from '../core/dom/change.js';
import { confirmed } from '../core/dom/page.js';
import { t } from '../core/i18n/translate.js';
import { byId } from '../core/store/log.js';
import { openAdding } from './adding.js';
import { openVoters } from './voters.js';

/** @typedef {import('../core/dom/registry.js').Act} Act */

/** @param {import('../core/dom/app.js').App} app @param {number} message @param {number[]} options */
const show = ({ store }, message, options) => store.dispatch({ type: 'voted', data: { message, options } });

/** What one has chosen and the server does not know yet, by the message. @type {Map<number, number[]>} */
const choosing = new Map();

/** @type {Act} */
async function vote({ view }, button, app) {
  const { id } = view?.message ?? {};
  const option = Number(button?.dataset.option);
  const poll = Object.values(app.store.get().logs).map(({ list }) => byId(list, id ?? 0)).find(Boolean)?.poll ?? view?.message.poll;
  if (!id || !poll || Number.isNaN(option)) return;
  const before = poll.mine ?? [];
  const mine = choosing.get(id) ?? before;
  const others = mine.filter((one) => one !== option);
  const options = mine.includes(option) ? others : [...(poll.multiple ? others : []), option];
  const isUnderWay = choosing.has(id);
  choosing.set(id, options);
  show(app, id, options);
  // A vote says all that one chooses: what is chosen meanwhile goes with the next one.
  if (!isUnderWay) show(app, id, await voted(app, id, before).finally(() => choosing.delete(id)));
}

/**
 * Votes until the server knows what was chosen last.
 * @param {import('../core/dom/app.js').App} app @param {number} message
 * @param {number[]} known what it knows
 * @returns {Promise<number[]>} what it knows then
 */
async function voted(app, message, known) {
  const options = choosing.get(message) ?? known;
  if (options === known) return known;
  show(app, message, options);
  const done = await change(app, 'vote', { message, options }, t('Your vote was not saved. Please try again.'));
  return done ? voted(app, message, options) : known;
}

/** @type {Act} */
async function end({ view }, _, app) {
  const id = view?.message.id;
  if (id && (await confirmed(t('End this poll? Nobody can vote any more.'), t('End the poll')))) change(app, 'endPoll', { message: id }, t('The poll was not ended. Please try again.'));
}

/** @type {Record<string, Act>} */
export const acts = {
  vote,
  'poll-end': end,
  'poll-add': openAdding,
  'poll-voters': openVoters,
};
