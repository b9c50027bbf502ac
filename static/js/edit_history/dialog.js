// @ts-check
/** The versions of a message, the newest first, with what is different in each: a dialog. */
import { fromTemplate, part, setText } from '../core/dom/element.js';
import { textNodes } from '../core/dom/html.js';
import { toast } from '../core/dom/page.js';
import { clock } from '../core/i18n/time.js';
import { t, tn } from '../core/i18n/translate.js';
import { explain, words } from '../core/i18n/words.js';
import { api } from '../core/net/api.js';
import { diff } from './diff.js';

/** @typedef {import('../core/wire.js').Message} Message */

/** @type {HTMLDialogElement | undefined} */
let dialog;

/** @param {import('../core/dom/registry.js').Item & HTMLElement} item @param {import('../core/dom/app.js').App} app */
export async function openHistory(item, app) {
  const message = /** @type {Message|undefined} */ (item.view?.message);
  if (!message?.id) return;
  try {
    const { versions, keptDays } = /** @type {import('../core/wire.js').MessageVersions} */ (await api('GET', `/messages/${message.id}/versions`));
    // Each as the message that it was then.
    const before = versions.map((one) => /** @type {Message} */ ({ ...message, sealed: null, ...one }));
    const all = [...(await app.features.opened(before)), message];
    if (!dialog) document.body.append((dialog = fromTemplate('tpl-history', HTMLDialogElement)));
    dialog.onclose = () => item.focus({ preventScroll: true });
    part(dialog, 'list').replaceChildren(...all.map((one, i) => row(one, all[i - 1], one === message, app)).reverse());
    const days = tn('What a message said before is kept for {n} day after the edit.', 'What a message said before is kept for {n} days after the edit.', keptDays);
    setText(part(dialog, 'kept'), keptDays ? days : t('What messages said before is not kept here.'));
    dialog.showModal();
  } catch (error) {
    toast(await explain(error), 'error');
  }
}

/** @param {Message} message @param {Message|undefined} before @param {boolean} now @param {import('../core/dom/app.js').App} app */
function row(message, before, now, app) {
  const { content, editedAt, timestamp, sealed } = message;
  const node = fromTemplate('tpl-version');
  setText(part(node, 'what'), now ? t('Now') : editedAt ? t('Edited') : t('At first'));
  const time = part(node, 'time', HTMLTimeElement);
  time.dateTime = editedAt ?? timestamp;
  setText(time, clock.datetime(new Date(time.dateTime)));
  part(node, 'text').replaceChildren(sealed && !content ? words.list.sealed : before?.content ? marked(before.content, content) : textNodes(content));
  app.features.drawIn(part(node, 'text'), message);
  return node;
}

/** @param {string} before @param {string} after */
function marked(before, after) {
  const fragment = document.createDocumentFragment();
  for (const { text, how } of diff(before, after)) {
    const node = document.createElement({ same: 'span', out: 'del', in: 'ins' }[how]);
    node.append(textNodes(text));
    fragment.append(node);
  }
  return fragment;
}
