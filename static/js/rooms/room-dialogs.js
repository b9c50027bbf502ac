// @ts-check
/** The dialogs in which rooms are made, found and joined, and people are written to. */
import { api } from '../core/net/api.js';
import { app } from '../core/dom/app.js';
import { fromTemplate, part, setText } from '../core/dom/element.js';
import { optionKeys } from '../core/dom/combobox.js';
import { fold } from '../core/i18n/fold.js';
import { KEYS } from '../core/dom/keys.js';
import { showError } from '../core/dom/page.js';
import { setAvatar } from '../core/dom/people.js';
import { whileTyping } from '../core/dom/search-field.js';
import { once, renewIds } from '../core/dom/once.js';
import { onSignal, signal } from '../core/store/signals.js';
import { roomLists } from './lists.js';
import { t } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';
import { bindDirect } from './direct-dialog.js';
import { capsOf, linesOf } from './key-words.js';

/**
 * @typedef {import('../core/wire.js').RoomSummary} Room
 * @typedef {Room | (import('../core/wire.js').PublicRoom & {people?: Room['people']})} Found
 */

/** So many rooms are offered; whoever looks for another one types more of its name. */
const SHOWN = 50;

export function start() {
  const dialogs = /** @type {HTMLDialogElement[]} */ ([...document.querySelectorAll('dialog[id^="dialog-"]')]);
  fillHelp(part(dialogOf('help'), 'keys'));
  /** @type {Record<string, () => void>} */
  const ready = {
    room: bindNewRoom(dialogOf('room')),
    direct: bindDirect(dialogOf('direct'), enterRoom),
    browse: bindBrowse(dialogOf('browse')),
  };
  onSignal('dialog', ({ name }) => {
    const dialog = dialogOf(name);
    for (const other of dialogs) if (other.open) other.close();
    ready[name]?.();
    dialog?.showModal();
    /** @type {HTMLElement|null} */ (dialog?.querySelector('input:not([type=hidden]):not([type=radio])'))?.focus();
  });
}

const dialogOf = (/** @type {string} */ name) => /** @type {HTMLDialogElement} */ (document.getElementById(`dialog-${name}`));

/** The help sheet comes from the table by which the keys work. @param {HTMLElement} sheet */
function fillHelp(sheet) {
  const rows = linesOf(KEYS).map(([text, names]) => {
    const keys = names.map((name) => KEYS.find((one) => `${one.where}.${one.name}` === name)).filter((one) => one !== undefined);
    const row = fromTemplate('tpl-key');
    row.dataset.keys = names.join(' ');
    // The same cap for two places stands once.
    const caps = [...new Set(keys.map((one) => capsOf(one).join('\n')))];
    row.querySelector('dt')?.replaceChildren(
      ...caps.flatMap((cap) => cap.split('\n')).flatMap((cap) => {
        const sign = document.createElement('kbd');
        sign.textContent = cap;
        return [sign, ' '];
      }),
    );
    setText(row.querySelector('dd'), text);
    return row;
  });
  sheet.replaceChildren(...rows);
}

/** A room that was just made or joined goes on the screen. @param {Room} room */
function enterRoom(room) {
  app().store.dispatch({ type: 'roomAdded', data: room });
  signal('openRoom', { room: room.id });
}

/** @param {HTMLDialogElement|null} dialog */
function bindNewRoom(dialog) {
  const form = dialog?.querySelector('form');
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    once(form, make);
  });

  async function make() {
    if (!form) return;
    const data = new FormData(form);
    try {
      const room = await api('POST', '/rooms', { name: data.get('name'), topic: data.get('topic') ?? '', kind: data.get('kind'), encrypted: data.get('kind') === 'private' && data.has('encrypted'), clientId: data.get('client_id') });
      dialog?.close();
      enterRoom(room);
    } catch (error) {
      showError(form, await explain(error));
    }
  }
  return () => {
    form?.reset();
    if (!form) return;
    renewIds(form);
    showError(form, '');
  };
}

/** @param {HTMLDialogElement|null} dialog */
function bindBrowse(dialog) {
  if (!dialog) return () => {};
  const field = /** @type {HTMLInputElement} */ (dialog.querySelector('input[name="q"]'));
  const list = /** @type {HTMLElement} */ (part(dialog, 'results'));
  const none = /** @type {HTMLElement} */ (part(dialog, 'none'));
  /** @type {Map<number, Found>} */
  let found = new Map();
  let turn = 0;

  const settle = whileTyping(field, search);
  const keys = optionKeys(field, list, enter, settle);

  /** @param {HTMLElement} option */
  async function enter(option) {
    const room = found.get(Number(option.dataset.id));
    dialog?.close();
    if (!room) return;
    if ('readSeq' in room) app().store.dispatch({ type: 'roomFound', data: room });
    if (room.role) return signal('openRoom', { room: room.id });
    const joined = await api('POST', `/rooms/${room.id}/join`).catch(() => null);
    if (joined) enterRoom(joined);
    else location.assign(`/rooms/${room.id}`);
  }

  /** One's own rooms are here already, or the most of them; the others and the public ones are asked for. */
  async function search() {
    turn += 1;
    const mine = turn;
    const query = field.value.trim();
    const state = app().store.get();
    const { rooms, direct } = roomLists(state);
    // Those that are archived are in no list, and can be found.
    const own = [...new Set([...rooms, ...direct, ...Object.values(state.rooms)])].filter((room) => matches(room, query));
    show(own);
    // That there is none is known when all have answered.
    if (own.length) none.hidden = true;
    const ask = (/** @type {string} */ scope) =>
      api('GET', `/rooms?scope=${scope}&limit=${SHOWN}&q=${encodeURIComponent(query)}`).catch(() => ({ rooms: [] }));
    const some = state.elsewhere.rooms > 0;
    const answers = await Promise.all([...(some ? [ask('mine')] : []), ask('public')]);
    if (mine !== turn) return;
    show([...own, ...answers.flatMap((answer) => answer.rooms)], keys.current());
    none.hidden = found.size > 0;
  }

  /** @param {Found[]} all what was found; of two forms of one room the first counts @param {HTMLElement} [before] what was chosen among a part of it */
  function show(all, before) {
    /** @type {Map<number, Found>} */
    const unique = new Map();
    for (const room of all) if (!unique.has(room.id)) unique.set(room.id, room);
    const rooms = [...unique.values()].slice(0, SHOWN);
    found = new Map(rooms.map((room) => [room.id, room]));
    list.replaceChildren(...rooms.map(optionOf));
    field.setAttribute('aria-expanded', String(rooms.length > 0));
    keys.first(before);
  }

  dialog.querySelector('form')?.addEventListener('submit', (event) => {
    // Its one button leads to the page that searches messages.
    if (!event.submitter) event.preventDefault();
  });
  dialog.querySelector('[data-action="new-room"]')?.addEventListener('click', (event) => {
    event.preventDefault();
    signal('dialog', { name: 'room' });
  });
  return () => {
    field.value = '';
    none.hidden = true;
    search();
  };
}

/** @param {Found} room @param {string} query */
function matches(room, query) {
  const text = [room.name, room.topic, ...(room.people ?? []).map((user) => user.username)];
  return fold(text.join(' ')).includes(fold(query));
}

/** @param {Found} room */
function optionOf(room) {
  const option = fromTemplate('tpl-result');
  option.dataset.id = String(room.id);
  option.dataset.kind = room.kind;
  part(option, 'name').textContent = room.name;
  part(option, 'topic').textContent = room.topic;
  part(option, 'joined').hidden = !room.role || room.kind === 'direct';
  const [person, more] = room.kind === 'direct' ? (room.people ?? []) : [];
  const icon = part(option, 'icon');
  icon.classList.toggle('room-icon-group', Boolean(more));
  if (more) setText(icon, String(room.people.length + 1));
  else if (person) setAvatar(icon.appendChild(fromTemplate('tpl-avatar')), person);
  setText(part(option, 'joined'), room.archived ? t('archived') : t('joined'));
  return option;
}
