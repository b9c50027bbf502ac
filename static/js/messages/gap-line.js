// @ts-check
/** What stands in place of messages that the server does not hand out: how many, what that means, and how to ask again. It goes when they come. */
import { app } from '../core/dom/app.js';
import { announce } from '../core/dom/page.js';
import { tn, t } from '../core/i18n/translate.js';

/** They are asked for by themselves so often; milliseconds. */
const EVERY = 60_000;

/** @typedef {import('./message-list.js').MessageList} MessageList */

/** @param {number} n @param {boolean} sealed */
function says(n, sealed) {
  if (sealed) return tn('{n} message is missing here. The server was asked for it and does not hand it out: something is broken, or it is kept from you. Ask the others what was said.', '{n} messages are missing here. The server was asked for them and does not hand them out: something is broken, or they are kept from you. Ask the others what was said.', n);
  return tn('{n} message is missing here. The server was asked for it and does not hand it out.', '{n} messages are missing here. The server was asked for them and does not hand them out.', n);
}

/** @param {HTMLElement} node @param {number} first the seq of the first one that is missing */
async function ask(node, first) {
  const list = /** @type {MessageList|null} */ (node.closest('message-list'));
  if (list?.room) await app().sync.page(list.room, { after: first - 1 }, []).catch(() => {});
}

/** @param {HTMLElement} node that stands for them @param {import('../core/store/gaps.js').Range} gap */
export function show(node, [first, last]) {
  const told = `${first} ${last}`;
  if (node.dataset.gap === told || !node.isConnected) return;
  const isNew = !node.dataset.gap;
  node.dataset.gap = told;
  const list = /** @type {MessageList|null} */ (node.closest('message-list'));
  const text = document.createElement('p');
  text.textContent = says(last - first + 1, Boolean(list?.entry?.encrypted));
  const again = Object.assign(document.createElement('button'), { type: 'button', className: 'button button-small', textContent: t('Ask again') });
  const focused = node.contains(document.activeElement);
  again.addEventListener('click', async () => {
    again.disabled = true;
    await ask(node, first);
    if (!node.isConnected || !again.isConnected) return;
    again.disabled = false;
    again.focus({ preventScroll: true });
    announce(text.textContent ?? '');
  });
  node.setAttribute('role', 'note');
  node.replaceChildren(text, again);
  if (focused) again.focus({ preventScroll: true });
  if (!isNew) return;
  const timer = setInterval(() => {
    if (!node.isConnected) return clearInterval(timer);
    if (app().link.online()) ask(node, Number(node.dataset.gap?.split(' ')[0]));
  }, EVERY);
}
