// What could not be opened is told as a number by reason, by those who want it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStore } from '../../../static/js/e2ee/worker/stores.js';
import { createReports } from '../../../static/js/e2ee/worker/reports.js';

const shut = (id, why = 'noKey') => ({ id, version: 1, text: null, why });
const open = (id) => ({ id, version: 1, text: 'a canary', shield: '' });

/** A browser whose clock a test moves on. */
function makeBrowser(store = memoryStore()) {
  const browser = { store, asked: [], clock: 0, alarms: [], fails: false };
  browser.reports = createReports({
    store,
    now: () => browser.clock,
    wait: (ms) => new Promise((done) => browser.alarms.push([browser.clock + ms, done])),
    async rest(method, path, body) {
      browser.asked.push([method, path, body]);
      if (browser.fails) throw Object.assign(new Error(), { code: 'offline' });
    },
  });
  browser.pass = async (ms) => {
    browser.clock += ms;
    browser.alarms.filter(([at]) => at <= browser.clock).forEach(([, done]) => done());
    browser.alarms = browser.alarms.filter(([at]) => at > browser.clock);
    await new Promise((done) => setTimeout(done, 5));
  };
  return browser;
}

test('nobody is told anything who did not ask for it', async () => {
  const { reports, asked, pass } = makeBrowser();
  assert.equal(await reports.isOn(), false);
  await reports.note([shut(1)]);
  await pass(120_000);
  await reports.set(true);
  await reports.note([shut(2)]);
  await reports.set(false);
  await pass(120_000);
  assert.deepEqual(asked, []);
});

test('what stays shut for a minute counts once, by its reason, and nothing else is told', async () => {
  const browser = makeBrowser();
  const { reports, pass } = browser;
  await reports.set(true);
  await reports.note([shut(1), shut(2), shut(3, 'damaged'), shut(4, 'locked'), open(5)]);
  await pass(30_000);
  await reports.note([open(2), shut(6)]);
  await pass(30_000);
  const told = (...unreadable) => ['POST', '/e2ee/unreadable', { unreadable }];
  assert.deepEqual(browser.asked, [told({ why: 'noKey', count: 1 }, { why: 'damaged', count: 1 })]);
  await pass(60_000);
  assert.deepEqual(browser.asked.slice(1), [told({ why: 'noKey', count: 1 })]);

  // Also not with the next load of the page.
  const again = makeBrowser(browser.store);
  await again.reports.note([shut(1), shut(3, 'damaged')]);
  await again.pass(60_000);
  assert.deepEqual(again.asked, []);
});

test('what the server did not hear is told with what comes next', async () => {
  const browser = makeBrowser();
  await browser.reports.set(true);
  browser.fails = true;
  await browser.reports.note([shut(1)]);
  await browser.pass(60_000);
  browser.fails = false;
  await browser.reports.note([shut(2)]);
  await browser.pass(60_000);
  assert.deepEqual(browser.asked.at(-1)[2], { unreadable: [{ why: 'noKey', count: 2 }] });
});
