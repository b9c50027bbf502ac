// @ts-check
/** <user-status>: what a person says of themselves, beside their name: the sign alone, or with `data-whole` all of it. */
import { AppElement, setText } from '../core/dom/element.js';
import { zoneHere } from '../core/i18n/local-time.js';
import { serverTime, clock } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { timeIn } from './times.js';

const MINUTE = 60_000;

class UserStatus extends AppElement {
  /** What stands there. */
  #said = '';

  start() {
    if (this.dataset.whole === undefined) return;
    // The time where somebody is goes on.
    const timer = setInterval(() => this.schedule(), MINUTE);
    this.cleanup(() => clearInterval(timer));
  }

  /** Whose it is: named, or the person of the row or the conversation that it stands in. @param {PageState} state */
  #user(state) {
    if (this.dataset.user) return Number(this.dataset.user);
    const row = /** @type {HTMLElement|null} */ (this.closest('.person, .room-item'));
    if (row?.matches('.person')) return Number(row.dataset.id);
    const room = state.rooms[row ? Number(row.dataset.id) : (this.conversation.room ?? 0)];
    return room?.kind === 'direct' && room.people?.length === 1 ? room.people[0].id : 0;
  }

  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    return state.statuses !== before.statuses || (this.dataset.whole !== undefined && (state.roomId !== before.roomId || state.rooms !== before.rooms));
  }

  render(/** @type {PageState} */ state) {
    const status = state.statuses[this.#user(state)];
    const whole = this.dataset.whole !== undefined;
    const { emoji = null, text = '', dndUntil = null, until = null, timeZone = null } = status ?? {};
    const words = [text, until && text && whole ? t('until {when}', { when: whenWords(until) }) : ''].filter(Boolean).join(' ');
    const quiet = dndUntil ? t('does not want to be disturbed') : '';
    const time = whole && timeZone && timeZone !== zoneHere() ? timeIn(timeZone, serverTime.now()) : '';
    const said = JSON.stringify([emoji, words, quiet, time]);
    if (said === this.#said) return;
    this.#said = said;
    this.hidden = !emoji && !text && !quiet && !time;
    if (this.hidden) return this.replaceChildren();
    const parts = [signOf(emoji ?? (text ? '💬' : '')), textOf(words, whole), quiet && signOf('🔕'), textOf(quiet, false), textOf(time && t('{time} there', { time }), true)];
    this.replaceChildren(...parts.flatMap((part) => (part ? [part, ' '] : [])));
    this.title = [text, quiet, time].filter(Boolean).join(' · ');
  }
}

/** @param {string} moment */
function whenWords(moment) {
  const date = new Date(moment);
  return clock.key(date) === clock.key(new Date(serverTime.now())) ? clock.time(date) : clock.datetime(date);
}

/** @param {string} emoji */
function signOf(emoji) {
  if (!emoji) return null;
  const sign = document.createElement('span');
  sign.className = 'status-emoji';
  sign.setAttribute('aria-hidden', 'true');
  setText(sign, emoji);
  return sign;
}

/** @param {string} text @param {boolean} seen whether it is for eyes as well */
function textOf(text, seen) {
  if (!text) return null;
  const node = document.createElement('span');
  node.className = seen ? 'status-text' : 'sr-only';
  node.dir = 'auto';
  setText(node, text);
  return node;
}

/** It is not needed until somebody says something. */
export const start = () => customElements.define('user-status', UserStatus);
