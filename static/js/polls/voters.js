// @ts-check
/** Who chose what in a poll: a dialog, page by page. */
import { fromTemplate, part } from '../core/dom/element.js';
import { seenNodes } from '../core/dom/html.js';
import { toast } from '../core/dom/page.js';
import { setAvatar } from '../core/dom/people.js';
import { t, tn } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';
import { api } from '../core/net/api.js';
import { labelOf } from './poll-view.js';

/** @typedef {import('../core/wire.js').VotersPage} VotersPage */

/** @type {HTMLDialogElement | undefined} */
let dialog;

/** @param {HTMLElement & import('../core/dom/registry.js').Item} item @param {HTMLElement|null} button */
export function openVoters(item, button) {
  const message = item.view?.message;
  if (!message?.poll || !message.id) return;
  if (!dialog) document.body.append((dialog = fromTemplate('tpl-poll-voters', HTMLDialogElement)));
  const { id } = message;
  dialog.onclose = () => (button?.isConnected ? button : item).focus({ preventScroll: true });
  part(dialog, 'options').replaceChildren(...message.poll.options.map(({ text, votes }, at) => section(id, at, labelOf(message, at, text), votes ?? 0)));
  dialog.showModal();
}

/** @param {number} message @param {number} option @param {string} label @param {number} votes */
function section(message, option, label, votes) {
  const node = document.createElement('section');
  const head = Object.assign(document.createElement('h3'), { className: 'poll-voters-option', dir: 'auto' });
  head.append(seenNodes(label));
  const count = Object.assign(document.createElement('p'), { className: 'quiet', textContent: tn('{n} vote', '{n} votes', votes) });
  const list = Object.assign(document.createElement('ul'), { className: 'poll-voters' });
  const more = Object.assign(document.createElement('button'), { type: 'button', className: 'button button-small', textContent: t('More'), hidden: true });
  node.append(head, count, list, more);
  let after = '';
  let isLoading = false;

  async function load() {
    if (isLoading) return;
    isLoading = true;
    try {
      const page = /** @type {VotersPage} */ (await api('GET', `/messages/${message}/poll/voters?option=${option}${after}`));
      list.append(...page.people.map(person));
      after = `&after=${page.next}`;
      more.hidden = page.next === null;
    } catch (error) {
      toast(await explain(error), 'error');
    } finally {
      isLoading = false;
    }
  }
  more.addEventListener('click', load);
  if (votes) load();
  return node;
}

/** @param {import('../core/wire.js').User} one */
function person(one) {
  const row = document.createElement('li');
  const avatar = fromTemplate('tpl-avatar');
  setAvatar(avatar, one);
  row.append(avatar, Object.assign(document.createElement('bdi'), { textContent: one.displayName }));
  return row;
}
