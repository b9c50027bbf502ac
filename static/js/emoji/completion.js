// @ts-check
/** The emojis that one may mean, while one writes `:name`. */
import { app } from '../core/dom/app.js';
import { complete, completionKeys } from '../core/dom/completion.js';
import { fromTemplate, part } from '../core/dom/element.js';
import { announce } from '../core/dom/page.js';
import { rememberEmoji } from '../core/dom/used-emojis.js';
import { toned } from '../core/dom/emojis.js';
import { tn } from '../core/i18n/translate.js';
import { onSignal } from '../core/store/signals.js';
import { isSecret } from './secret.js';

/** @typedef {import('./catalogue.js').Entry} Entry */

const MOST = 8;
const LONGEST = 40;
// Two letters at least: a colon ends many a sentence.
const BEGUN = /(?<![\p{L}\p{N}:])[:：]([\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}_+-]+|[+-]1)$/u;

/** @param {HTMLTextAreaElement} area @returns {string|undefined} what stands between a colon and the cursor */
function begun({ value, selectionStart, selectionEnd }) {
  if (selectionStart !== selectionEnd) return undefined;
  const before = value.slice(0, selectionStart);
  const name = BEGUN.exec(before.slice(-LONGEST))?.[1];
  // In code a colon is a colon.
  return name && before.split('`').length % 2 ? name : undefined;
}

/** @param {Entry} entry @param {number} tone */
function optionOf({ emoji, label, name, team, toned: hasTones }, tone) {
  const option = fromTemplate('tpl-emoji');
  const sign = part(option, 'sign');
  if (team) void import('./pictures.js').then(async ({ pictureOf }) => sign.append(await pictureOf(team)));
  else sign.textContent = hasTones ? toned(emoji, tone) : emoji;
  option.dataset.emoji = team ? emoji : sign.textContent ?? '';
  part(option, 'name').textContent = label;
  part(option, 'names').textContent = `:${name}:`;
  return option;
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} box in which the list of options stands
 */
export function bind(area, box) {
  const list = part(box, 'emojis');
  if (!list) return;
  const keys = completionKeys(area, list, { choose, look: start, close, leave: () => (left = query), on: ['input', 'click', 'keyup'] });
  /** What was begun when Escape closed the list. @type {string|undefined} */
  let left;
  /** @type {string|undefined} */
  let query;

  function close() {
    query = undefined;
    if (list.hidden) return;
    list.hidden = true;
    list.replaceChildren();
    keys.select(undefined);
  }

  /** @param {boolean} [again] the same is looked for once more: others may be found */
  async function look(again = false) {
    const name = begun(area);
    if (name === undefined) left = undefined;
    if (name === undefined || name === left || document.activeElement !== area) return close();
    if (name === query && !again) return;
    query = name;
    const { catalogue, found } = await import('./catalogue.js');
    const entries = found(await catalogue(), name).slice(0, MOST);
    if (query !== name) return;
    if (!entries.length) return close(), void (query = name);
    const shown = !list.hidden;
    const chosen = again && keys.current()?.dataset.emoji;
    list.replaceChildren(...entries.map((entry) => optionOf(entry, app().store.get().skinTone)));
    list.hidden = false;
    keys.select(/** @type {HTMLElement[]} */ ([...list.children]).find(({ dataset }) => dataset.emoji === chosen));
    if (!keys.current()) keys.first();
    if (!shown) announce(tn('{n} result', '{n} results', entries.length));
  }
  // Without a line one writes on.
  function start() {
    look().catch(close);
  }

  /** @param {HTMLElement} option */
  function choose(option) {
    const name = begun(area);
    const emoji = option.dataset.emoji ?? '';
    if (name === undefined) return close();
    rememberEmoji(emoji, isSecret(area));
    close();
    complete(area, area.selectionStart - name.length - 1, emoji);
  }

  // The box may have gone, with its thread.
  const stop = onSignal('teamEmojis', () => void (area.isConnected ? look(true).catch(close) : stop()));
  // What was typed before this was here.
  if (document.activeElement === area) start();
}
