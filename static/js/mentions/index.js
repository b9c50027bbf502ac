// @ts-check
/** Mentions: who is called, and the list of names while one writes one. */
import { app } from '../core/dom/app.js';
import { setAttribute } from '../core/dom/element.js';
import { callsMe, knowingMine } from './mine.js';
import { slice } from './slice.js';

/** @param {HTMLElement} item @param {import('../core/store/message.js').Shown} message @param {import("../core/dom/app.js").App} _ */
function show(item, message, { store }) {
  setAttribute(item, 'data-mention', callsMe(message, store.get().me.id));
  // What waits for the server shows whom it will call.
  if (message.called?.length || (!message.id && /[@＠]/u.test(message.content))) import('./shown.js').then(({ showNames }) => showNames(item, message), () => {});
}

/** @param {HTMLElement} node @param {import('../core/store/message.js').Shown} message */
function draw(node, message) {
  if (message.called?.length) import('./shown.js').then(({ drawIn }) => drawIn(node, message), () => {});
}

const NAME = /[@＠]([^\s@＠]+)/gu;

/** The server is asked whom a text calls for, unless it only names one or two who are known to be here. @param {{text: string, room: number, box: HTMLElement}} said */
function asks(said) {
  const { members, me } = app().store.get();
  const known = new Set([...(members[said.room] ?? []), me].map(({ username }) => username.toLowerCase()));
  const names = [...said.text.matchAll(NAME)].map(([, name]) => name.toLowerCase().replace(/[.,:;!?)]+$/u, ''));
  if (names.length < 3 && names.every((name) => known.has(name))) return null;
  // Without a line nobody is asked.
  return import('./asking.js').then(({ ask }) => ask(said), () => true);
}

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  parts: [{ arrived: knowingMine, show, draw }],
  asks: [asks],
  aids: [() => import('./mention-list.js')],
};
