// @ts-check
/** Voting, adding an option, ending a poll, and who chose what. */
import { change } from '../core/dom/change.js';
import { confirmed } from '../core/dom/page.js';
import { t } from '../core/i18n/translate.js';
import { openAdding } from './adding.js';
import { openVoters } from './voters.js';

/** @typedef {import('../core/dom/registry.js').Act} Act */

/** @type {Act} */
function vote({ view }, button, app) {
  const { id, poll } = view?.message ?? {};
  const option = Number(button?.dataset.option);
  if (!id || !poll || Number.isNaN(option)) return;
  const mine = poll.mine ?? [];
  const others = mine.filter((one) => one !== option);
  const options = mine.includes(option) ? others : [...(poll.multiple ? others : []), option];
  change(app, 'vote', { message: id, options }, t('Your vote was not saved. Please try again.'));
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
