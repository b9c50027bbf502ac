// When people want to be reminded, as they write it in each language of the catalogues.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localTime } from '../../static/js/core/i18n/local-time.js';
import { parsed } from '../../static/js/reminders/when.js';

/** A Wednesday, a quarter past ten. */
const NOW = new Date(2026, 11, 2, 10, 15);

const read = (text, locale = 'en-GB') => {
  const found = parsed(text, NOW, locale);
  return found && [localTime(found.at), found.repeat, found.rest];
};

const CASES = {
  'en-GB': {
    'tomorrow 9:00 call Bo': ['2026-12-03T09:00', null, 'call Bo'],
    'tomorrow at 9 to call Bo': ['2026-12-03T09:00', null, 'call Bo'],
    'at 5pm tomorrow: water the plants': ['2026-12-03T17:00', null, 'water the plants'],
    'in 20 minutes tea': ['2026-12-02T10:35', null, 'tea'],
    'in an hour': ['2026-12-02T11:15', null, ''],
    'in 3 days to ask again': ['2026-12-05T09:00', null, 'ask again'],
    '10:00 standup': ['2026-12-03T10:00', null, 'standup'],
    '10:30 standup': ['2026-12-02T10:30', null, 'standup'],
    'monday morning': ['2026-12-07T09:00', null, ''],
    'next Wednesday 8:30 report': ['2026-12-09T08:30', null, 'report'],
    'wednesday 8:30 report': ['2026-12-09T08:30', null, 'report'],
    'on Friday at 12 a.m. x': ['2026-12-04T00:00', null, 'x'],
    'every weekday at 9:30 standup': ['2026-12-03T09:30', 'weekdays', 'standup'],
    'daily 18:00 go home': ['2026-12-02T18:00', 'daily', 'go home'],
    'every monday 9:00 plan the week': ['2026-12-07T09:00', 'weekly', 'plan the week'],
    'every month send the bill': ['2027-01-02T09:00', 'monthly', 'send the bill'],
    '2027-02-28 14:00 renew': ['2027-02-28T14:00', null, 'renew'],
    '24 December 18:00 presents': ['2026-12-24T18:00', null, 'presents'],
    'Jan 5 pay': ['2027-01-05T09:00', null, 'pay'],
    'tonight laundry': ['2026-12-02T20:00', null, 'laundry'],
    'tomorrow in the afternoon nap': ['2026-12-03T14:00', null, 'nap'],
    'tomorrow Monday’s paper': ['2026-12-07T09:00', null, '’s paper'],
  },
  de: {
    'morgen 9:00 Bo anrufen': ['2026-12-03T09:00', null, 'Bo anrufen'],
    'morgen früh um 8 Uhr Müll': ['2026-12-03T08:00', null, 'Müll'],
    'übermorgen um 14.30 Uhr Zahnarzt': ['2026-12-04T14:30', null, 'Zahnarzt'],
    'in einer Stunde': ['2026-12-02T11:15', null, ''],
    'in 20 Minuten Tee': ['2026-12-02T10:35', null, 'Tee'],
    'am Montag um 9 Wochenplan': ['2026-12-07T09:00', null, 'Wochenplan'],
    'nächsten Mittwoch Bericht': ['2026-12-09T09:00', null, 'Bericht'],
    'jeden Montag 9:00 Wochenplan': ['2026-12-07T09:00', 'weekly', 'Wochenplan'],
    'werktags um 9:30 Besprechung': ['2026-12-03T09:30', 'weekdays', 'Besprechung'],
    'täglich 18:00 Feierabend': ['2026-12-02T18:00', 'daily', 'Feierabend'],
    'am 24.12. um 18 Uhr Bescherung': ['2026-12-24T18:00', null, 'Bescherung'],
    '24. Dezember 2027 Bescherung': ['2027-12-24T09:00', null, 'Bescherung'],
    'heute abend Wäsche': ['2026-12-02T18:00', null, 'Wäsche'],
    'tomorrow 9:00 English is understood': ['2026-12-03T09:00', null, 'English is understood'],
  },
  ar: {
    'غدًا الساعة 9:00 اتصل بأحمد': ['2026-12-03T09:00', null, 'اتصل بأحمد'],
    'غدا الساعة ٩ اتصل بأحمد': ['2026-12-03T09:00', null, 'اتصل بأحمد'],
    'بعد غد مساءً': ['2026-12-04T18:00', null, ''],
    'بعد ساعة الشاي': ['2026-12-02T11:15', null, 'الشاي'],
    'بعد ٢٠ دقيقة الشاي': ['2026-12-02T10:35', null, 'الشاي'],
    'بعد ساعتين الشاي': ['2026-12-02T12:15', null, 'الشاي'],
    'يوم الاثنين الساعة 9 ص الاجتماع': ['2026-12-07T09:00', null, 'الاجتماع'],
    'الأربعاء القادم التقرير': ['2026-12-09T09:00', null, 'التقرير'],
    'كل يوم الساعة 6 مساءً الدواء': ['2026-12-02T18:00', 'daily', 'الدواء'],
    'كل اثنين 9:00 الخطة': ['2026-12-07T09:00', 'weekly', 'الخطة'],
    'كل شهر الفاتورة': ['2027-01-02T09:00', 'monthly', 'الفاتورة'],
    '24 ديسمبر الساعة 18:00 الحفلة': ['2026-12-24T18:00', null, 'الحفلة'],
  },
};

for (const [locale, cases] of Object.entries(CASES)) {
  for (const [text, wanted] of Object.entries(cases)) test(`${locale}: ${text}`, () => assert.deepEqual(read(text, locale), wanted));
}

test('what begins with no time is none', () => {
  for (const text of ['', 'call Bo tomorrow', '31.2. x', '9 lives', '25:00 x', 'mondayish things', 'in 3 bottles']) assert.equal(read(text), null, text);
});

test('no text takes long', () => {
  const began = performance.now();
  for (const text of ['tomorrow '.repeat(800), 'every '.repeat(1000), '9:'.repeat(3000), ' '.repeat(8000), 'in 1'.repeat(2000)]) read(text, 'de');
  assert.ok(performance.now() - began < 500);
});
