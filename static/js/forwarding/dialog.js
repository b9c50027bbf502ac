// @ts-check
/**
 * Where a message is to be forwarded, and with which note: a dialog. It goes through the outbox as everything that one
 * writes: once, also over a broken line, and sealed where the room is encrypted.
 *
 * @typedef {{id?: number, username?: string, name: string, about: string, encrypted: boolean}} Target a room, or a person with whom there is none yet
 */
import { card } from '../core/dom/card.js';
import { optionKeys } from '../core/dom/combobox.js';
import { fromTemplate, part, setText } from '../core/dom/element.js';
import { once } from '../core/dom/once.js';
import { confirmed, showError, toast } from '../core/dom/page.js';
import { whileTyping } from '../core/dom/search-field.js';
import { isolated } from '../core/i18n/direction.js';
import { fold } from '../core/i18n/fold.js';
import { t } from '../core/i18n/translate.js';
import { explain, words } from '../core/i18n/words.js';
import { api } from '../core/net/api.js';
import { roomLog } from '../core/store/log.js';
import { forwarded } from './text.js';

const SHOWN = 8;

/** @type {ReturnType<typeof bound> | undefined} */
let sheet;

/** @param {HTMLElement & import('../core/dom/registry.js').Item} item @param {import('../core/dom/app.js').App} app */
export function openForward(item, app) {
  const message = /** @type {import('../core/wire.js').Message|undefined} */ (item.view?.message);
  if (!message?.id) return;
  sheet ??= bound(app);
  sheet.open(message, item);
}

/** @param {import('../core/dom/app.js').App} app */
function bound(app) {
  const dialog = fromTemplate('tpl-forward', HTMLDialogElement);
  document.body.append(dialog);
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('to'));
  const note = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem('note'));
  const list = part(dialog, 'options');
  /** @type {Target[]} */
  let found = [];
  /** @type {Target|undefined} */
  let chosen;
  /** @type {import('../core/wire.js').Message} */
  let message;
  /** @type {HTMLElement} */
  let back;
  let turn = 0;

  const settle = whileTyping(field, search);
  const keys = optionKeys(field, list, (option) => choose(found[Number(option.dataset.id)]), settle);
  field.addEventListener('input', () => (chosen = undefined));
  dialog.addEventListener('close', () => back?.focus({ preventScroll: true }));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    once(form, send);
  });

  /** @param {Target|undefined} target */
  function choose(target) {
    if (!target) return;
    chosen = target;
    field.value = target.name;
    show([]);
    showError(form, '');
    note.focus();
  }

  /** @param {Target[]} targets */
  function show(targets) {
    found = targets.slice(0, SHOWN);
    list.replaceChildren(
      ...found.map(({ name, about }, i) => {
        const option = fromTemplate('tpl-forward-option');
        option.dataset.id = String(i);
        setText(part(option, 'name'), name);
        setText(part(option, 'about'), about);
        return option;
      }),
    );
    field.setAttribute('aria-expanded', String(found.length > 0));
    if (found.length && field.value) keys.first();
    else keys.select(undefined);
  }

  async function search() {
    const mine = (turn += 1);
    const query = field.value.trim();
    const own = Object.values(app.store.get().rooms).map(targetOf);
    show(own.filter(({ name }) => fold(name).includes(fold(query))));
    const ask = (/** @type {string} */ path) => api('GET', `${path}${encodeURIComponent(query)}`).catch(() => ({ rooms: [], users: [] }));
    const [{ rooms }, { users }] = await Promise.all([ask(`/rooms?limit=${SHOWN}&q=`), ask('/users?q=')]);
    if (mine !== turn || chosen) return;
    const all = [...rooms.filter((/** @type {{archived: boolean}} */ room) => !room.archived).map(targetOf), ...users.flatMap(personOf)];
    show(all.filter(({ id }, i) => id === undefined || all.findIndex((one) => one.id === id) === i));
  }

  /** @param {import('../core/wire.js').RoomSummary} room @returns {Target} */
  const targetOf = ({ id, name, kind, encrypted }) => ({ id, name, about: words.rooms.kind[kind], encrypted });

  /** Whoever has a conversation with one already is found by it. @param {import('../core/wire.js').User} user @returns {Target[]} */
  function personOf({ id, username, displayName }) {
    const { me, rooms } = app.store.get();
    const known = Object.values(rooms).some(({ kind, people }) => kind === 'direct' && people.length === 1 && people[0].id === id);
    return id === me.id || known ? [] : [{ username, name: displayName, about: username, encrypted: false }];
  }

  /** The room of the target, made if need be. @param {Target} target */
  async function roomOf({ id, username }) {
    const room = id ? (app.store.get().rooms[id] ?? (await api('GET', `/rooms/${id}`))) : await api('POST', '/rooms', { kind: 'direct', members: [username] });
    if (!app.store.get().rooms[room.id]) app.store.dispatch({ type: 'roomAdded', data: room });
    return room;
  }

  async function send() {
    const wanted = chosen ?? (found.length === 1 ? found[0] : undefined);
    if (!wanted) {
      showError(form, t('Choose a room or a person first.'));
      return field.focus();
    }
    try {
      const room = await roomOf(wanted);
      if (message.sealed && !room.encrypted && !(await confirmed(t('{room} is not encrypted: the server will read what this message says. Forward it all the same?', { room: isolated(wanted.name) }), t('Forward')))) return;
      const link = `${location.origin}/messages/${message.id}/there`;
      app.outbox.send({ key: roomLog(room.id), room: room.id }, forwarded(note.value, message.sender.displayName, link, message.content, message.plain));
      note.value = '';
      dialog.close();
      toast(t('Forwarded to {room}', { room: isolated(wanted.name) }));
    } catch (error) {
      showError(form, await explain(error));
    }
  }

  return {
    /** @param {import('../core/wire.js').Message} what @param {HTMLElement} from */
    open(what, from) {
      // What was noted and not sent is there again for the same message.
      if (message?.id !== what.id) note.value = '';
      message = what;
      back = from;
      chosen = undefined;
      field.value = '';
      showError(form, '');
      const room = app.store.get().rooms[what.room];
      part(dialog, 'said').replaceChildren(card(what));
      setText(part(dialog, 'warning'), room && room.kind !== 'public' ? t('Everybody there reads what it says, and who said it, also if they cannot see {room}.', { room: isolated(room.name) }) : t('Everybody there reads what it says, and who said it.'));
      dialog.showModal();
      field.focus();
      search();
    },
  };
}
