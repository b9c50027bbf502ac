// Rules of the house that concern the client's source.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { FEATURES } from './support.mjs';

const ROOT = fileURLToPath(new URL('../../static/', import.meta.url));
const JS = join(ROOT, 'js');
const GENERATED = 'core/wire.js';
const files = readdirSync(JS, { recursive: true }).filter((name) => name.endsWith('.js') && name !== GENERATED);
const text = (name) => readFileSync(join(JS, name), 'utf8');
const statics = (source) => [...source.matchAll(/^(?:import|export|\})[^;()]*?['"](\.[^'"]+)['"]/gm)].map((match) => match[1]);
const imports = (name) => {
  const all = [...statics(text(name)), ...[...text(name).matchAll(/\bimport\('(\.[^']+)'\)(?!\.)/g)].map((match) => match[1])];
  return all.map((path) => relative(JS, resolve(JS, dirname(name), path)));
};
const folder = (name) => (name.includes('/') ? name.split('/')[0] : '');
const isElement = (name) => /class \w+ extends (AppElement|HTMLElement)/.test(text(name)) && name !== 'core/dom/element.js';

test('core imports no feature, and features import core and their own folder only', () => {
  for (const name of files.filter(folder)) {
    for (const path of imports(name)) {
      const allowed = folder(path) === 'core' || path.startsWith('../vendor/') || (folder(name) !== 'core' && folder(path) === folder(name));
      assert.ok(allowed, `${name} imports ${path}`);
    }
  }
});

test('the four folders of core import each other in one direction', () => {
  const order = ['i18n', 'store', 'net', 'dom'];
  const at = (name) => order.indexOf(name.split('/')[1]);
  for (const name of files.filter((file) => folder(file) === 'core')) {
    assert.ok(at(name) >= 0, `${name} stands in one of ${order}`);
    for (const path of imports(name)) assert.ok(path === GENERATED || path.startsWith('../vendor/') || at(path) <= at(name), `${name} imports ${path}`);
  }
});

test('elements never import each other', () => {
  for (const name of files.filter((file) => !file.endsWith('/index.js'))) {
    for (const path of imports(name)) assert.ok(path.startsWith('..') || path === GENERATED || !isElement(path), `${name} imports ${path}`);
  }
});

test('no text ever becomes markup', () => {
  const sinks = /\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|document\.write|DOMParser|srcdoc|eval\(|new Function)\b/;
  for (const name of files) assert.doesNotMatch(text(name), sinks, name);
  // A page of the server's own is read as one, in one place.
  assert.deepEqual(files.filter((name) => /responseType|responseXML/.test(text(name))), ['core/net/api.js']);
});

test('links are made out of text in one place, and in Markdown', () => {
  const makers = files.filter((name) => text(name).includes('linkParts('));
  assert.deepEqual(makers.sort(), ['core/dom/html.js', 'core/dom/links.js', 'core/dom/names.js', 'formatting/rules.js', 'forwarding/text.js']);
});

test('who asks the server says whose page it is', () => {
  // The login of the browser may be another's by now (docs/decisions/several-people-at-one-browser.md).
  const asking = files.filter((name) => /(?<![.\w]|function )fetch\(|XMLHttpRequest|sendBeacon|EventSource/.test(text(name)));
  // The last one reads what the page itself is made of, the same for everybody.
  assert.deepEqual(asking.sort(), ['core/net/api.js', 'e2ee/own-page.js', 'e2ee/worker/entry.js']);
  for (const name of ['core/net/api.js', 'e2ee/worker/entry.js']) assert.match(text(name), /'X-Person': String\(/, name);
});

test('every file is checked for types, and none is a book', () => {
  for (const name of files) {
    assert.ok(text(name).startsWith('// @ts-check\n'), name);
    assert.ok(text(name).split('\n').length <= 210, `${name} is too long`);
  }
});

test('the page of a room loads less than 100 KB of script and style', () => {
  // As the server sends it over TLS, nearly: comments and indentation stay at home, the rest is compressed by Brotli.
  const comments = /^[ \t]*(?:\/\*(?!!)(?:(?!\*\/)[\s\S])*\*\/[ \t]*|\/\/[^\n]*)$|\/\*\*[^\n]*?\*\/ /gm;
  const sizeOf = (source) => brotliCompressSync(source.replace(comments, '').replace(/^[ \t]+/gm, '')).length;
  const found = new Set(['main.js', 'room.js', ...FEATURES.map((name) => `${name}/index.js`)].map((name) => join(JS, name)));
  let scripts = 0;
  for (const path of found) {
    const source = readFileSync(path, 'utf8');
    scripts += sizeOf(source);
    for (const next of statics(source)) found.add(resolve(dirname(path), next));
  }
  const manifests = FEATURES.map((name) => readFileSync(join(ROOT, `../weconnect/${name}/feature.py`), 'utf8'));
  const ofFeatures = manifests.flatMap((manifest) => [...(manifest.match(/stylesheets=\(([^)]*)\)/)?.[1] ?? '').matchAll(/"(\w+)"/g)]);
  const ofAll = [...readFileSync(join(ROOT, '../weconnect/__init__.py'), 'utf8').match(/^STYLESHEETS = (.*)$/m)[1].matchAll(/"(\w+)"/g)];
  const sheets = [...ofAll, ...ofFeatures].map(([, name]) => name);
  const styles = sheets.reduce((size, name) => size + sizeOf(readFileSync(join(ROOT, `css/${name}.css`), 'utf8')), 0);
  assert.ok(found.size > 30 && sheets.length > 10, 'the imports were followed, and the styles found');
  assert.ok(scripts + styles < 100 * 1024, `${scripts} bytes of script and ${styles} of style`);
});

test('every signal, and what is told in a pane, is in the list of them', () => {
  const said = /\b(?:signal|[oO]nSignal|tellPane|onPane)\((?:[^'\n]*?, )?'(\w+)'/g;
  const named = new Set(files.flatMap((name) => [...text(name).matchAll(said)].map((match) => match[1])));
  const listed = readdirSync(JS, { recursive: true }).filter((name) => name.endsWith('types.d.ts')).map(text).join('\n');
  assert.ok(named.size > 14);
  for (const name of named) assert.match(listed, new RegExp(`^    ${name}: `, 'm'), name);
});

test('what stands in a pane is found from where one is, and by no id', () => {
  const ids = /getElementById\(['"`](?:input|composer|messages|typing|jump|mention|newest|m-)|querySelector(?:All)?\(['"`]#(?:input|composer|messages|typing|jump|mention|newest|m-)/;
  for (const name of files) assert.doesNotMatch(text(name), ids, name);
});

test('the index.js of each feature says what it brings along, in the words of its type, and no feature is named elsewhere', () => {
  const folders = readdirSync(JS, { withFileTypes: true }).filter((one) => one.isDirectory() && one.name !== 'core').map((one) => one.name);
  assert.deepEqual([...FEATURES].sort(), folders.sort());
  assert.ok(folders.length > 4);
  for (const name of folders) {
    const exported = text(`${name}/index.js`).match(/^export .*$/gm);
    assert.deepEqual(exported, ['export const feature = {'], name);
    assert.match(text(`${name}/index.js`), /^\/\*\* @type \{import\('\.\.\/core\/dom\/registry\.js'\)\.Feature\} \*\/\nexport const feature/m, name);
  }
  assert.doesNotMatch(text('room.js') + text('main.js'), /'\.\/(?!core\/|room\.js|pages\.js)/);
});

test('where a type is left open, a reason stands', () => {
  for (const name of files) {
    for (const [at, line] of text(name).split('\n').entries()) {
      if (/@(?:type|param|returns|property|typedef|template)\b.*\{[^}]*\bany\b/.test(line)) assert.match(line, /; any: \w+/, `${name}:${at + 1}`);
    }
  }
});

test('every value that a style asks for is there', () => {
  const css = readdirSync(join(ROOT, 'css')).map((name) => [name, readFileSync(join(ROOT, 'css', name), 'utf8')]);
  const set = [...css.flatMap(([, sheet]) => [...sheet.matchAll(/(--[\w-]+)\s*:/g)]), ...files.flatMap((name) => [...text(name).matchAll(/setProperty\('(--[\w-]+)'/g)])];
  const known = new Set(set.map((match) => match[1]));
  assert.ok(known.size > 50);
  // One that is never set is a mistake with a value in reserve as well.
  for (const [name, sheet] of css) for (const [, value] of sheet.matchAll(/var\((--[\w-]+)/g)) assert.ok(known.has(value), `${name} asks for ${value}`);
});
