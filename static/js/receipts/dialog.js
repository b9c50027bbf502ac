// @ts-check
/** Who has read a message: a dialog. */
import { fromTemplate, part, setText } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { setAvatar } from '../core/dom/people.js';
import { clock } from '../core/i18n/time.js';
import { t, tn } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';
import { api } from '../core/net/api.js';

/** @typedef {import('../core/wire.js').MessageReaders} MessageReaders */

/** @type {HTMLDialogElement | undefined} */
let dialog;

/** @param {import('../core/dom/registry.js').Item & HTMLElement} item */
export async function openReaders(item) {
  const id = item.view?.message.id;
  if (!id) return;
  try {
    const found = /** @type {MessageReaders} */ (await api('GET', `/messages/${id}/readers`));
    if (!dialog) document.body.append((dialog = fromTemplate('tpl-who-read', HTMLDialogElement)));
    dialog.onclose = () => item.focus({ preventScroll: true });
    const told = found.shown !== 'nothing';
    part(dialog, 'count').hidden = !told;
    setText(part(dialog, 'count'), tn('{count} of {n} person has read it.', '{count} of {n} people have read it.', found.of, { count: found.count }));
    setText(part(dialog, 'note'), told ? t('Whoever does not show when they have read is left out, and so is who came later.') : t('Here nobody sees who has read what: the team or the room is without it, or your profile says so.'));
    part(dialog, 'list').replaceChildren(...found.readers.map(row));
    dialog.showModal();
  } catch (error) {
    toast(await explain(error), 'error');
  }
}

/** @param {MessageReaders['readers'][number]} reader */
function row({ user, by }) {
  const node = fromTemplate('tpl-reader');
  setAvatar(part(node, 'avatar'), user);
  setText(part(node, 'name'), user.displayName);
  const time = part(node, 'time', HTMLTimeElement);
  time.dateTime = by;
  setText(time, t('by {time}', { time: clock.datetime(new Date(by)) }));
  return node;
}
