// @ts-check
/** Beside a recording: its form, from which one goes on, and how fast it is played. */
import { number, t } from '../core/i18n/translate.js';
import { file } from '../core/net/api.js';
import { clock } from './clock.js';

const SVG = 'http://www.w3.org/2000/svg';
const SPEEDS = [1, 1.5, 2, 0.75];
/** In bytes: what is fetched to be drawn. Larger ones have no form. */
const MOST_DRAWN = 2_000_000;
/** Of a second: enough to see its form. */
const SAMPLES = 8000;
const BARS = 60;
const HIGH = 32;

/** @type {WeakSet<HTMLAudioElement>} */
const bound = new WeakSet();

/** @param {HTMLAudioElement} audio @param {HTMLElement} tools @param {number} size in bytes */
export function bindAudio(audio, tools, size) {
  if (bound.has(audio)) return;
  bound.add(audio);
  const shape = formOf(Array(BARS).fill(0));
  const length = Object.assign(document.createElement('span'), { className: 'quiet' });
  tools.append(shape.form, length, speedOf(audio));
  const goes = { on: shape, length: () => audio.duration };
  audio.addEventListener('timeupdate', () => goes.on.played.setAttribute('width', String(Math.min(1, audio.currentTime / goes.length() || 0) * BARS * 4)));
  // To be drawn it is unpacked whole, and nothing says before how large that is: only of what somebody wants to hear.
  if (size <= MOST_DRAWN) audio.addEventListener('play', () => void draw(audio, goes, length).catch(() => {}), { once: true });
}

/** @param {HTMLAudioElement} audio */
function speedOf(audio) {
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'button button-small' });
  const show = () => {
    button.textContent = `${number(audio.playbackRate)}×`;
    button.setAttribute('aria-label', t('Speed: {speed}', { speed: `${number(audio.playbackRate)}×` }));
  };
  button.addEventListener('click', () => {
    audio.playbackRate = SPEEDS[(SPEEDS.indexOf(audio.playbackRate) + 1) % SPEEDS.length];
    show();
  });
  show();
  return button;
}

/** @param {HTMLAudioElement} audio @param {{on: ReturnType<typeof formOf>, length: () => number}} goes @param {HTMLElement} said */
async function draw(audio, goes, said) {
  const bytes = await (await file(audio.src)).arrayBuffer();
  const sound = await new OfflineAudioContext(1, 1, SAMPLES).decodeAudioData(bytes);
  said.textContent = clock(sound.duration);
  const drawn = formOf(peaksOf(sound.getChannelData(0)));
  const { form } = drawn;
  // What a browser has recorded does not say itself how long it is.
  goes.length = () => (Number.isFinite(audio.duration) ? audio.duration : sound.duration);
  // By keyboard one goes on and back in the player itself.
  form.addEventListener('click', (event) => {
    const { left, width } = form.getBoundingClientRect();
    audio.currentTime = ((event.clientX - left) / width) * sound.duration;
    audio.play();
  });
  goes.on.form.replaceWith(form);
  goes.on = drawn;
}

/** How loud it is, from 0 to 1, in so many parts of the same length. @param {Float32Array} samples */
function peaksOf(samples) {
  const step = samples.length / BARS;
  const peaks = Array.from({ length: BARS }, (_, at) => samples.subarray(Math.floor(at * step), Math.max(Math.floor(at * step) + 1, Math.floor((at + 1) * step))).reduce((most, one) => Math.max(most, Math.abs(one)), 0));
  const loudest = Math.max(...peaks, 0.01);
  return peaks.map((peak) => peak / loudest);
}

/** @param {number[]} peaks */
function formOf(peaks) {
  const node = (/** @type {string} */ name, /** @type {Record<string, string>} */ attributes) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const d = peaks.map((peak, at) => `M${at * 4 + 1} ${HIGH / 2 - Math.max(1, (peak * HIGH) / 2)}v${Math.max(2, peak * HIGH)}`).join('');
  const form = node('svg', { class: 'heard-form', viewBox: `0 0 ${BARS * 4} ${HIGH}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  const inner = node('svg', { width: '0', height: String(HIGH), class: 'heard-played' });
  inner.append(node('path', { d }));
  form.append(node('path', { d }), inner);
  return { form, played: inner };
}
