// @ts-check
/**
 * Mathematics, by KaTeX, as MathML: browsers draw it with a font of the system, and screen readers read it. What KaTeX
 * cannot read stays as it was written.
 *
 * @typedef {{attributes?: Record<string, string>, children?: Part[], toNode: () => Node}} Part
 */
import katex from '../../vendor/katex@0.19.1/katex.js';

/** So many steps may its shorthands take, and so large may anything be. */
const LIMITS = { maxExpand: 200, maxSize: 10 };

/** @param {HTMLElement} node what shows the source; it is replaced */
export function formula(node) {
  const displayMode = node.dataset.math === 'block';
  try {
    // Signs that one would not see are shown in it.
    if (node.firstElementChild) throw new Error();
    const made = /** @type {Part} */ (katex.__renderToDomTree(node.textContent ?? '', { displayMode, output: 'mathml', throwOnError: true, strict: 'ignore', trust: false, ...LIMITS }));
    withoutStyles(made);
    const shown = document.createElement('span');
    shown.className = 'math';
    shown.dataset.math = node.dataset.math;
    shown.append(made.toNode());
    node.replaceWith(shown);
  } catch {
    node.classList.add('math-odd');
  }
}

/** Our policy allows no styles in attributes; what has one here is a border or a shadow. @param {Part} made */
function withoutStyles({ attributes, children = [] }) {
  if (attributes) delete attributes.style;
  children.forEach(withoutStyles);
}
