// @ts-check
/** The sheet of keys and commands. */
import { app } from '../core/dom/app.js';
import { fromTemplate, part, setText } from '../core/dom/element.js';
import { KEYS } from '../core/dom/keys.js';
import { fold } from '../core/i18n/fold.js';
import { t } from '../core/i18n/translate.js';
import { capsOf, groupsOf } from './key-groups.js';

/** @param {string} title @param {HTMLElement[]} rows */
function groupOf(title, rows) {
  const group = fromTemplate('tpl-keys');
  setText(group.querySelector('h3'), title);
  group.querySelector('dl')?.replaceChildren(...rows);
  return group;
}

/** @param {Node[]} signs @param {string} says */
function rowOf(signs, says) {
  const row = fromTemplate('tpl-key');
  row.querySelector('dt')?.replaceChildren(...signs);
  setText(row.querySelector('dd'), says);
  return row;
}

const signOf = (/** @type {'kbd'|'code'} */ tag, /** @type {string} */ text) => Object.assign(document.createElement(tag), { textContent: text });

/** It comes from the table by which the keys work. @param {string} says @param {string[]} names */
function keyRow(says, names) {
  const keys = names.map((name) => KEYS.find((one) => `${one.where}.${one.name}` === name)).filter((one) => one !== undefined);
  // The same cap for two places stands once.
  const caps = [...new Set(keys.map((one) => capsOf(one).join('\n')))];
  const row = rowOf(caps.flatMap((cap) => cap.split('\n')).flatMap((cap) => [signOf('kbd', cap), ' ']).map((one) => (typeof one === 'string' ? new Text(one) : one)), says);
  row.dataset.keys = names.join(' ');
  return row;
}

/** @param {HTMLDialogElement} dialog @returns {() => Promise<void>} makes it ready to be opened */
export function bindHelp(dialog) {
  const field = part(dialog, 'find', HTMLInputElement);
  const sheet = part(dialog, 'keys');

  function filter() {
    const wanted = fold(field.value).trim();
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (sheet.querySelectorAll('dl > div'))) row.hidden = !fold(row.textContent ?? '').includes(wanted);
    for (const group of /** @type {NodeListOf<HTMLElement>} */ (sheet.querySelectorAll('section'))) group.hidden = !group.querySelector('dl > div:not([hidden])');
    part(dialog, 'none').hidden = Boolean(sheet.querySelector('section:not([hidden])'));
  }

  async function addCommands() {
    const commands = await app().features.commands().catch(() => []);
    if (!commands.length || sheet.querySelector('code')) return;
    sheet.append(groupOf(t('Commands, at the beginning of a message'), commands.map(({ name, args = '', says }) => rowOf([signOf('code', `/${name} ${args}`.trim())], says))));
    filter();
  }

  field.addEventListener('input', filter);
  return async () => {
    field.value = '';
    const found = await app().features.keyLines();
    sheet.replaceChildren(...groupsOf(found).map(([title, lines]) => groupOf(title, lines.map((line) => keyRow(...line)))));
    filter();
    addCommands();
  };
}
