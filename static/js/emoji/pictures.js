// @ts-check
/** Emojis of the team as pictures; for people who want less motion they stand still. As weconnect/emoji/drawing.py. */
import { sourceOf, teamEmoji } from './team.js';

const CALM = '(prefers-reduced-motion: reduce)';

/** @param {import('./team.js').TeamEmoji} emoji @returns {Promise<HTMLPictureElement>} */
export async function pictureOf({ name, picture, still }) {
  const node = document.createElement('picture');
  node.dataset.of = picture;
  if (picture !== still) node.append(Object.assign(document.createElement('source'), { media: CALM, srcset: await sourceOf(still) }));
  const label = `:${name}:`;
  node.append(Object.assign(document.createElement('img'), { className: 'team-emoji', alt: label, title: label, width: 20, height: 20, src: await sourceOf(picture) }));
  return node;
}

/** Puts the picture in the place of a name; what the team does not have, or not any more, is text. @param {HTMLElement} node */
export async function draw(node) {
  const { name = '' } = node.dataset;
  const found = await teamEmoji(name);
  if (found?.picture === node.dataset.drawn) return;
  const drawn = found ? await pictureOf(found) : `:${name}:`;
  // Meanwhile it may have become another.
  if ((await teamEmoji(name))?.picture !== found?.picture) return draw(node);
  if (found) node.dataset.drawn = found.picture;
  else delete node.dataset.drawn;
  node.replaceChildren(drawn);
}
