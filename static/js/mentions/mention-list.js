// @ts-check
/** The people whom one may mean, while one writes a mention. */
import { app } from '../core/dom/app.js';
import { part, setText } from '../core/dom/element.js';
import { conversationOf, paneOf } from '../core/dom/pane.js';
import { complete, completionKeys } from '../core/dom/completion.js';
import { announce } from '../core/dom/page.js';
import { suggestionOf } from '../core/dom/suggestion.js';
import { SEARCH_AFTER } from '../core/dom/search-field.js';
import { tn } from '../core/i18n/translate.js';
import { MOST, asked, everybody, matching } from './candidates.js';

/** @typedef {import('./candidates.js').Candidate} Candidate */

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

/** @param {Candidate} one */
function optionOf(one) {
  const option = suggestionOf(one);
  if (one.many) setText(part(option, 'avatar'), '@');
  if (one.about) setText(part(option, 'username'), `@${one.username} · ${one.about}`);
  return option;
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} box in which the list of options stands
 */
export function bind(area, box) {
  const list = part(box, 'mentions');
  if (!list) return;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** What was begun when Escape closed the list. @type {string|undefined} */
  let left;
  /** @type {string|undefined} */
  let query;

  area.setAttribute('aria-autocomplete', 'list');
  const keys = completionKeys(area, list, { choose, look, close, leave: () => (left = query), on: ['input', 'click', 'keyup'] });

  /** @param {Candidate[]} found @param {HTMLElement} [before] whom of a part of them one had chosen */
  function show(found, before) {
    const shown = !list.hidden;
    list.replaceChildren(...found.slice(0, MOST).map(optionOf));
    list.hidden = !found.length;
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
    const room = conversationOf(paneOf(area), store.get()).room ?? 0;
    const { members, me, rooms } = store.get();
    const others = (/** @type {Candidate[]} */ list_) => list_.filter(({ id }) => id !== me.id);
    const here = matching(others(members?.[room] ?? []), name);
    const direct = rooms[room]?.kind === 'direct';
    const all = direct ? [] : matching(everybody(), name);
    // Whoever only looks who is there sees everybody at the end, and whoever writes it at once.
    const together = (/** @type {Candidate[]} */ more) => [...[...here, ...more].slice(0, MOST - all.length), ...all];
    show(together([]));
    clearTimeout(timer);
    if (!name || here.length >= MOST) return;
    timer = setTimeout(async () => {
      const answer = await asked(room, name, !direct);
      if (!answer || query !== name) return;
      const known = new Set([...here, ...answer.members].map(({ id }) => id));
      const more = others(answer.members).filter(({ id }) => !here.some((one) => one.id === id));
      const outside = others(answer.outside).filter(({ id }) => !known.has(id));
      const groups = matching(answer.groups, name);
      if (more.length + outside.length + groups.length) show(together([...matching(more, name), ...groups, ...matching(outside, name)]), keys.current());
    }, SEARCH_AFTER);
  }

  /** @param {HTMLElement} option */
  function choose(option) {
    const name = begun(area);
    if (name === undefined) return close();
    close();
    complete(area, area.selectionStart - name.length, option.dataset.username ?? '');
  }

  // What was typed before this was here.
  if (document.activeElement === area) look();
}
