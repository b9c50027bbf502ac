// @ts-check
/** A person, as far as one can be certain that it is them: compared or not, changed, their devices. */
import { isolated } from '../core/i18n/direction.js';
import { t } from '../core/i18n/translate.js';
import { openSheet } from './dialog.js';
import { button, h } from './dom.js';
import { keyring } from './keyring.js';
import { beginVerification, isMe } from './verify.js';

/** In one sentence. @param {import('./worker/api').Trust['state']} state @param {string} name */
export function trustIn(state, name) {
  const who = { name: isolated(name) };
  if (state === 'verified') return t('You have compared with {name}: you know that it is them.', who);
  if (state === 'changed') return t('{name} has another identity than before. They may have begun anew, on a new device or without their recovery key. Or somebody else reads along. Ask them, not in this chat.', who);
  if (state === 'none') return t('{name} has not set up encryption yet, and cannot read what is written in encrypted rooms.', who);
  return t('You have not compared with {name} yet. That this is their identity, you know from the server alone.', who);
}

/** The devices of a person, one a line. @param {import('./worker/api').DeviceTrust[]} devices */
const deviceLines = (devices) =>
  h('ul', { class: 'device-lines' }, ...devices.map(({ name, device, state }) => h('li', { 'data-trust': state }, h('bdi', {}, name || device), ' ', h('span', { class: state === 'signed' ? 'tag tag-on' : 'tag tag-off' }, state === 'signed' ? t('confirmed') : t('not confirmed')))));

/**
 * @param {number} person
 * @param {string} name
 * @param {{approved?: () => void}} [then]
 */
export async function openPerson(person, name, { approved = () => {} } = {}) {
  const sheet = openSheet();
  const ring = keyring();
  sheet.show(t('Is it {name}?', { name: isolated(name) }), h('p', { role: 'status' }, t('One moment…')));
  sheet.doing(async () => {
    const [[trust], devices] = await Promise.all([ring.trust([person]), ring.devices(person)]);
    const compare = button(t('Compare now'), () => sheet.doing(async () => (await beginVerification({ person, name }), sheet.close())), 'button-primary');
    const accept = button(t('Take it as it is'), () => sheet.doing(async () => (await ring.approve(person), sheet.close(), approved())));
    sheet.show(
      t('Is it {name}?', { name: isolated(name) }),
      h('p', { 'data-trust': trust.state, class: trust.state === 'changed' ? 'form-error' : null }, trustIn(trust.state, name)),
      trust.safety && h('div', { class: 'safety-box' }, h('p', { class: 'quiet' }, t('Their number. Let them read it to you from their device: it must be the same.')), h('code', { class: 'safety', dir: 'ltr' }, trust.safety)),
      devices.length > 0 && h('details', {}, h('summary', {}, t('Devices')), deviceLines(devices)),
      !isMe(person) && trust.state !== 'none' && h('div', { class: 'dialog-actions' }, trust.state === 'changed' && accept, trust.state !== 'verified' && compare),
    );
  });
}
