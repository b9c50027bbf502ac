// @ts-check
/** Confirming this device: by another one of one's own, by the recovery key or passphrase; and what remains when there is neither. */
import { toast } from '../core/dom/page.js';
import { person } from '../core/net/person.js';
import { t } from '../core/i18n/translate.js';
import { openSheet } from './dialog.js';
import { button, field, h } from './dom.js';
import { clientOf, keyring } from './keyring.js';
import { noteUnkept } from './rooms-known.js';
import { openSetUp } from './set-up.js';
import { openVerification } from './verify.js';

/** @param {import('./worker/api').Status} status */
export function openUnlock(status) {
  const sheet = openSheet();
  const secret = field(t('Recovery key or passphrase'), { type: 'password', autocomplete: 'off', class: 'recovery-input' });
  const shown = /** @type {HTMLInputElement} */ (h('input', { type: 'checkbox', change: () => (secret.input.type = shown.checked ? 'text' : 'password') }));
  let open = true;
  sheet.dialog.addEventListener('close', () => (open = false));
  clientOf().on('progress', ({ what, done, total }) => open && what === 'recover' && total && sheet.say(t('Fetching keys: {done} of {total}', { done, total })));

  const recover = () =>
    sheet.doing(async () => {
      if (!secret.input.value.trim()) return sheet.complain(t('Put in the recovery key or the passphrase.'));
      navigator.storage?.persist?.().catch(() => {});
      sheet.say(t('Opening…'));
      await keyring().recover(secret.input.value);
      noteUnkept(person() ?? 0, false);
      sheet.close();
      toast(t('This device is confirmed.'));
    });

  const withOther = () =>
    sheet.doing(async () => {
      const flow = await keyring().requestVerification({ person: person() ?? 0 });
      sheet.close();
      openVerification(flow);
    });

  sheet.show(
    t('Confirm this device'),
    h('p', {}, status.state === 'lost' ? t('This browser has thrown away the keys that it had, as browsers do when space is short or data is cleared. Confirm the device once more, and what was said can be read again.') : t('Messages open on devices that you have confirmed. Then this one can read what was said before.')),
    status.others > 0 && h('p', {}, button(t('With another device of mine'), withOther, 'button-primary button-wide')),
    status.recovery !== false && h('div', {}, secret.node, h('label', { class: 'quiet shown-secret' }, shown, ' ', t('Show what I type')), h('div', { class: 'dialog-actions' }, button(t('Confirm'), recover, status.others > 0 ? '' : 'button-primary'))),
    h('p', { class: 'quiet' }, button(t('I have neither'), () => (sheet.close(), openReset()), 'button-small')),
  );
  secret.input.addEventListener('keydown', (event) => event.key === 'Enter' && recover());
}

/** Beginning anew. */
export function openReset() {
  const password = field(t('Your password here'), { type: 'password', autocomplete: 'current-password' });
  openSetUp({
    title: t('Begin anew'),
    lead: t('This makes a new identity. What only the old keys could open stays closed, and people with whom you share encrypted rooms are told that your identity is another one.'),
    more: password.node,
    make: (how) => keyring().reset({ password: password.input.value, ...how }),
  });
}
