// @ts-check
/** Emojis of the team as pictures; for people who want less motion they stand still. As weconnect/emoji/drawing.py. */
import { sourceOf, teamEmoji } from './team.js';

const CALM = '(prefers-reduced-motion: reduce)';

/** @param {import('./team.js').TeamEmoji} emoji @returns {Promise<HTMLPictureElement>} */
export async function pictureOf({ name, picture, still }) {
  const node = document.createElement('picture');
  if (picture !== still) node.append(Object.assign(document.createElement('source'), { media: CALM, srcset: await sourceOf(still) }));
  const label = `:${name}:`;
  node.append(Object.assign(document.createElement('img'), { className: 'team-emoji', alt: label, title: label, width: 20, height: 20, src: await sourceOf(picture) }));
  return node;
}

/** Puts the picture in the place of a name; what the team does not have stays text. @param {HTMLElement} node */
export async function draw(node) {
  const found = await teamEmoji(node.dataset.name ?? '');
  if (!found || node.dataset.drawn) return;
  node.dataset.drawn = '';
  node.replaceChildren(await pictureOf(found));
}
