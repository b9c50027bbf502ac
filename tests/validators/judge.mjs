// What html-validate and pa11y say of pages: reads {chromium, pages: [{name, url, file, cookie}]} from
// standard input, and writes {name: [finding…]} to standard output, of those of which there is any.
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import pa11y from 'pa11y';
import puppeteer from 'puppeteer';

const { chromium, flags, pages } = JSON.parse(await text(process.stdin));
const rules = {
  // No element of its own: <message-item> is the article, and a box with suggestions has no <select>.
  'prefer-native-element': ['error', { exclude: ['article', 'listbox'] }],
  // A room's name is part of it, and as long as people made it.
  'long-title': 'off',
};
const validator = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ['html-validate:recommended'], rules }));
const browser = await puppeteer.launch({ executablePath: chromium, args: flags });
const contexts = {};
const found = {};

/** A browser of its own for each login. */
function contextOf(cookie, url) {
  contexts[cookie] ??= makeContext(cookie, url);
  return contexts[cookie];
}

async function makeContext(cookie, url) {
  const context = await browser.createBrowserContext();
  for (const one of cookie.split('; ').filter(Boolean)) {
    const at = one.indexOf('=');
    await context.setCookie({ name: one.slice(0, at), value: one.slice(at + 1), domain: new URL(url).hostname, path: '/', httpOnly: true });
  }
  return context;
}

async function judge({ name, url, file, cookie }) {
  const said = [];
  const report = await validator.validateString(await readFile(file, 'utf8'), file);
  for (const { messages } of report.results) {
    for (const one of messages) said.push(`html-validate ${one.ruleId}: ${one.message} (${one.line}:${one.column} ${one.selector ?? ''})`);
  }
  const page = await (await contextOf(cookie, url)).newPage();
  const { issues } = await pa11y(url, {
    browser,
    page,
    runners: ['htmlcs'],
    standard: 'WCAG2AA',
    timeout: 60_000,
  });
  for (const one of issues) said.push(`pa11y ${one.code}: ${one.message} (${one.selector})`);
  await page.close();
  if (said.length) found[name] = said;
}

// Each page waits for its network to be quiet: some at a time.
const AT_ONCE = 4;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = pages.shift(); next; next = pages.shift()) await judge(next);
  }),
);
await browser.close();
process.stdout.write(JSON.stringify(found));
