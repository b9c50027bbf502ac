// What formatting does to a text, and what becomes of what is pasted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inCode, newLine, prefix } from '../../static/js/composer/lines.js';
import { code, link, surround } from '../../static/js/composer/marks.js';
import { asMarkdown, cellsOf } from '../../static/js/composer/paste.js';
import { seeded } from './support.mjs';

const BOLD = ['**', '__'];
const ITALIC = ['_', '*'];

/** A text with its selection between brackets of its own kind: "a ‹b› c"; one alone is the cursor. */
function selected(text) {
  const start = text.indexOf('‹');
  const end = text.indexOf('›') - (start < 0 ? 0 : 1);
  const value = text.replace(/[‹›]/g, '');
  return { value, start: start < 0 ? end : start, end };
}
function done({ value }, { start, end, text, from, to }) {
  const after = value.slice(0, start) + text + value.slice(end);
  return from === to ? `${after.slice(0, from)}›${after.slice(from)}` : `${after.slice(0, from)}‹${after.slice(from, to)}›${after.slice(to)}`;
}
const via = (text, change) => done(selected(text), change(selected(text)));
const bold = (text) => via(text, (at) => surround(at, BOLD));
const italic = (text) => via(text, (at) => surround(at, ITALIC));

test('marks stand at the words, and a second time they are taken away', () => {
  assert.equal(bold('say ‹it› loud'), 'say **‹it›** loud');
  assert.equal(bold('say ‹ it ›loud'), 'say  **‹it›** loud');
  assert.equal(bold('say **‹it›** loud'), 'say ‹it› loud');
  assert.equal(bold('say ‹**it**› loud'), 'say ‹it› loud');
  assert.equal(bold('say __‹it›__ loud'), 'say ‹it› loud');
  assert.equal(bold('say ›'), 'say **›**');
  assert.equal(bold('say **›**'), 'say ›');
  assert.equal(italic('**›**'), '**_›_**');
});

test('bold and italic do not take each other’s marks', () => {
  assert.equal(italic('**‹it›**'), '**_‹it›_**');
  assert.equal(bold('*‹it›*'), '***‹it›***');
  assert.equal(bold('***‹it›***'), '*‹it›*');
  assert.equal(italic('*‹it›*'), '‹it›');
});

test('a low line would be a part of a word', () => {
  assert.equal(italic('un‹believ›able'), 'un*‹believ›*able');
  assert.equal(italic('𠮷‹野›家'), '𠮷*‹野›*家');
});

test('several lines are marked each by itself, behind what makes them items', () => {
  assert.equal(bold('‹- one\n- two\n\n> three›'), '- **‹one**\n- **two**\n\n> **three›**');
  assert.equal(bold('- **‹one**\n- **two›**'), '- ‹one\n- two›');
  assert.equal(bold('‹**one**\ntwo›'), '**one**\n**‹two›**');
});

test('code has as many ticks as it needs', () => {
  assert.equal(via('run ‹ls› now', code), 'run `‹ls›` now');
  assert.equal(via('run ‹`ls`› now', code), 'run ‹ls› now');
  assert.equal(via('run ‹a`b› now', code), 'run ``‹a`b›`` now');
  assert.equal(via('run ‹`a› now', code), 'run `` ‹`a› `` now');
  assert.equal(via('‹a\nb›', code), '```\n‹a\nb›\n```');
  assert.equal(via('‹a\n```\nb›', code), '````\n‹a\n```\nb›\n````');
});

test('lines become a quote or a list, and what they were before', () => {
  const list = (text) => via(text, (at) => prefix(at, 'list'));
  const numbers = (text) => via(text, (at) => prefix(at, 'numbers'));
  assert.equal(list('o›ne'), '- one›');
  assert.equal(list('- o›ne'), 'one›');
  assert.equal(numbers('‹one\n\ntwo›'), '‹1. one\n\n2. two›');
  assert.equal(list('‹1. one\n2. two›'), '‹- one\n- two›');
  assert.equal(via('‹one\n\ntwo›', (at) => prefix(at, 'quote')), '‹> one\n> \n> two›');
  assert.equal(via('‹> one\n> two›', (at) => prefix(at, 'quote')), '‹one\ntwo›');
});

test('a link is made of what is selected', () => {
  assert.equal(via('see ‹this› now', link), 'see [this](‹https://›) now');
  assert.equal(via('see ‹https://a.example/b› now', link), 'see [›](https://a.example/b) now');
  assert.equal(via('see ›', link), 'see [›](https://)');
  assert.equal(via('see ‹a [b]›', (at) => link(at, 'https://a.example/x_(y)')), 'see [a \\[b\\]](<https://a.example/x_(y)>)›');
});

test('a list goes on with the next line, and ends behind an empty item', () => {
  const next = (text) => via(text, ({ value, end }) => newLine(value, end) ?? { start: end, end, text: '\n', from: end + 1, to: end + 1 });
  assert.equal(next('- one›'), '- one\n- ›');
  assert.equal(next('9) one›'), '9) one\n10) ›');
  assert.equal(next('  * [x] one›'), '  * [x] one\n  * [ ] ›');
  assert.equal(next('> said›'), '> said\n> ›');
  assert.equal(next('> - one›'), '> - one\n> - ›');
  assert.equal(next('- one\n- ›'), '- one\n›');
  assert.equal(next('> - one\n> - ›'), '> - one\n> ›');
  assert.equal(next('> ›'), '›');
  assert.equal(next('›- one'), '\n›- one');
  assert.equal(next('no list›'), 'no list\n›');
  assert.equal(next('```\n- one›'), '```\n- one\n›');
});

test('it is known where code is', () => {
  const at = (text) => inCode(text.replace('›', ''), text.indexOf('›'));
  assert.equal(at('```js\nlet ›'), true);
  assert.equal(at('```js\n```\n›'), false);
  assert.equal(at('````\n```\n›'), true);
  assert.equal(at('~~~\n```\n›'), true);
  assert.equal(at('``` not `code`\n›'), false);
  assert.equal(at('```js›'), false);
  // What closes it does so once it is written, not with the line behind it.
  assert.equal(at('```js\nlet a;\n```›'), false);
  assert.equal(at('````\n```›'), true);
  assert.equal(at('```\n``›`'), true);
});

test('whatever is marked can be unmarked, and nothing else is changed', () => {
  const random = seeded(7);
  const signs = ['a', 'b', ' ', '\n', 'ü', '日', '😀', '- ', '> ', '1. ', '.'];
  for (let round = 0; round < 3000; round += 1) {
    const points = Array.from({ length: 1 + random.below(14) }, () => random.pick(signs));
    const value = points.join('');
    const cuts = [random.below(points.length + 1), random.below(points.length + 1)].sort((a, b) => a - b);
    const [start, end] = cuts.map((cut) => points.slice(0, cut).join('').length);
    if (!/[^\s>.1-]/.test(value.slice(start, end))) continue;
    const marks = random.pick([BOLD, ITALIC, ['~~']]);
    const change = surround({ value, start, end }, marks);
    const after = value.slice(0, change.start) + change.text + value.slice(change.end);
    assert.equal(after.replace(/[*_~]/g, ''), value.replace(/[*_~]/g, ''));
    const back = surround({ value: after, start: change.from, end: change.to }, marks);
    assert.equal(after.slice(0, back.start) + back.text + after.slice(back.end), value, JSON.stringify({ value, start, end, after }));
  }
});

const EXCEL = '<html><body><!--StartFragment--><table><tr><td>…</td></tr></table></body></html>';

test('a table out of a spreadsheet is a table', () => {
  const plain = 'Name\tPrice\tNote\r\nPear | apple\t1,50 €\t"two\nlines"\r\nPlum\t-3%\t\r\n';
  assert.deepEqual(asMarkdown({ plain, html: EXCEL, editor: '' }), {
    kind: 'table',
    text: '| Name | Price | Note |\n| --- | ---: | --- |\n| Pear \\| apple | 1,50 € | two lines |\n| Plum | -3% |   |',
  });
});

test('quotes within cells are theirs, and rows of other lengths are text', () => {
  assert.deepEqual(cellsOf('"a ""b"""\tc\nd\te'), [['a "b"', 'c'], ['d', 'e']]);
  assert.equal(asMarkdown({ plain: 'a\tb\nc\n', html: EXCEL, editor: '' }), null);
  assert.equal(asMarkdown({ plain: 'a\tb\nc\td', html: '', editor: '' }), null);
  assert.equal(asMarkdown({ plain: 'one cell', html: EXCEL, editor: '' }), null);
});

test('code out of an editor is code, of its language', () => {
  const html = '<meta charset="utf-8"><div style="color: #000;font-family: Menlo, monospace;"><div>…</div></div>';
  const of = (mode) => asMarkdown({ plain: 'let a;\nlet b;\n', html, editor: JSON.stringify({ version: 1, mode }) })?.text;
  assert.equal(of('javascript'), '```javascript\nlet a;\nlet b;\n```');
  assert.equal(of('plaintext'), undefined);
  assert.equal(of('x`\ny'), undefined);
  assert.equal(asMarkdown({ plain: 'let a;\nlet b;', html: '<html>\n<body>\n<!--StartFragment--><pre style="x">…', editor: '' })?.text, '```\nlet a;\nlet b;\n```');
  assert.equal(asMarkdown({ plain: 'let a;', html, editor: '' }), null);
  assert.equal(asMarkdown({ plain: 'a\nb', html: '<p>a</p><p>b</p>', editor: '' }), null);
});
