// @ts-check
/** A room as the list shows it. */
import { fromTemplate, part, setAttribute, setText } from '../core/dom/element.js';
import { setAvatar } from '../core/dom/people.js';
import { insteadOf, wordsOf } from '../core/dom/texts.js';
import { bySeq, roomLog } from '../core/store/log.js';
import { signal } from '../core/store/signals.js';
import { isolated } from '../core/i18n/direction.js';
import { t } from '../core/i18n/translate.js';
import { words } from '../core/i18n/words.js';
import { attention } from './attention.js';
import { callsOf } from './lists.js';

/** @typedef {import('../core/wire.js').RoomSummary} Room */

/** What each row shows: the room, whether it is on the screen, and who is here. @type {WeakMap<HTMLElement, unknown[]>} */
const drawn = new WeakMap();
/** The lines of messages that were sealed. @type {WeakMap<object, string>} */
const lines = new WeakMap();

/**
 * Whether somebody is here. A conversation may never have been opened; another room that both are in knows.
 * @param {PageState} state
 * @param {number} id
 */
function presenceOf(state, id) {
  if (state.presence?.[id]) return state.presence[id];
  for (const list of Object.values(state.members ?? {})) {
    const member = list.find((one) => one.id === id);
    if (member) return member.state;
  }
  return null;
}

/** What this device has opened, in a line; nothing until it is known what of it is hidden. @param {PageState} state @param {number} id @param {number} seq */
function openedText(state, id, seq) {
  const message = bySeq(state.logs?.[roomLog(id)]?.list ?? [], seq);
  if (!message) return '';
  const line = lines.get(message) ?? wordsOf(message)?.slice(0, 120) ?? '';
  if (line) lines.set(message, line);
  return line;
}

/** The last message of a conversation, in the line that the server has made of it; undefined until that can be said. @param {PageState} state @param {import('../core/wire.js').RoomSummary} room */
function previewText(state, { id, preview, people }) {
  if (!preview) return '';
  const { sender, seq, sealed, deleted, attachments } = preview;
  const text = sealed ? openedText(state, id, seq) || words.list.sealed : preview.text || (deleted || attachments ? insteadOf(preview) : '');
  if (text instanceof Promise) return void text.then(() => signal('drawnAnew', undefined));
  if (sender === state.me.id) return t('You: {text}', { text: isolated(text) });
  const name = people.length > 1 && people.find((one) => one.id === sender)?.displayName;
  return name ? t('{name}: {text}', { name: isolated(name), text: isolated(text) }) : text;
}

/** Draws a row of the list. @param {HTMLElement} node @param {Room} room @param {PageState} state */
export function showRow(node, room, state) {
  const current = room.id === state.roomId;
  const presence = room.kind === 'direct' && room.people?.length === 1 ? presenceOf(state, room.people[0].id) : null;
  const preview = previewText(state, room);
  const shows = [room, current, presence, preview];
  if (drawn.get(node)?.every((one, i) => one === shows[i])) return;
  drawn.set(node, shows);
  setAttribute(node, 'data-id', room.id);
  setAttribute(node, 'data-kind', room.kind);
  setAttribute(node, 'data-last-seq', room.lastSeq);
  const shown = attention(room);
  setAttribute(node, 'data-unread', shown.bold && room.unread);
  setAttribute(node, 'data-mentions', callsOf(room) || null);
  const threads = room.threads?.unread ?? 0;
  part(node, 'threads').hidden = !threads;
  setText(part(node, 'threads-count'), threads > 99 ? '99+' : String(threads || ''));
  setAttribute(node, 'data-muted', Boolean(room.muted));
  part(node, 'muted').hidden = !room.muted;
  setAttribute(node, 'data-archived', room.archived);
  const link = part(node, 'link');
  setAttribute(link, 'href', `/rooms/${room.id}`);
  setAttribute(link, 'aria-current', current ? 'page' : null);
  setText(part(node, 'name'), room.name);
  if (preview !== undefined) {
    part(node, 'preview').hidden = !preview;
    setText(part(node, 'preview'), preview);
  }
  // What the eye sees by the bead.
  setText(part(node, 'state'), room.kind === 'private' ? words.rooms.private : (words.people.state[presence ?? ''] ?? ''));
  showCount(part(node, 'unread'), room, shown);
  showIcon(node, room, presence);
}

/** @param {HTMLElement} count @param {Room} room @param {import('./attention.js').Attention} shown */
function showCount(count, room, shown) {
  const counted = shown.count || shown.quiet;
  count.hidden = !counted;
  const label = part(count, 'unread-label');
  const number = counted > 99 ? '99+' : String(counted || '');
  const text = /** @type {Text} */ (count.firstChild);
  if (text.nodeType === Node.TEXT_NODE && text.data.trim() !== number) text.data = `${number} `;
  if (counted < room.unread) return setText(label, words.rooms.mentionWord(counted));
  setText(label, room.mentions ? `${words.rooms.unread}, ${words.rooms.mentionsYou(room.mentions)}` : words.rooms.unread);
}

/** @param {HTMLElement} node @param {Room} room @param {string|null} presence */
function showIcon(node, room, presence) {
  const icon = part(node, 'icon');
  const [person, more] = room.kind === 'direct' ? (room.people ?? []) : [];
  icon.classList.toggle('room-icon-group', Boolean(more));
  if (!person) return;
  if (more) return setText(icon, String(room.people.length + 1));
  const avatar = part(icon, 'avatar') ?? icon.appendChild(fromTemplate('tpl-avatar'));
  setAvatar(avatar, person);
  setAttribute(node, 'data-state', presence);
}
