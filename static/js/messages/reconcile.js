// @ts-check
/**
 * Brings the nodes of the conversation in line with its rows. A node stands for one key for as
 * long as it is on the page: nothing is taken away and put back, so focus, selection and what a
 * screen reader has read out stay as they are.
 *
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('./message-item.js').MessageItem} MessageItem
 * @typedef {Map<string, HTMLElement & Partial<MessageItem>>} Nodes by the keys of their rows
 */
import { fromTemplate, part, setText } from '../core/dom/element.js';
import { bySeq, keyOf } from '../core/store/log.js';
import { clock } from '../core/i18n/time.js';
import { createCalm } from './rows.js';

const calm = createCalm(() => performance.now());

/** @param {Row} row @returns {HTMLElement & Partial<MessageItem>} */
function make(row) {
  if (row.view) return fromTemplate('tpl-message');
  if (row.gap) return Object.assign(document.createElement('div'), { className: 'gap-line' });
  return fromTemplate(row.unread ? 'tpl-unread' : 'tpl-day');
}

/** @param {HTMLElement & Partial<MessageItem>} node @param {Row} row */
function update(node, row) {
  if (row.view) return node.show?.(row.view);
  const { gap } = row;
  if (gap) return void import('./gap-line.js').then(({ show }) => show(node, gap), () => {});
  if (!row.day) return;
  const key = clock.key(row.day);
  node.dataset.day = key;
  part(node, 'day', HTMLTimeElement).dateTime = key;
  setText(part(node, 'day'), clock.day(row.day));
}

/**
 * Notes which of the nodes that the server has rendered stands for which row.
 * @param {Element} items
 * @param {import('../core/store/log.js').Log} log
 * @returns {Nodes}
 */
export function adopted(items, log) {
  /** @type {Nodes} */
  const nodes = new Map();
  for (const node of /** @type {NodeListOf<MessageItem>} */ (items.querySelectorAll(':scope > message-item'))) {
    const message = bySeq(log.list, Number(node.dataset.seq));
    if (!message) {
      node.remove();
      continue;
    }
    node.adopt(message);
    nodes.set(keyOf(message), node);
  }
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (items.querySelectorAll(':scope > .day'))) {
    nodes.set(`day:${node.dataset.day}`, node);
  }
  const line = /** @type {HTMLElement|null} */ (items.querySelector(':scope > .unread-line'));
  if (line) nodes.set('unread', line);
  return nodes;
}

/**
 * @param {Element} items the container; its rows follow the fixed parts
 * @param {Element} after the last of the fixed parts
 * @param {Nodes} nodes brought up to date as well
 * @param {Row[]} rows
 * @param {(node: HTMLElement) => void} losesFocus called when the focused node has to go
 * @param {boolean} [live] whether what comes at the end has just been said: it fades in, if nothing came just before
 */
export function reconcile(items, after, nodes, rows, losesFocus, live = false) {
  const wanted = new Set(rows.map((row) => row.key));
  for (const [key, node] of nodes) {
    if (wanted.has(key)) continue;
    if (node.contains(document.activeElement)) losesFocus(node);
    node.remove();
    nodes.delete(key);
  }
  let place = after.nextElementSibling;
  /** @type {boolean|undefined} */
  let fades;
  for (const row of rows) {
    let node = nodes.get(row.key);
    if (!node) {
      node = make(row);
      nodes.set(row.key, node);
      if (live && !place && row.view && (fades ??= calm())) node.dataset.new = '';
    }
    if (place && node === place) place = place.nextElementSibling;
    else items.insertBefore(node, place);
    update(node, row);
  }
  while (place) {
    const next = place.nextElementSibling;
    place.remove();
    place = next;
  }
}
