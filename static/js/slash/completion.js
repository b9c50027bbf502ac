// @ts-check
/** The commands that one may mean, while one writes one; and what the one that is written needs. */
import { app } from '../core/dom/app.js';
import { completionKeys } from '../core/dom/completion.js';
import { fromTemplate, part } from '../core/dom/element.js';
import { announce } from '../core/dom/page.js';
import { conversationOf, paneOf } from '../core/dom/pane.js';
import { t, tn } from '../core/i18n/translate.js';

/** @typedef {import('../core/dom/registry.js').Command} Command */

const MOST = 8;
const BEGUN = /^\/([\p{L}\p{M}\p{N}-]*)(?:(\s)|$)/u;

/** @param {Command} command @param {boolean} chosen whether it is written already: then it is help, and no choice */
function rowOf({ name, args = '', says }, chosen) {
  const row = fromTemplate('tpl-command');
  row.dataset.name = name;
  if (chosen) row.setAttribute('aria-disabled', 'true');
  part(row, 'command').textContent = `/${name}`;
  part(row, 'args').textContent = args;
  part(row, 'says').textContent = says;
  return row;
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} box in which the list of options stands
 */
export function bind(area, box) {
  const list = part(box, 'commands');
  if (!list) return;
  /** What was begun when Escape closed the list. @type {string|undefined} */
  let left;
  /** What is shown. */
  let shown = '';
  const keys = completionKeys(area, list, { choose, look, close, leave: () => (left = BEGUN.exec(area.value)?.[0]), on: ['input', 'focus'] });

  /** @param {Command[]} found @param {string|undefined} written the name, if it is complete */
  function show(found, written) {
    const now = [written, ...found.map(({ name }) => name)].join(' ');
    if (now === shown) return;
    shown = now;
    list.replaceChildren(...found.slice(0, MOST).map((one) => rowOf(one, written !== undefined)));
    list.hidden = !found.length;
    // What is written whole is done by Enter, not chosen once more.
    if (list.hidden || written !== undefined) keys.select(undefined);
    else keys.first();
    if (list.hidden) return;
    if (written === undefined) announce(tn('{n} command', '{n} commands', list.children.length));
    else announce(t('{command}: {help}', { command: `/${found[0].name} ${found[0].args ?? ''}`.trim(), help: found[0].says }));
  }

  function close() {
    show([], undefined);
  }

  async function look() {
    const [begun, name, space] = BEGUN.exec(area.value) ?? [];
    if (begun === undefined) left = undefined;
    if (begun === undefined || begun === left || document.activeElement !== area) return close();
    const commands = await app().features.commands().catch(() => []);
    if (BEGUN.exec(area.value)?.[0] !== begun) return;
    const state = app().store.get();
    const { key, room } = conversationOf(paneOf(area), state);
    const where = { app: app(), key, room: state.rooms[room ?? 0], pane: paneOf(area) };
    const offered = where.room ? commands.filter(({ when }) => when?.(where) ?? true) : [];
    const whole = offered.find((one) => one.name === name.toLowerCase());
    const others = offered.filter((one) => one.name.startsWith(name.toLowerCase()));
    if (space || (whole && others.length === 1)) show(whole ? [whole] : [], name);
    else show(others, undefined);
  }

  /** @param {HTMLElement} option */
  function choose(option) {
    if (option.getAttribute('aria-disabled')) return;
    const [begun = ''] = BEGUN.exec(area.value) ?? [];
    area.setRangeText(`/${option.dataset.name} `, 0, begun.length, 'end');
    area.focus();
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }

  look();
}
