// @ts-check
/** A message out of its place: in a quote, in a list. Its markup is templates/messages/_card.html. */
import { app } from './app.js';
import { fromTemplate, part, setText } from './element.js';
import { showText } from './texts.js';
import { clock } from '../i18n/time.js';
import { words } from '../i18n/words.js';

/** So much of a text is drawn; more is cut by its look. */
const LONGEST = 1000;

/**
 * @param {import('../wire.js').Message} message as one reads it
 * @param {string} [place] where it stands
 */
export function card(message, place = '') {
  const { id, sender, timestamp, content, plain, deleted, sealed } = message;
  const node = fromTemplate('tpl-card');
  part(node, 'card-link', HTMLAnchorElement).href = `/messages/${id}/there`;
  setText(part(node, 'card-author'), sender.displayName);
  setText(part(node, 'card-place'), place);
  const time = part(node, 'card-time', HTMLTimeElement);
  time.dateTime = timestamp;
  setText(time, clock.datetime(new Date(timestamp)));
  node.toggleAttribute('data-deleted', deleted);
  const instead = deleted ? words.list.deleted : sealed && !content ? words.list.sealed : '';
  const beginning = [...content.slice(0, 2 * LONGEST)].slice(0, LONGEST).join('');
  const text = part(node, 'card-text');
  const draw = () => instead || app().features.drawIn(text, message);
  showText(text, { content: instead || beginning, plain: plain || Boolean(instead) }, 'lines', draw);
  draw();
  return node;
}
