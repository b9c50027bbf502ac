// @ts-check
/** Draws a poll below its question: upon the server's markup as well as afresh. */
import { app } from '../core/dom/app.js';
import { fromTemplate, part, setAttribute, setText } from '../core/dom/element.js';
import { seenNodes } from '../core/dom/html.js';
import { styled } from '../core/dom/styled.js';
import { clock, serverTime } from '../core/i18n/time.js';
import { t, tc, tn } from '../core/i18n/translate.js';

/**
 * @typedef {import('../core/wire.js').Poll} Poll
 * @typedef {import('../core/store/message.js').Shown & {opened?: {inside?: {poll?: {options: string[]}}}}} Shown
 */

/** A poll that the server does not have yet. @param {Shown} message @returns {Poll|null} */
function coming({ extra }) {
  const { poll, inside } = /** @type {{poll?: Poll, inside?: {poll?: {options: string[]}}}} */ (extra ?? {});
  return poll && inside?.poll ? { ...poll, endedAt: null, voters: 0, options: inside.poll.options.map((text) => ({ text, votes: poll.anonymous ? null : 0 })) } : null;
}

/** What an option says: in an encrypted room that was sealed with the question. @param {Shown} message @param {number} at @param {string} text */
export const labelOf = (message, at, text) => text || message.opened?.inside?.poll?.options[at] || t('Option {n}', { n: at + 1 });

/** @param {Poll} poll */
export const hasEnded = ({ endsAt, endedAt }) => Boolean(endedAt) || (endsAt !== null && Date.parse(endsAt) <= serverTime.now());

/** @param {HTMLElement & {view?: {message: object}|null}} item @param {Shown} message */
export async function showPoll(item, message) {
  await styled('polls');
  // Another one stands there by now.
  if (item.view && item.view.message !== message) return;
  const poll = message.poll ?? coming(message);
  const box = part(item, 'poll');
  if (!box) return;
  box.hidden = !poll;
  if (!poll) return;
  const over = hasEnded(poll);
  const list = part(box, 'poll-options') ?? made(box);
  poll.options.forEach((option, at) => {
    const button = /** @type {HTMLButtonElement} */ (list.children[at]?.firstElementChild ?? list.appendChild(fromTemplate('tpl-poll-option')).firstElementChild);
    showOption(button, { at, text: labelOf(message, at, option.text), votes: option.votes, poll, over: over || !message.id });
  });
  for (const more of [...list.children].slice(poll.options.length)) more.remove();
  setText(part(box, 'poll-about'), about(poll, over));
  showTools(box, message, poll, over);
}

/** @param {HTMLElement} box */
function made(box) {
  const list = Object.assign(document.createElement('ol'), { className: 'poll-options' });
  list.dataset.part = 'poll-options';
  const foot = Object.assign(document.createElement('p'), { className: 'poll-foot' });
  const said = document.createElement('span');
  said.dataset.part = 'poll-about';
  foot.append(said);
  box.replaceChildren(list, foot);
  return list;
}

/** @param {HTMLButtonElement} button @param {{at: number, text: string, votes: number|null, poll: Poll, over: boolean}} what */
function showOption(button, { at, text, votes, poll, over }) {
  const mine = Boolean(poll.mine?.includes(at));
  button.dataset.option = String(at);
  button.disabled = over;
  button.tabIndex = -1;
  setAttribute(button, 'aria-pressed', String(mine));
  setAttribute(button, 'data-multiple', poll.multiple);
  const label = part(button, 'label');
  if (label.textContent !== text) label.replaceChildren(seenNodes(text));
  setText(part(button, 'count'), votes === null ? '' : tn('{n} vote', '{n} votes', votes));
  const share = part(button, 'share', HTMLProgressElement);
  share.max = poll.voters || 1;
  share.value = votes ?? 0;
  share.hidden = votes === null;
}

/** What stands below the options, in words. @param {Poll} poll @param {boolean} over */
function about({ voters, multiple, anonymous, endsAt }, over) {
  const said = [tn('{n} person voted', '{n} people voted', voters)];
  if (multiple) said.push(t('Several choices'));
  if (anonymous) said.push(over ? t('Anonymous') : t('Anonymous: results are shown at the end'));
  if (over) said.push(tc('a poll', 'Ended'));
  else if (endsAt) said.push(t('Ends {when}', { when: clock.datetime(new Date(endsAt)) }));
  return said.join(' · ');
}

/** @param {HTMLElement} box @param {Shown} message @param {Poll} poll @param {boolean} over */
function showTools(box, message, poll, over) {
  const { rooms, me } = app().store.get();
  const room = rooms[message.room];
  const own = message.sender.id === me.id;
  const open = Boolean(message.id && room && !room.archived && !over);
  const wanted = {
    'poll-voters': Boolean(poll.voters) && !poll.anonymous && t('Who chose what'),
    'poll-add': open && !message.sealed && (own || poll.extendable) && t('Add an option'),
    'poll-end': open && (own || ['owner', 'admin'].includes(room.role ?? '')) && t('End the poll'),
  };
  const foot = /** @type {HTMLElement} */ (part(box, 'poll-about').parentElement);
  let before = part(box, 'poll-about');
  for (const [action, label] of Object.entries(wanted)) {
    const there = /** @type {HTMLElement|null} */ (foot.querySelector(`button[data-action="${action}"]`));
    if (!label) {
      there?.remove();
      continue;
    }
    const button = there ?? Object.assign(document.createElement('button'), { type: 'button', className: 'link-button', textContent: label, tabIndex: -1 });
    button.dataset.action = action;
    if (!there) before.after(button);
    before = button;
  }
}
