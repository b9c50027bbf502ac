// @ts-check
/** There are two stories of who is who: what may be behind it, whom to ask, and how it goes on once one knows. */
import { toast } from '../core/dom/page.js';
import { isolated } from '../core/i18n/direction.js';
import { t } from '../core/i18n/translate.js';
import { openSheet } from './dialog.js';
import { button, h } from './dom.js';
import { keyring } from './keyring.js';
import { isMe } from './verify.js';

/** @param {number} person whose message says so; 0: this device saw it @param {string} name */
export function openSplit(person, name) {
  const sheet = openSheet();
  const who = { name: isolated(name || t('Somebody')) };
  const accept = (/** @type {string} */ done) => () =>
    sheet.doing(async () => {
      await keyring().acceptLog();
      sheet.close();
      toast(done);
    });
  const about = h('p', { class: 'quiet' }, h('a', { href: '/encryption', target: '_blank' }, t('What encryption does, and what not')));
  const actions = (/** @type {string} */ label, /** @type {string} */ done) => h('div', { class: 'dialog-actions' }, button(t('Not yet'), sheet.close), button(label, accept(done), 'button-danger'));
  const head = h('p', {}, t('Every new identity and every removed device stands in a list that all see alike.'));
  if (person) {
    const said = isMe(person) ? t('A message of another device of yours holds another list than the one that this device was shown.') : t('A message of {name} holds another list than the one that this device was shown. Nobody else has said so yet.', who);
    sheet.show(
      t('Two lists of who is who'),
      head,
      h('p', {}, said),
      h(
        'ul',
        { class: 'plain-list' },
        h('li', {}, t('The server may show different people different lists: then somebody may read along.')),
        h('li', {}, isMe(person) ? t('Or the other device runs something else than this page.') : t('Or {name} runs a program that says what is not so.', who)),
      ),
      h('p', {}, isMe(person) ? t('Compare your number on both devices, on the page of your devices.') : t('Compare with {name} and with others, face to face or in a call, and ask the people who run the server.', who)),
      about,
      actions(t('I have looked into it'), t('What was said of it is let go.')),
    );
  } else {
    sheet.show(
      t('Another list of who is who'),
      head,
      h('p', {}, t('This device knows another one than the server shows now.')),
      h(
        'ul',
        { class: 'plain-list' },
        h('li', {}, t('An old backup of the server may have been brought back. The people who run it know.')),
        h('li', {}, t('Or the server hides that somebody has another identity, or that a device was removed.')),
      ),
      h('p', {}, t('Ask them, not in this chat. If a backup was brought back, take the list as it is now: what this device knows of removed devices stays, and identities that are others are still told of.')),
      about,
      actions(t('Take the list as it is now'), t('The list is taken as it is now.')),
    );
  }
}
