// @ts-check
/** What one says is recorded at the box, and goes with the next message as a file. */
import { announce, toast } from '../core/dom/page.js';
import { styled } from '../core/dom/styled.js';
import { locale, t } from '../core/i18n/translate.js';
import { clock } from './clock.js';

/** What browsers record. */
const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
/** Enough for a voice. */
const BITS_A_SECOND = 32_000;
/** It ends by itself then. */
const LONGEST_S = 30 * 60;

/** @type {Record<string, () => string>} */
const REFUSALS = {
  NotAllowedError: () => t('The browser does not let WeConnect hear you. Allow the microphone beside the address, and try again.'),
  NotFoundError: () => t('No microphone was found.'),
};

/**
 * Begins, if the person and the browser let it.
 * @param {import('../core/dom/element.js').AppElement} box above whose field it is shown @param {(file: File|null) => void} ended null: nothing is to be sent
 * @returns {Promise<{stop: () => void, drop: () => void}|null>}
 */
export async function record(box, ended) {
  if (!navigator.mediaDevices || !window.MediaRecorder) return toast(t('This browser can’t record.'), 'error'), null;
  /** @type {MediaStream} */
  let stream;
  try {
    [stream] = await Promise.all([navigator.mediaDevices.getUserMedia({ audio: true }), styled('files')]);
  } catch (error) {
    const why = REFUSALS[/** @type {Error} */ (error).name] ?? (() => t('Nothing could be recorded. Is the microphone in use elsewhere?'));
    return toast(why(), 'error'), null;
  }
  // The question may have stood for longer than the box.
  if (!box.isConnected) return stream.getTracks().forEach((track) => track.stop()), null;
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_A_SECOND });
  /** @type {Blob[]} */
  const pieces = [];
  let isWanted = true;
  const { bar, time, cancel, done } = shown();
  const began = performance.now();
  const clockwork = setInterval(() => {
    const seconds = (performance.now() - began) / 1000;
    time.textContent = clock(seconds);
    if (seconds > LONGEST_S) stop();
  }, 250);
  const stop = () => recorder.state !== 'inactive' && recorder.stop();
  const drop = () => {
    isWanted = false;
    stop();
  };
  // In the field Escape means something else.
  const escaped = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape' || event.target instanceof HTMLTextAreaElement) return;
    event.stopPropagation();
    drop();
  };
  const leaving = (/** @type {Event} */ event) => event.preventDefault();
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  recorder.addEventListener('stop', () => {
    clearInterval(clockwork);
    window.removeEventListener('pagehide', drop);
    window.removeEventListener('beforeunload', leaving);
    box.removeEventListener('keydown', escaped, true);
    for (const track of stream.getTracks()) track.stop();
    bar.remove();
    box.removeAttribute('data-recording');
    const file = isWanted && pieces.some(({ size }) => size) ? fileOf(pieces, recorder.mimeType) : null;
    if (!file) announce(t('Nothing was recorded.'));
    ended(file);
  });
  cancel.addEventListener('click', drop);
  done.addEventListener('click', stop);
  // A microphone that is unplugged.
  stream.getTracks()[0].addEventListener('ended', stop);
  window.addEventListener('pagehide', drop);
  window.addEventListener('beforeunload', leaving);
  // A thread that is closed, or another one.
  box.cleanup(() => {
    if (recorder.state === 'inactive') return;
    drop();
    toast(t('The recording was thrown away, as its conversation was closed.'), 'error');
  });
  box.addEventListener('keydown', escaped, true);
  box.querySelector('.composer-row')?.before(bar);
  box.setAttribute('data-recording', '');
  recorder.start();
  announce(t('Recording'));
  return { stop, drop };
}

/** @param {Blob[]} pieces @param {string} type */
function fileOf(pieces, type) {
  const kind = type.split(';')[0];
  const when = new Date().toLocaleString(locale, { dateStyle: 'short', timeStyle: 'short' }).replaceAll(/[/\\:]/g, '.');
  const name = t('Voice message {when}', { when });
  return new File(pieces, `${name}.${{ 'audio/mp4': 'm4a', 'audio/ogg': 'ogg' }[kind] ?? 'webm'}`, { type: kind });
}

/** What stands above the field meanwhile. */
function shown() {
  const bar = Object.assign(document.createElement('div'), { className: 'recording' });
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', t('Recording'));
  const time = Object.assign(document.createElement('span'), { className: 'recording-time', textContent: clock(0) });
  time.setAttribute('role', 'timer');
  const button = (/** @type {string} */ text, more = '') => Object.assign(document.createElement('button'), { type: 'button', className: `button button-small ${more}`, textContent: text });
  const cancel = button(t('Cancel'));
  const done = button(t('Done'), 'button-primary');
  bar.append(time, cancel, done);
  return { bar, time, cancel, done };
}
