// @ts-check
/** Draws the names in a message, as they are known on this page. */
import { app } from '../core/dom/app.js';
import { part, setText } from '../core/dom/element.js';
import { keyOf, namesIn } from '../core/dom/names.js';
import { drawNames } from './drawing.js';
import { callsMe } from './mine.js';

/**
 * @typedef {import('../core/wire.js').Called} Called
 * @typedef {import('../core/store/message.js').Shown} Shown
 */

/** @param {HTMLElement & {view?: {message: Shown}|null}} item @param {Shown} message */
export function showNames(item, message) {
  if (item.view?.message === message) drawIn(part(item, 'content'), message);
}

/** @param {HTMLElement} content where it stands what a message says @param {Shown} message */
export function drawIn(content, message) {
  const { me, members, rooms } = app().store.get();
  const known = [...(members[message.room] ?? []), ...(rooms[message.room]?.people ?? [])];
  const called = message.called ?? (message.id ? [] : calledIn(message, known));
  const names = new Map(known.map((one) => [one.id, one.displayName]));
  const shown = (/** @type {Called} */ { kind, id, displayName }) => ({
    name: (kind === 'person' && names.get(id ?? 0)) || displayName,
    mine: kind === 'person' ? id === me.id : callsMe(message, me.id),
  });
  // What was drawn before may have another name by now.
  for (const one of called) if (one.id) setText(content.querySelector(`.mention[data-${one.kind}="${one.id}"]`), `@${shown(one).name}`);
  drawNames(content, called, shown);
}

// What was drawn out of its place has the new name as well when somebody takes one.
app().store.subscribe(({ members }, before) => {
  if (members === before.members) return;
  const names = new Map(Object.values(members).flat().map(({ id, displayName }) => [String(id), displayName]));
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.mention[data-person]'))) {
    const name = names.get(link.dataset.person ?? '');
    if (name) setText(link, `@${name}`);
  }
});

/** Whom one's own message will call for, as far as it is known here. @param {Shown} message @param {import('../core/wire.js').User[]} known @returns {Called[]} */
function calledIn({ content, sender }, known) {
  const byKey = new Map(known.filter(({ id }) => id !== sender.id).map((one) => [keyOf(one.username), one]));
  return namesIn(content).flatMap(({ forms }) => {
    const one = forms.map(({ key }) => byKey.get(key)).find(Boolean);
    return one ? [{ kind: /** @type {const} */ ('person'), id: one.id, name: one.username, displayName: one.displayName }] : [];
  });
}
