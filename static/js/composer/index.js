// @ts-check
/** What helps with writing: marks by keys and by a small toolbar, lists that go on, what is pasted, a preview. */

const where = 'write';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  keys: [
    { where: 'box', name: 'send', key: 'Enter', command: true },
    { where, name: 'bold', key: 'b', command: true },
    { where, name: 'italic', key: 'i', command: true },
    { where, name: 'strike', key: 'x', command: true, shift: true },
    { where, name: 'code', key: 'e', command: true },
    { where, name: 'link', key: 'k', command: true },
    { where, name: 'numbers', key: '7', code: 'Digit7', command: true, shift: true },
    { where, name: 'list', key: '8', code: 'Digit8', command: true, shift: true },
    { where, name: 'quote', key: '9', code: 'Digit9', command: true, shift: true },
  ],
  keyWords: () => import('./key-words.js'),
  aids: [() => import('./writing.js')],
};
