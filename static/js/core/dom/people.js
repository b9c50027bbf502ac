// @ts-check
/** How a person is drawn: the initial or picture, their hue, their name. */
import { setText } from './element.js';
import { initial } from '../i18n/letters.js';

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
