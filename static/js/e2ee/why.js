// @ts-check
/** Why a message can't be read, or is not to be taken for genuine: a sentence for each reason, and what to do. */
import { t } from '../core/i18n/translate.js';

/** @param {string} why @returns {string} */
export function whyNot(why) {
  const said = /** @type {Record<string, () => string>} */ ({
    noKey: () => t('The key for this message is not here yet. Your other devices are asked for it.'),
    beforeJoining: () => t('This was said before you came into the room, or before this device did.'),
    locked: () => t('Opens when this device is confirmed.'),
    withheld: () => t('The sender’s device gave no key to this one. Your other devices are asked for it.'),
    unverifiedSender: () => t('This came from a device that its owner has not confirmed. It is not shown.'),
    changedSender: () => t('The sender’s identity is another one than before. Look at it before you read this.'),
    replayed: () => t('This is a copy of another message, put here by somebody else. It is not shown.'),
    moved: () => t('This was written for another place, by somebody else or to somebody else. It is not shown.'),
    notSealed: () => t('This was not encrypted.'),
    damaged: () => t('This message is damaged and cannot be opened.'),
    lost: () => t('The browser has thrown away the key for this message. It comes back when this device is confirmed anew.'),
  });
  return (said[why] ?? said.damaged)();
}

/** What one can do about it, if anything: what the button says. @param {string} why */
export function helpFor(why) {
  if (why === 'lost') return t('Confirm this device');
  if (why === 'changedSender') return t('Look at it');
  if (why === 'noKey' || why === 'withheld') return t('Ask again');
  return '';
}

/** What a shield means. @param {'grey'|'red'} shield @param {string} [why] as the library names it */
export function shieldSays(shield, why = '') {
  const said = /** @type {Record<string, () => string>} */ ({
    AuthenticityNotGuaranteed: () => t('The key for this came from a backup or another device: that it is genuine rests on them.'),
    UnknownDevice: () => t('This was sent from a device that is no longer known.'),
    UnsignedDevice: () => t('This was sent from a device that its owner has not confirmed.'),
    UnverifiedIdentity: () => t('You have not compared with this person yet.'),
    VerificationViolation: () => t('You compared with this person once, and their identity is another one now.'),
    OlderVersion: () => t('This message was changed since: what stands here is an older version of it.'),
    MismatchedSender: () => t('This may have been written by somebody else than it says.'),
  });
  return said[why]?.() ?? (shield === 'red' ? t('Do not take this for genuine: who wrote it is not certain.') : t('Who wrote this rests on what the server says.'));
}

export const notSealed = () => t('This was not encrypted: the server, and whoever controls it, can read it.');

/** What to do about a recovery key whose backup has ended. */
export const outdated = () => t('Since a device of yours was removed, your recovery key no longer brings back what is said. Make another one.');
