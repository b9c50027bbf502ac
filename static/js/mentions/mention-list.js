// @ts-check
/** The people whom one may mean, while one writes a mention. */
import { api } from '../core/net/api.js';
import { app } from '../core/dom/app.js';
import { part } from '../core/dom/element.js';
import { conversationOf, paneOf } from '../core/dom/pane.js';
import { optionKeys } from '../core/dom/combobox.js';
import { byName, fold } from '../core/i18n/fold.js';
import { announce } from '../core/dom/page.js';
import { suggestionOf } from '../core/dom/suggestion.js';
import { SEARCH_AFTER } from '../core/dom/search-field.js';
import { tn } from '../core/i18n/translate.js';

/** @typedef {import('../core/wire.js').Member} Member */

const MOST = 8;
const LONGEST = 40;
// An @ inside of a word begins no name, but behind one where words are not set apart. The server decides
// who is called; this only helps with the spelling.
const BEGUN = /(?<![\p{L}\p{N}_@＠.+])[@＠]([\p{L}\p{M}\p{N}._\u200c\u200d-]*)$/u;
const BEGUN_UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}][@＠]([\p{L}\p{M}\p{N}._\u200c\u200d-]*)$/u;

/** @param {HTMLTextAreaElement} area @returns {string|undefined} what stands between an @ and the cursor */
function begun(area) {
  if (area.selectionStart !== area.selectionEnd) return undefined;
  const before = area.value.slice(Math.max(0, area.selectionStart - LONGEST), area.selectionStart);
  return (BEGUN.exec(before) ?? BEGUN_UNSPACED.exec(before))?.[1];
}

/** Those of a list who match, by username first. @param {Member[]} members @param {string} query */
function matching(members, query) {
  const wanted = fold(query);
  const rank = (/** @type {Member} */ { username, displayName }) => {
    const [name, shown] = [fold(username), fold(displayName)];
    if (name.startsWith(wanted)) return 0;
    if (shown.split(/\s+/u).some((word) => word.startsWith(wanted)) || shown.startsWith(wanted)) return 1;
    return name.includes(wanted) || shown.includes(wanted) ? 2 : 3;
  };
  const ranked = members.map((member) => ({ member, at: rank(member) })).filter(({ at }) => at < 3);
  ranked.sort((a, b) => a.at - b.at || byName(a.member.displayName, b.member.displayName) || a.member.id - b.member.id);
  return ranked.map(({ member }) => member);
}

/**
 * Other handlers of the area's keys leave alone what is handled here.
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} box in which the list of options stands
 */
export function bind(area, box) {
  const list = part(box, 'mentions');
  if (!list) return;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** What was begun when Escape closed the list: it stays closed until something else is. @type {string|undefined} */
  let left;
  /** @type {string|undefined} */
  let query;

  area.setAttribute('aria-autocomplete', 'list');
  const keys = optionKeys(area, list, choose);
  area.setAttribute('aria-controls', list.id);

  /** @param {Member[]} members @param {HTMLElement} [before] whom of a part of them one had chosen */
  function show(members, before) {
    const shown = !list.hidden;
    list.replaceChildren(...members.slice(0, MOST).map(suggestionOf));
    list.hidden = !members.length;
    if (list.hidden) return keys.select(undefined);
    keys.first(before);
    if (!shown) announce(tn('{n} result', '{n} results', list.children.length));
  }

  function close() {
    clearTimeout(timer);
    query = undefined;
    if (!list.hidden) show([]);
  }

  function look() {
    const name = begun(area);
    if (name === undefined) left = undefined;
    if (name === undefined || name === left) return close();
    if (name === query) return;
    query = name;
    const { store } = app();
    const { room } = conversationOf(paneOf(area), store.get());
    const { members, me } = store.get();
    const others = (/** @type {Member[]} */ list_) => list_.filter((member) => member.id !== me.id);
    const here = matching(others(members?.[room ?? 0] ?? []), name);
    show(here);
    clearTimeout(timer);
    // Of a large room not everybody is known here.
    if (!name || here.length >= MOST) return;
    timer = setTimeout(async () => {
      const answer = await api('GET', `/rooms/${room}/members?limit=${2 * MOST}&q=${encodeURIComponent(name)}`).catch(() => null);
      if (!answer || query !== name) return;
      const known = new Set(here.map((member) => member.id));
      const more = others(answer.members).filter((member) => !known.has(member.id));
      if (more.length) show([...here, ...matching(more, name)], keys.current());
    }, SEARCH_AFTER);
  }

  /** @param {HTMLElement} option */
  function choose(option) {
    const name = begun(area);
    if (name === undefined) return close();
    const end = area.selectionStart;
    const after = /^\s/.test(area.value.slice(end)) ? '' : ' ';
    area.setRangeText(`${option.dataset.username}${after}`, end - name.length, end, 'end');
    close();
    area.focus();
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }

  area.addEventListener('keydown', (event) => {
    if (list.hidden || event.defaultPrevented) return;
    const option = /** @type {HTMLElement|null} */ (list.querySelector('[aria-selected="true"]'));
    if (event.key === 'Tab' && !event.shiftKey && option) choose(option);
    else if (event.key === 'Escape') {
      left = query;
      close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  for (const type of ['input', 'click', 'keyup']) area.addEventListener(type, look);
  area.addEventListener('blur', close);
  // What was typed before this was here.
  if (document.activeElement === area) look();
  // The focus stays where one writes.
  list.addEventListener('pointerdown', (event) => event.preventDefault());
}
