// @ts-check
/** In a large room nobody is named: how many have read the newest message of a thread stands under it. */
import { fromTemplate, part, setAttribute, setText } from '../core/dom/element.js';
import { number, tn } from '../core/i18n/translate.js';
import { api } from '../core/net/api.js';

/** @typedef {import('../core/wire.js').Message} Message */

/** What was asked last, by list: of which message, as of which answer about the thread. @type {WeakMap<HTMLElement, {id: number, of: object}>} */
const asked = new WeakMap();

/**
 * @param {HTMLElement} list @param {Message[]} said what stands in it @param {object} told what the server said of the thread: another one is to be asked anew
 * @param {(list: HTMLElement, work: () => void) => void} inPlace has whoever reads further back stay where they are
 */
export async function showNumber(list, said, told, inPlace) {
  const newest = said.findLast(({ thread, deleted }) => thread && !deleted);
  const before = asked.get(list);
  if (!newest || (before?.id === newest.id && before.of === told)) return;
  asked.set(list, { id: newest.id, of: told });
  const found = await api('GET', `/messages/${newest.id}/readers`).catch(() => null);
  // Somebody has said something meanwhile.
  if (asked.get(list)?.id !== newest.id || !list.isConnected) return;
  inPlace(list, () => draw(list, newest.seq, found));
}

/** @param {HTMLElement} list @param {number} seq @param {import('../core/wire.js').MessageReaders|null} found */
function draw(list, seq, found) {
  const item = list.querySelector(`message-item[data-seq="${seq}"]`);
  const before = list.querySelector('.readers');
  const node = before?.parentElement === item ? before : null;
  if (before !== node) before?.remove();
  if (!item || found?.shown !== 'number' || !found.count) return node?.remove();
  const shown = node ?? item.appendChild(fromTemplate('tpl-readers-number'));
  const words = tn('{count} of {n} person has read it.', '{count} of {n} people have read it.', found.of, { count: found.count });
  setAttribute(shown, 'aria-label', words);
  setAttribute(shown, 'title', words);
  setText(part(shown, 'count'), number(found.count));
}
