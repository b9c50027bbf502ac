// @ts-check
/** What the pictures are called that two devices compare: the 64 of Matrix's specification (v1.11, "SAS method: emoji"). */
import { t } from '../core/i18n/translate.js';

const NAMES = /** @type {Record<string, string>} */ ({
  Dog: t('Dog'), Cat: t('Cat'), Lion: t('Lion'), Horse: t('Horse'), Unicorn: t('Unicorn'), Pig: t('Pig'), Elephant: t('Elephant'), Rabbit: t('Rabbit'),
  Panda: t('Panda'), Rooster: t('Rooster'), Penguin: t('Penguin'), Turtle: t('Turtle'), Fish: t('Fish'), Octopus: t('Octopus'), Butterfly: t('Butterfly'), Flower: t('Flower'),
  Tree: t('Tree'), Cactus: t('Cactus'), Mushroom: t('Mushroom'), Globe: t('Globe'), Moon: t('Moon'), Cloud: t('Cloud'), Fire: t('Fire'), Banana: t('Banana'),
  Apple: t('Apple'), Strawberry: t('Strawberry'), Corn: t('Corn'), Pizza: t('Pizza'), Cake: t('Cake'), Heart: t('Heart'), Smiley: t('Smiley'), Robot: t('Robot'),
  Hat: t('Hat'), Glasses: t('Glasses'), Spanner: t('Spanner'), Santa: t('Santa'), 'Thumbs Up': t('Thumbs up'), Umbrella: t('Umbrella'), Hourglass: t('Hourglass'), Clock: t('Clock'),
  Gift: t('Gift'), 'Light Bulb': t('Light bulb'), Book: t('Book'), Pencil: t('Pencil'), Paperclip: t('Paperclip'), Scissors: t('Scissors'), Lock: t('Lock'), Key: t('Key'),
  Hammer: t('Hammer'), Telephone: t('Telephone'), Flag: t('Flag'), Train: t('Train'), Bicycle: t('Bicycle'), Aeroplane: t('Aeroplane'), Rocket: t('Rocket'), Trophy: t('Trophy'),
  Ball: t('Ball'), Guitar: t('Guitar'), Trumpet: t('Trumpet'), Bell: t('Bell'), Anchor: t('Anchor'), Headphones: t('Headphones'), Folder: t('Folder'), Pin: t('Pin'),
});

/** @param {string} name as the library has it */
export const emojiName = (name) => NAMES[name] ?? name;
