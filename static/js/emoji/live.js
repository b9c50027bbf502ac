// @ts-check
/** Has what is on the page follow the team's emojis: one was made, renamed or deleted. */
import { forgetEmoji } from '../core/dom/used-emojis.js';
import { signal } from '../core/store/signals.js';
import { draw } from './pictures.js';
import { catchUpTeam, teamNow, takeChange } from './team.js';

/** One after the other, in their order. */
let turn = Promise.resolve();

/** @param {() => Promise<unknown>} learn @param {string|null} [gone] */
const follow = (learn, gone = null) => (turn = turn.then(learn).then(() => redraw(gone)).catch(() => {}));

/** @param {import('../core/wire.js').EmojiChanged} change */
export function hear(change) {
  if (change.gone) forgetEmoji(`:${change.gone}:`);
  return follow(() => takeChange(change), change.gone);
}

/** What was missed while the line was away. */
export const catchUp = () => follow(catchUpTeam);

/** @param {string|null} gone */
async function redraw(gone) {
  const list = await teamNow();
  /** What the server drew, or others by themselves, has the name's place taken again. */
  const stays = (/** @type {string} */ name, /** @type {string} */ address) => (list ? list.emojis.some((one) => one.name === name && [one.picture, one.still].includes(address)) : name !== gone);
  for (const image of /** @type {NodeListOf<HTMLImageElement>} */ (document.querySelectorAll('img.team-emoji'))) {
    const name = image.alt.slice(1, -1);
    const picture = image.closest('picture');
    if (!picture || picture.closest('emoji-name') || stays(name, picture.dataset.of ?? image.getAttribute('src') ?? '')) continue;
    const named = Object.assign(document.createElement('emoji-name'), { textContent: image.alt });
    named.dataset.name = name;
    picture.replaceWith(named);
  }
  if (!list) return;
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('emoji-name'))) void draw(node);
  signal('teamEmojis');
}
