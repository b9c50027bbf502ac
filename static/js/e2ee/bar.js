// @ts-check
/** What stands above the box of an encrypted room when there is something to do, or something is wrong: one thing, the gravest. */
import { setAttribute } from '../core/dom/element.js';
import { announce } from '../core/dom/page.js';
import { isolated } from '../core/i18n/direction.js';
import { listed, t, tn } from '../core/i18n/translate.js';
import { signal } from '../core/store/signals.js';
import { h, icon } from './dom.js';
import { unkept } from './rooms-known.js';
import { outdated } from './why.js';

/**
 * @typedef {object} Word
 * @property {string} kind the name of what is said: drawn anew when it changes
 * @property {boolean} [loud]
 * @property {string} text
 * @property {string} [does] what the button says
 * @property {() => void} [click]
 * @property {boolean} [about] whether a link leads to the page about encryption
 */

/** @param {PageState} state @param {number} room @returns {{id: number, displayName: string}[]} */
const membersOf = (state, room) => [...(state.members[room] ?? []), ...(state.rooms[room]?.people ?? [])];

/** That there are two stories of who is who, in a sentence. @param {number} person whose message says so; 0: this device saw it @param {string} name @param {number} me */
function splitIn(person, name, me) {
  if (!person) return t('The list of identities that the server shows is another one than before. Write nothing that must stay secret until you know why.');
  if (person === me) return t('Another device of yours was shown another list of identities than this one. Write nothing that must stay secret until you know why.');
  return t('A message of {name} says that they were shown another list of identities than you. Write nothing that must stay secret until you know why.', { name: isolated(name || t('Somebody')) });
}

/** @param {PageState} state @param {boolean} off @returns {Word|null} */
function wordOf(state, off) {
  const { status, trouble, trust, verifications, progress } = state.e2ee;
  const room = state.roomId ?? 0;
  if (off) return { kind: 'off', loud: true, text: t('The server says that this room is not encrypted any more. It was, for good: nothing leaves from here in the open. Ask the people who run the server.'), about: true };
  if (!state.rooms[room]?.encrypted) return null;
  if (trouble === 'insecure') return { kind: 'insecure', text: t('This browser cannot open encrypted rooms here. It takes a current browser, and an address that begins with https.') };
  if (trouble === 'failed') return { kind: 'failed', text: t('The part of the page that keeps your keys did not start.'), does: t('Reload'), click: () => location.reload() };
  if (!status) return null;
  if (status.split) {
    const { person } = status.split;
    const name = membersOf(state, room).find(({ id }) => id === person)?.displayName ?? '';
    const look = { kind: `split ${person}`, loud: true, does: t('Look at it'), click: () => signal('e2ee', { show: 'split', person, name }) };
    return { ...look, text: splitIn(person, name, state.me.id) };
  }
  if (status.identityChanged) return { kind: 'own', loud: true, text: t('Your own identity is another one than this device knew. If you did not begin anew elsewhere, somebody else did: change your password and look at your devices.'), does: t('Confirm this device'), click: () => signal('e2ee', { show: 'unlock' }) };
  const asked = Object.values(verifications).find(({ phase, mine }) => phase === 'requested' && !mine);
  if (asked) {
    const name = membersOf(state, room).find(({ id }) => id === asked.person)?.displayName ?? '';
    const text = asked.own ? t('A device that has just logged in as you asks to be confirmed.') : t('{name} wants to compare with you, so that both of you know whom you write to.', { name: isolated(name || t('Somebody')) });
    return { kind: `asked ${asked.flow}`, text, does: t('Look'), click: () => signal('e2ee', { show: 'verification', flow: asked.flow, name }) };
  }
  if (status.state === 'new') return { kind: 'new', text: t('Messages here are encrypted. Make your keys once, and you can read and write.'), does: t('Set up'), click: () => signal('e2ee', { show: 'setUp' }) };
  if (status.state === 'locked') return { kind: 'locked', text: t('This device cannot read or write here until you confirm it.'), does: t('Confirm this device'), click: () => signal('e2ee', { show: 'unlock' }) };
  if (status.state === 'lost') return { kind: 'lost', text: t('This browser has thrown away the keys that it had. Confirm the device once more, and what was said can be read again.'), does: t('Confirm this device'), click: () => signal('e2ee', { show: 'unlock' }) };
  const changed = [...new Map(membersOf(state, room).map((one) => [one.id, one])).values()].filter(({ id }) => trust[id]?.state === 'changed' && id !== state.me.id);
  if (changed.length) {
    const names = changed.map((one) => isolated(one.displayName));
    const text = tn('{names} has another identity than before: perhaps a new start, perhaps somebody else. Nothing is sent until you have looked at it.', '{names} have other identities than before: perhaps a new start, perhaps somebody else. Nothing is sent until you have looked at them.', names.length, { names: listed(names) });
    return { kind: `changed ${changed.map(({ id }) => id)}`, loud: true, text, does: t('Look at it'), click: () => signal('e2ee', { show: 'person', person: changed[0].id, name: changed[0].displayName }) };
  }
  if (progress?.what === 'recover') return { kind: 'progress', text: t('Fetching keys: {done} of {total}', progress) };
  if (status.outdated) return { kind: 'outdated', text: outdated(), does: t('Make another one'), click: () => signal('e2ee', { show: 'backup' }) };
  if (status.recovery === false) return { kind: 'recovery', text: t('There is no recovery key yet: with this browser, your messages would be lost.'), does: t('Make one'), click: () => signal('e2ee', { show: 'backup' }) };
  if (unkept(state.me.id)) return { kind: 'unkept', text: t('You have not put in your recovery key once more. If you did not keep it, make another one: else your messages are lost with this browser.'), does: t('Make another one'), click: () => signal('e2ee', { show: 'backup' }) };
  return null;
}

/** @param {HTMLElement} bar @param {PageState} state @param {boolean} off */
export function drawBar(bar, state, off) {
  const word = wordOf(state, off);
  const told = word ? word.kind + (word.kind === 'progress' ? word.text : '') : '';
  if (bar.dataset.told === told) return;
  bar.dataset.told = told;
  bar.hidden = !word;
  const focused = bar.contains(document.activeElement);
  if (!word) return bar.replaceChildren();
  setAttribute(bar, 'data-loud', Boolean(word.loud));
  const text = h('p', {}, word.text, word.about && ' ', word.about && h('a', { href: '/encryption' }, t('What this means')));
  const button = word.does && h('button', { type: 'button', class: 'button button-small', click: word.click }, word.does);
  bar.replaceChildren(.../** @type {(Node|string)[]} */ ([icon(word.loud ? 'shield' : 'lock'), text, button].filter(Boolean)));
  if (focused && button) /** @type {HTMLElement} */ (button).focus();
  if (word.kind !== 'progress') announce(word.text);
}
