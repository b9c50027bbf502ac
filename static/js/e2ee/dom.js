// @ts-check
/** Making nodes by hand, for what is too rare to be in the markup of every page; and dialogs of it. */

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [with_] attributes; functions are listeners (`click`), `null` and `false` leave one out
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function h(tag, with_ = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(with_)) {
    if (typeof value === 'function') node.addEventListener(name, /** @type {EventListener} */ (value));
    else if (value === true) node.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A sign of the page's sheet. @param {string} name */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const sheet = document.querySelector('svg use')?.getAttribute('href')?.split('#')[0] ?? '';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(space, 'use');
  use.setAttribute('href', `${sheet}#${name}`);
  svg.append(use);
  return svg;
}

/** @param {string} text @param {(event: Event) => unknown} click @param {string} [kind] */
export const button = (text, click, kind = '') => h('button', { type: 'button', class: `button ${kind}`.trim(), click }, text);

let ids = 0;
/** A name for a node that another one points to. */
export const newId = () => `e2ee-${(ids += 1)}`;

/**
 * A field with its label.
 * @param {string} label @param {Record<string, unknown>} with_ of the input @param {string} [help]
 */
export function field(label, with_, help) {
  const id = newId();
  const input = /** @type {HTMLInputElement} */ (h('input', { id, type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', 'aria-describedby': help && `${id}-help`, ...with_ }));
  return { input, node: h('div', { class: 'field' }, h('label', { for: id }, label), input, help && h('p', { class: 'field-help', id: `${id}-help` }, help)) };
}
