// @ts-check
/** A message out of its place: in a quote, in a list. Its markup is templates/messages/_card.html. */
import { fromTemplate, part, setText } from './element.js';
import { showWords } from './texts.js';
import { clock } from '../i18n/time.js';

/** So much of a text is drawn; more is cut by its look. */
const LONGEST = 1000;

/**
 * @param {import('../wire.js').Message} message as one reads it
 * @param {string} [place] where it stands
 */
export function card(message, place = '') {
  const { id, sender, timestamp, deleted } = message;
  const node = fromTemplate('tpl-card');
  part(node, 'card-link', HTMLAnchorElement).href = `/messages/${id}/there`;
  setText(part(node, 'card-author'), sender.displayName);
  setText(part(node, 'card-place'), place);
  const time = part(node, 'card-time', HTMLTimeElement);
  time.dateTime = timestamp;
  setText(time, clock.datetime(new Date(timestamp)));
  node.toggleAttribute('data-deleted', deleted);
  showWords(part(node, 'card-text'), message, 'lines', LONGEST);
  return node;
}
