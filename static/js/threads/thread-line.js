// @ts-check
/** The line below a message that leads to its thread: how many have answered, who, and when last. */
import { fromTemplate, part, setAttribute, setText } from '../core/dom/element.js';
import { setAvatar } from '../core/dom/people.js';
import { clock } from '../core/i18n/time.js';
import { t, tn } from '../core/i18n/translate.js';

/** @param {HTMLElement & {view?: {message: object}|null}} item @param {import('../core/store/message.js').Shown} message */
export function showThread(item, message) {
  // Another one stands there by now.
  if (item.view && item.view.message !== message) return;
  const { id, room, thread, answers } = message;
  const line = part(item, 'thread');
  line.hidden = false;
  setAttribute(line, 'href', `/rooms/${room}/threads/${thread ?? id}`);
  setText(part(line, 'thread-count'), answers ? tn('{n} answer', '{n} answers', answers.count) : t('From a thread'));
  part(line, 'thread-people').replaceChildren(...(answers?.people ?? []).map((one) => {
    const avatar = fromTemplate('tpl-avatar');
    setAvatar(avatar, one);
    return avatar;
  }));
  const last = part(line, 'thread-last', HTMLTimeElement);
  last.dateTime = answers?.lastAt ?? '';
  setText(last, answers ? clock.datetime(new Date(answers.lastAt)) : '');
}
