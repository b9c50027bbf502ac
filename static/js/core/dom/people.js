// @ts-check
/** How a person is drawn: the initial or picture, their hue, their name. */
import { fromTemplate, part, setText } from './element.js';
import { initial } from '../i18n/letters.js';
import { words } from '../i18n/words.js';

const HUES = 24;

/** A person's own hue, by class: style attributes are refused. @param {Element} node @param {number} id */
export function setHue(node, id) {
  const wanted = `hue-${id % HUES}`;
  if (node.classList.contains(wanted)) return;
  node.classList.remove(...[...node.classList].filter((name) => name.startsWith('hue-')));
  node.classList.add(wanted);
}

/**
 * @param {Element} node the `.avatar`
 * @param {{id: number, username: string, displayName: string, avatar: string|null}} user
 */
export function setAvatar(node, user) {
  setHue(node, user.id);
  const image = /** @type {HTMLImageElement|null} */ (node.querySelector('img'));
  if (!user.avatar) {
    if (image) image.remove();
    return setText(node, initial(user.displayName || user.username));
  }
  if (image?.getAttribute('src') === user.avatar) return;
  const picture = document.createElement('img');
  Object.assign(picture, { src: user.avatar, alt: '', width: 36, height: 36, loading: 'lazy', decoding: 'async' });
  picture.dataset.part = 'avatar-image';
  node.replaceChildren(picture);
}

/** A person among those whom one may mean. @param {{id: number, username: string, displayName: string, avatar: string|null}} user @returns {HTMLElement} */
export function suggestionOf(user) {
  const option = fromTemplate('tpl-suggestion');
  option.dataset.username = user.username;
  setAvatar(part(option, 'avatar'), user);
  part(option, 'name').textContent = user.displayName;
  part(option, 'username').textContent = `@${user.username}`;
  return option;
}

/** @type {WeakMap<object, Map<number, string>>} */
const indexes = new WeakMap();

/** The display names of everybody in any list. @param {import('../store/store.js').State['members']} lists */
function namesIn(lists) {
  let names = indexes.get(lists);
  if (!names) {
    names = new Map(Object.values(lists).flat().map((m) => [m.id, m.displayName]));
    indexes.set(lists, names);
  }
  return names;
}

/**
 * The names behind ids, "You" first.
 * @param {number[]} ids
 * @param {import('../store/store.js').State} state
 */
export function namesOf(ids, state) {
  const members = namesIn(state.members);
  const others = ids.filter((id) => id !== state.me.id).map((id) => members.get(id) ?? words.somebody);
  return ids.includes(state.me.id) ? [words.you, ...others] : others;
}
