// @ts-check
/** What there is to go to, as it is ranked and drawn. */
import { fromTemplate, part, setText } from '../core/dom/element.js';
import { setAvatar } from '../core/dom/people.js';
import { t, tc } from '../core/i18n/translate.js';

/**
 * @typedef {import('../core/wire.js').RoomSummary | (import('../core/wire.js').PublicRoom & {people?: User[]})} Room
 * @typedef {import('../core/wire.js').User} User
 * @typedef {import('../core/dom/registry.js').Command} Command
 * @typedef {import('../core/dom/registry.js').NamedPlace} Named
 * @typedef {import('./rank.js').Place & {room?: Room, user?: User, command?: Command, link?: HTMLAnchorElement, named?: Named}} Goal
 */

/** @param {Room} room @param {number[]} visits @param {number|null} here @returns {Goal} */
export function roomGoal(room, visits, here) {
  const at = visits.indexOf(room.id);
  const also = (room.people ?? []).flatMap(({ username, displayName }) => [username, displayName]);
  // Where one is already stands behind where one was before.
  const recent = room.id === here ? visits.length : at < 0 ? Infinity : at;
  return { key: `room:${room.id}`, name: room.name, also, more: room.topic, recent, kind: room.archived ? 2 : 0, room };
}

/** @param {User} user @returns {Goal} */
export const personGoal = (user) => ({ key: `person:${user.id}`, name: user.displayName, also: [user.username], more: '', recent: Infinity, kind: 1, user });

/** @param {Named} named @returns {Goal} */
export const namedGoal = (named) => ({ key: named.key, name: named.name, more: named.more, recent: Infinity, kind: 2, named });

/** A letter or two stand in what nearly every command does: it is looked at from the third one on. */
const SAYS_FROM = 3;

/** @param {Command} command @param {string} query @returns {Goal} */
export const commandGoal = (command, query) => ({
  key: `command:${command.name}`, name: `/${command.name}`, more: query.length < SAYS_FROM ? '' : command.says, recent: Infinity, kind: 3, command,
});

/** The pages that the account's menu leads to. @returns {Goal[]} */
export const pageGoals = () =>
  /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('[data-places] a')]).map((link) => ({
    key: `page:${link.pathname}`, name: (link.textContent ?? '').trim(), more: '', recent: Infinity, kind: 3, link,
  }));

/** @param {Goal} goal @returns {HTMLElement} */
export function optionOf({ key, name, room, user, command, named }) {
  const option = fromTemplate('tpl-result');
  Object.assign(option.dataset, { key, kind: room?.kind ?? (user ? 'direct' : 'page'), id: room?.id ?? key });
  part(option, 'name').textContent = command?.args ? `${name} ${command.args}` : name;
  part(option, 'topic').textContent = room?.topic ?? (user ? `@${user.username}` : (command?.says ?? named?.where ?? ''));
  const [person, more] = room?.kind === 'direct' ? (room.people ?? []) : user ? [user] : [];
  const icon = part(option, 'icon');
  icon.classList.toggle('room-icon-group', Boolean(more));
  if (more) setText(icon, String((room?.people?.length ?? 0) + 1));
  else if (person) setAvatar(icon.appendChild(fromTemplate('tpl-avatar')), person);
  const tag = part(option, 'joined');
  const told = named?.what ?? tagOf(room, user);
  tag.hidden = !told;
  setText(tag, told);
  return option;
}

/** @param {Room|undefined} room @param {User|undefined} user */
function tagOf(room, user) {
  if (room?.archived) return t('archived');
  if (room) return room.role && room.kind !== 'direct' ? t('joined') : '';
  return user ? tc('somebody to write to', 'person') : '';
}
