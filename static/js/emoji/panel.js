// @ts-check
/**
 * All emojis, in groups, and those that are searched for; one's skin tone. One button of the grid is a stop for Tab, the
 * arrows lead along it.
 *
 * @typedef {import('./catalogue.js').Entry} Entry
 * @typedef {{opened: () => void, key: (event: KeyboardEvent) => void}} Panel
 */
import { app } from '../core/dom/app.js';
import { fromTemplate, part, setText } from '../core/dom/element.js';
import { announce } from '../core/dom/page.js';
import { toned } from '../core/dom/emojis.js';
import { t, tn } from '../core/i18n/translate.js';
import { api } from '../core/net/api.js';
import { onSignal } from '../core/store/signals.js';
import { TEAM, catalogue, found } from './catalogue.js';
import { groupName } from './groups.js';
import { alongGrid } from './grid-keys.js';
import { sayOn } from './panel-words.js';
import { pictureOf } from './pictures.js';
import { fetchTeam } from './team.js';

const MOST = 80;
const HAND = '✋';

/**
 * @param {HTMLElement} popover
 * @param {(emoji: string) => void} choose
 * @returns {Promise<Panel>}
 */
export async function makePanel(popover, choose) {
  const { store } = app();
  let entries = await catalogue();
  const panel = fromTemplate('tpl-emoji-panel');
  sayOn(panel);
  const [search, grid, groups, about] = [part(panel, 'search', HTMLInputElement), part(panel, 'all'), part(panel, 'groups'), part(panel, 'about')];
  const tones = part(panel, 'tone', HTMLSelectElement);
  /** By their buttons. @type {WeakMap<Element, Entry>} */
  const shown = new WeakMap();

  const formOf = (/** @type {Entry} */ { emoji, toned: has }) => (has ? toned(emoji, store.get().skinTone) : emoji);

  /** @param {Entry} entry */
  function buttonOf(entry) {
    const button = Object.assign(document.createElement('button'), { type: 'button', tabIndex: -1, ariaLabel: entry.label });
    button.dataset.emoji = formOf(entry);
    if (entry.team) void pictureOf(entry.team).then((picture) => button.append(picture), () => (button.textContent = entry.emoji));
    else button.textContent = button.dataset.emoji;
    shown.set(button, entry);
    return button;
  }

  /** @param {string} name @param {Entry[]} some */
  function section(name, some) {
    const node = fromTemplate('tpl-emoji-group');
    part(node, 'title').textContent = name;
    part(node, 'emojis').setAttribute('aria-label', name);
    part(node, 'emojis').append(...some.map(buttonOf));
    return node;
  }

  function showAll() {
    /** @type {Map<number, Entry[]>} */
    const by = new Map();
    for (const entry of entries) by.set(entry.group, by.get(entry.group) ?? []).get(entry.group)?.push(entry);
    grid.replaceChildren(...[...by].map(([group, some]) => section(groupName(group), some)));
    groups.replaceChildren(
      ...[...by].map(([group, [first]], at) => {
        const button = Object.assign(document.createElement('button'), { type: 'button', title: groupName(group), ariaLabel: groupName(group) });
        if (first.team) void pictureOf(first.team).then((picture) => button.append(picture));
        else button.textContent = first.emoji;
        button.addEventListener('click', () => {
          const target = /** @type {HTMLElement} */ (grid.children[at]);
          grid.scrollTop = target.offsetTop - grid.offsetTop;
          /** @type {HTMLElement|null} */ (target.querySelector('button'))?.focus({ preventScroll: true });
        });
        return button;
      }),
    );
    settle();
  }

  /** One of them is reached by Tab. */
  function settle() {
    const first = grid.querySelector('button');
    if (first) first.tabIndex = 0;
    part(panel, 'none').hidden = Boolean(first);
  }

  function look() {
    const query = search.value.trim();
    groups.hidden = Boolean(query);
    if (!query) return showAll();
    const some = found(entries, query).slice(0, MOST);
    grid.replaceChildren(...(some.length ? [section(t('Search results'), some)] : []));
    grid.scrollTop = 0;
    settle();
    announce(tn('{n} result', '{n} results', some.length));
  }

  /** @param {Element|null} button */
  function tell(button) {
    const entry = button && shown.get(button);
    setText(about, entry ? `${entry.label} :${entry.name}:` : '');
  }

  function chooseTone() {
    const tone = Number(tones.value);
    store.dispatch({ type: 'skinTone', data: tone });
    look();
    showTones();
    api('PUT', '/me/skin-tone', { skinTone: tone }).catch(async (error) => (await import('./saying.js')).complain(error));
  }

  function showTones() {
    const { skinTone } = store.get();
    tones.value = String(skinTone);
    setText(part(panel, 'hand'), toned(HAND, skinTone));
  }

  search.addEventListener('input', look);
  tones.addEventListener('change', chooseTone);
  for (const type of ['pointerover', 'focusin']) grid.addEventListener(type, (event) => tell(/** @type {Element} */ (event.target).closest('button')));
  part(popover, 'picker').replaceChildren(panel);
  showTones();
  showAll();

  const changing = () => JSON.stringify([entries.filter(({ group }) => group === TEAM), store.get().skinTone]);
  let before = changing();

  /** Others have made some since, or another device has another tone. What has the focus keeps it, and its place. */
  async function follow() {
    entries = await catalogue();
    if (before === changing()) return;
    before = changing();
    showTones();
    const { scrollTop } = grid;
    const focused = grid.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
    const top = focused?.getBoundingClientRect().top ?? 0;
    look();
    grid.scrollTop = scrollTop;
    if (!focused) return;
    const all = /** @type {HTMLElement[]} */ ([...grid.querySelectorAll('button')]);
    const again = all.find(({ dataset }) => dataset.emoji === focused.dataset.emoji);
    (again ?? all[0] ?? search).focus({ preventScroll: true });
    // What stands above it may be of another height now.
    if (again) grid.scrollTop += again.getBoundingClientRect().top - top;
  }
  onSignal('teamEmojis', () => void follow().catch(() => {}));

  return {
    async opened() {
      if (search.value) {
        search.value = '';
        look();
      }
      await fetchTeam(true).catch(() => {});
      await follow();
    },
    key(event) {
      if (event.target === search && event.key === 'Enter') {
        const first = grid.querySelector('button');
        if (search.value.trim() && first?.dataset.emoji) choose(first.dataset.emoji);
        event.preventDefault();
      } else alongGrid(event, popover, search);
    },
  };
}
