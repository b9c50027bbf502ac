// What is made of the packages that say which emojis there are and what they are called: bin/vendor writes it.
//
//   emoji.json     all of them in Unicode's order: [group, emoji, its names for `:name:`, tones, version]; tones is 1
//                  where each sign that can have a skin tone may get one. A name is GitHub's emoji of that name, else
//                  Slack's, else Emojibase's
//   names-en.json  in the same order, how each is called in a language, and by what else it is looked for; and others
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SETS = ['github', 'iamcal', 'emojibase'];
/** Parts of others, which nobody chooses. */
const COMPONENTS = 2;
const TONES = ['\u{1f3fb}', '\u{1f3fc}', '\u{1f3fd}', '\u{1f3fe}', '\u{1f3ff}'];

const json = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));
const bare = (emoji) => emoji.replace(/[\ufe0e\ufe0f]/g, '');
/** The one form, as weconnect/wire/text.py has it. */
const oneForm = (emoji) => bare(emoji).replace(/(?!\p{Emoji_Presentation})\p{Emoji}(?!\p{Emoji_Modifier})/gu, '$&\ufe0f');
/** As static/js/core/dom/emojis.js has it. */
const toned = (emoji, tone) => emoji.replace(/(?!(?<=\u200d)🤝)(\p{Emoji_Modifier_Base})\ufe0f?/gu, `$1${tone}`);

function emojis(root) {
  const base = join(root('emojibase-data'), 'en');
  const sets = SETS.map((name) => json(base, 'shortcodes', `${name}.json`));
  const all = json(base, 'data.json').filter(({ group }) => group !== undefined && group !== COMPONENTS);
  all.sort((a, b) => a.order - b.order);
  const taken = new Map();
  for (const set of sets) for (const { hexcode } of all) for (const name of [set[hexcode] ?? []].flat()) if (!taken.has(name)) taken.set(name, hexcode);
  return all.map(({ hexcode, emoji, group, skins = [], version, label, tags = [] }) => {
    const forms = TONES.map((_, at) => oneForm(skins.find(({ tone }) => [tone].flat().length === 1 && [tone].flat()[0] === at + 1)?.emoji ?? ''));
    const one = oneForm(emoji);
    const odd = skins.length && TONES.some((tone, at) => toned(one, tone) !== forms[at]);
    if (odd) throw new Error(`${emoji} has tones by another rule`);
    const names = [...new Set(sets.flatMap((set) => [set[hexcode] ?? []].flat()))].filter((name) => taken.get(name) === hexcode);
    return { emoji: one, group: group > COMPONENTS ? group - 1 : group, names, tones: skins.length ? 1 : 0, version, hexcode, label, tags };
  });
}

function named(root, language) {
  const of = (pack, kind) => json(root(pack), kind, language, 'annotations.json')[kind].annotations;
  const annotations = { ...of('cldr-annotations-full', 'annotations'), ...of('cldr-annotations-derived-full', 'annotationsDerived') };
  return emojis(root).map(({ emoji, label, tags }) => {
    const found = annotations[bare(emoji)];
    return [found?.tts?.[0] ?? label, ...new Set(found?.default ?? tags)].join('|');
  });
}

/** By the names of the files: each is handed where the packages were unpacked. */
export const made = {
  'emoji.json': (root) => emojis(root).map(({ group, emoji, names, tones, version }) => [group, emoji, names.join(' '), tones, version]),
  'names-ar.json': (root) => named(root, 'ar'),
  'names-de.json': (root) => named(root, 'de'),
  'names-en.json': (root) => named(root, 'en'),
};
