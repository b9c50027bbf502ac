import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fit, ranked } from '../../static/js/switcher/rank.js';

const place = (name, more = {}) => ({ key: name, name, more: '', recent: Infinity, kind: 0, ...more });
const names = (places, query) => ranked(places, query).map(({ name }) => name);

test('a place is found by any part of its names, in any script and spelling', () => {
  const found = [
    ['Straße', 'STRASSE'], ['São Paulo', 'sao'], ['Café', 'cafe\u0301'], ['Москва', 'моск'], ['会議室', '議'], ['हिन्दी', 'हिन्'], ['ＷＩＤＥ', 'wide'], ['Q3 / Launch-Plan', 'plan'],
  ];
  for (const [name, query] of found) assert.ok(fit(place(name), query) < Infinity, `${name} by ${query}`);
  assert.equal(fit(place('Design'), 'sign up'), Infinity);
  assert.equal(fit(place('Ann Example', { also: ['ann7'] }), 'ann7'), 0);
  assert.equal(fit(place('Garden', { more: 'Beans and roses' }), 'roses garden'), 3, 'words in any order');
});

test('the better fit stands first, then where one was last, then the name', () => {
  const places = [place('old sales', { recent: 0 }), place('resale'), place('Sales'), place('Sale', { recent: 4 }), place('Fair', { more: 'sale', recent: 1 }), place('Other')];
  assert.deepEqual(names(places, 'sale'), ['Sale', 'Sales', 'old sales', 'resale', 'Fair']);
  assert.deepEqual(names(places, ''), ['old sales', 'Fair', 'Sale', 'Other', 'resale', 'Sales']);
});
