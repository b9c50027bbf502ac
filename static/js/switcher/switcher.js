// @ts-check
/** The dialog that leads from one place to another. What the page knows is there at once, the rest when the server has answered. */
import { api } from '../core/net/api.js';
import { app } from '../core/dom/app.js';
import { optionKeys } from '../core/dom/combobox.js';
import { part } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { mainPane } from '../core/dom/pane.js';
import { runCommand } from '../core/dom/run-command.js';
import { whileTyping } from '../core/dom/search-field.js';
import { onSignal, signal } from '../core/store/signals.js';
import { explain } from '../core/i18n/words.js';
import { commandGoal, namedGoal, optionOf, pageGoals, personGoal, roomGoal } from './places.js';
import { ranked } from './rank.js';
import { visits } from './visits.js';

/** @typedef {import('./places.js').Goal} Goal @typedef {import('./places.js').Room} Room @typedef {import('./places.js').User} User */

/** So many are offered; whoever looks for another one types more of its name. */
const SHOWN = 50;

export function start() {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('dialog-browse'));
  const field = /** @type {HTMLInputElement} */ (dialog.querySelector('input[name="q"]'));
  const list = part(dialog, 'results');
  const none = part(dialog, 'none');
  /** @type {Map<string, Goal>} */
  let found = new Map();
  /** @type {import('../core/dom/registry.js').Command[]} */
  let commands = [];
  /** @type {import('../core/dom/registry.js').NamedPlace[]} */
  let places = [];
  /** Asked for once each time that the dialog is open. @type {Promise<void>|undefined} */
  let placesAsked;
  let turn = 0;

  const settle = whileTyping(field, search);
  const keys = optionKeys(field, list, (option) => go(found.get(option.dataset.key ?? '')), settle);
  // What is here already is shown with the letter itself.
  field.addEventListener('input', () => show(known(field.value), field.value));

  /** What the page knows. @param {string} query @returns {{rooms: Room[], people: User[]}} */
  function known(query) {
    const { rooms, members, me } = app().store.get();
    // Nobody is offered before one has looked for somebody: there may be hundreds.
    const people = query ? Object.values(members ?? {}).flat().filter(({ id }) => id !== me.id) : [];
    return { rooms: Object.values(rooms), people };
  }

  async function search() {
    turn += 1;
    const mine = turn;
    const query = field.value.trim();
    const here = known(query);
    // Whoever has moved on in what was there with the letter stays where they are.
    show(here, field.value, keys.current());
    // That there is none is known when all have answered.
    none.hidden = true;
    /** @returns {Promise<{rooms?: Room[], users?: User[]}>} */
    const ask = (/** @type {string} */ path) => api('GET', `${path}&q=${encodeURIComponent(query)}`).catch(() => ({}));
    const nothing = /** @type {Awaited<ReturnType<typeof ask>>} */ ({});
    const some = app().store.get().elsewhere.rooms > 0;
    const [own, open, { users = [] }] = await Promise.all([
      some ? ask(`/rooms?scope=mine&limit=${SHOWN}`) : nothing,
      ask(`/rooms?scope=public&limit=${SHOWN}`),
      query ? ask(`/users?limit=${SHOWN}`) : nothing,
      fetchCommands(),
      query && (placesAsked ??= app().features.places().then((all) => void (places = all))),
    ]);
    if (mine !== turn) return;
    const { me } = app().store.get();
    const others = users.filter((/** @type {User} */ user) => user.id !== me.id);
    show({ rooms: [...here.rooms, ...(own.rooms ?? []), ...(open.rooms ?? [])], people: [...here.people, ...others] }, field.value, keys.current());
    none.hidden = found.size > 0;
  }

  async function fetchCommands() {
    commands = await app().features.commands().catch(() => []);
  }

  /**
   * @param {{rooms: Room[], people: User[]}} all of two forms of one the first counts
   * @param {string} typed
   * @param {HTMLElement} [before] what was chosen among a part of it
   */
  function show({ rooms, people }, typed, before) {
    const { roomId, me, members } = app().store.get();
    const last = visits(me.id);
    const goals = rooms.map((room) => roomGoal(room, last, roomId));
    const there = new Set(rooms.flatMap((room) => (room.kind === 'direct' && room.people?.length === 1 && !room.archived ? [room.people[0].id] : [])));
    if (members) goals.push(...people.filter(({ id }) => !there.has(id)).map(personGoal));
    const query = typed.trim();
    // A command with what is said behind it is that command.
    const named = /^\/(\S*)\s/u.exec(typed)?.[1];
    if (query) goals.push(...places.map(namedGoal));
    const doable = query ? [...possible().map((one) => commandGoal(one, query)), ...pageGoals()] : [];
    const fitting = named === undefined ? [...ranked(goals, query), ...ranked(doable, query)] : doable.filter(({ command }) => command?.name === named);
    /** @type {Map<string, Goal>} */
    const unique = new Map();
    for (const goal of fitting) if (!unique.has(goal.key)) unique.set(goal.key, goal);
    found = new Map([...unique].slice(0, SHOWN));
    list.replaceChildren(...[...found.values()].map(optionOf));
    field.setAttribute('aria-expanded', String(found.size > 0));
    keys.first(before);
    if (found.size) none.hidden = true;
  }

  /** The commands that are offered in the room on the screen. */
  function possible() {
    const where = here();
    return where ? commands.filter(({ when }) => when?.(where) ?? true) : [];
  }

  /** @returns {import('../core/dom/registry.js').Where|null} */
  function here() {
    const { roomId, rooms } = app().store.get();
    const [pane, room] = [mainPane(), rooms[roomId ?? 0]];
    return pane && room ? { app: app(), key: `room:${room.id}`, room, pane } : null;
  }

  /** @param {Goal|undefined} goal */
  async function go(goal) {
    const { room, user, command, link, named } = goal ?? {};
    const args = /^\/\S+\s+(.*)$/su.exec(field.value)?.[1] ?? '';
    if (command?.args && !command.bare && !args.trim()) {
      field.value = `/${command.name} `;
      return show(known(field.value), field.value);
    }
    dialog.close();
    try {
      if (room) await enter(room);
      else if (user) enterRoom(await api('POST', '/rooms', { kind: 'direct', members: [user.username] }));
      else if (named) named.go();
      else if (link) link.click();
      else if (command) await run(command, args);
    } catch (error) {
      toast(await explain(error), 'error');
    }
  }

  /** @param {import('../core/dom/registry.js').Command} command @param {string} args */
  async function run(command, args) {
    const where = here();
    if (where) await runCommand(command, args, where);
  }

  /** @param {Room} room */
  async function enter(room) {
    if ('readSeq' in room) app().store.dispatch({ type: 'roomFound', data: room });
    if (room.role) return signal('openRoom', { room: room.id });
    const joined = await api('POST', `/rooms/${room.id}/join`).catch(() => null);
    if (joined) enterRoom(joined);
    else location.assign(`/rooms/${room.id}`);
  }

  dialog.querySelector('form')?.addEventListener('submit', (event) => {
    // Its one button leads to the page that searches messages.
    if (!event.submitter) event.preventDefault();
  });
  dialog.querySelector('[data-action="new-room"]')?.addEventListener('click', (event) => {
    event.preventDefault();
    signal('dialog', { name: 'room' });
  });
  onSignal('switcher', ({ query = '' }) => {
    if (!dialog.open) dialog.showModal();
    field.focus();
    field.value = query;
    none.hidden = true;
    list.replaceChildren();
    placesAsked = undefined;
    search();
  });
}

/** A room that was just made or joined goes on the screen. @param {import('../core/wire.js').Room} room */
function enterRoom(room) {
  app().store.dispatch({ type: 'roomAdded', data: room });
  signal('openRoom', { room: room.id });
}
