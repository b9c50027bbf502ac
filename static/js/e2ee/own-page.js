// @ts-check
/** The pages about encryption that are no room: how this browser stands, one's devices, people's trust. */
import { confirmed, toast } from '../core/dom/page.js';
import { part } from '../core/dom/element.js';
import { isolated } from '../core/i18n/direction.js';
import { clock } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';
import { person } from '../core/net/person.js';
import { button, h } from './dom.js';
import { clientOf, keyring, usable } from './keyring.js';
import { note } from './rooms-known.js';
import { outdated } from './why.js';

/** @typedef {import('./worker/api').Status} Status */

const me = person() ?? 0;
const place = (/** @type {string} */ name) => /** @type {HTMLElement|null} */ (document.querySelector(`[data-e2ee="${name}"]`));

/** @param {unknown} error */
const tellError = async (error) => toast(await explain(error), 'error');

/** How this browser stands, in a sentence and with what to do. @param {Status} status */
function standing(status) {
  const box = place('status');
  if (!box) return;
  const said = { new: t('You have no keys yet. They are made once, and then encrypted rooms open on your devices.'), locked: t('This browser is not confirmed yet: it cannot open encrypted rooms.'), lost: t('This browser has thrown away the keys that it had. Confirm it once more.'), ready: t('This browser is confirmed and opens encrypted rooms.') }[status.state];
  part(box, 'text').textContent = said;
  const unlock = async () => (await import('./unlock.js')).openUnlock(await keyring().status());
  const setUp = async () => (await import('./set-up.js')).openSetUp({ done: refresh });
  const buttons = { new: [button(t('Set up'), setUp, 'button-primary')], locked: [button(t('Confirm this device'), unlock, 'button-primary')], lost: [button(t('Confirm this device'), unlock, 'button-primary')], ready: [] }[status.state];
  part(box, 'does').replaceChildren(...buttons);
}

/** @param {Status} status */
function recovery(status) {
  const box = place('recovery');
  if (!box) return;
  box.hidden = status.state !== 'ready';
  part(box, 'text').textContent = status.outdated ? outdated() : status.recovery !== false ? t('You have a recovery key or a passphrase. Another one takes its place, and the old one opens nothing any more.') : t('There is none. If this browser is lost, so are your messages.');
  part(box, 'replace').onclick = () => replaceRecovery();
}

/** @param {{lead?: string}} [more] */
const replaceRecovery = async (more) => (await import('./set-up.js')).openRecovery({ done: refresh, ...more });

/** Whether this browser tells of what it could not open. */
async function reports() {
  const box = place('reports');
  if (!box) return;
  const choice = /** @type {HTMLInputElement} */ (box.querySelector('input'));
  choice.checked = await keyring().reports();
  choice.onchange = () => keyring().setReports(choice.checked).catch(tellError);
  box.hidden = false;
}

async function devices() {
  const box = place('devices');
  if (!box) return;
  const all = await keyring().devices(me);
  box.hidden = !all.length;
  part(box, 'list').replaceChildren(...all.map(line));
}

/** One of one's own devices. @param {import('./worker/api').DeviceTrust} one */
function line({ device, name, current, state, fingerprint, lastSeenAt }) {
  const called = name || device;
  const remove = async () => {
    if (!(await confirmed(t('Remove {name}? It is logged out, and can open nothing that comes after.', { name: isolated(called) }), t('Remove')))) return;
    const gone = await keyring().removeDevice(device).then(() => true, tellError);
    const { outdated: due } = await refresh();
    if (gone && due) await replaceRecovery({ lead: outdated() });
  };
  const compare = async () => (await import('./verify.js')).beginVerification({ person: me, device }).catch(tellError);
  const seen = lastSeenAt ? t('last seen {moment}', { moment: clock.datetime(new Date(lastSeenAt)) }) : '';
  return h(
    'li',
    { 'data-device': device, 'data-trust': state },
    h('div', {}, h('strong', {}, h('bdi', {}, called)), ' ', current && h('span', { class: 'tag tag-on' }, t('this one')), ' ', h('span', { class: state === 'signed' ? 'tag' : 'tag tag-off' }, state === 'signed' ? t('confirmed') : t('not confirmed')), seen && h('p', { class: 'quiet' }, seen), fingerprint && h('p', { class: 'quiet' }, h('code', { class: 'fingerprint', dir: 'ltr' }, fingerprint))),
    !current && state === 'foreign' && button(t('Confirm'), compare, 'button-small'),
    !current && button(t('Remove'), remove, 'button-small button-danger'),
  );
}

/** The tag at somebody's name. @param {HTMLElement} row @param {import('./worker/api').Trust} trust */
function tag(row, { state }) {
  if (Number(row.dataset.person) === me) return;
  const shown = part(row, 'trust');
  shown.textContent = { none: t('no keys yet'), unverified: t('not compared'), verified: t('compared'), changed: t('identity changed') }[state];
  shown.className = `tag${{ none: '', unverified: '', verified: ' tag-on', changed: ' tag-off' }[state]}`;
  shown.hidden = false;
  const look = part(row, 'look');
  look.hidden = state === 'none';
  look.onclick = () => openPerson(row);
}

/** @param {HTMLElement} row */
const openPerson = async (row) => (await import('./person.js')).openPerson(Number(row.dataset.person), row.dataset.name ?? '', { approved: refresh });

async function people() {
  const rows = /** @type {HTMLElement[]} */ ([...(place('people')?.querySelectorAll('[data-person]') ?? [])]);
  if (!rows.length) return;
  const known = await keyring().trust(rows.map((row) => Number(row.dataset.person)));
  for (const trust of known) for (const row of rows) if (Number(row.dataset.person) === trust.person) tag(row, trust);
}

async function onePerson() {
  const box = place('person');
  if (!box) return;
  const [trust] = await keyring().trust([Number(box.dataset.person)]);
  const { trustIn } = await import('./person.js');
  part(box, 'trust').textContent = trustIn(trust.state, box.dataset.name ?? '');
  part(box, 'look').hidden = trust.state === 'none';
  part(box, 'look').onclick = () => openPerson(box);
  box.hidden = false;
}

/** How things stand, on the page as well. */
async function refresh() {
  const status = await keyring().status();
  note(me, { device: status.device });
  standing(status);
  recovery(status);
  const safety = place('safety');
  if (safety && status.state === 'ready') {
    const [own] = await keyring().trust([me]);
    part(safety, 'number').textContent = own?.safety ?? '';
    safety.hidden = !own?.safety;
  }
  await Promise.all([devices(), people(), onePerson(), reports()]);
  return status;
}

/** The checksum of what encrypts here, as it was handed out: it comes out of the browser's cache. */
async function bundle() {
  const places = document.querySelectorAll('[data-e2ee="bundle"]');
  if (!places.length) return;
  const { bundleOf } = await import('./bundle.js');
  const { checksum } = await bundleOf(new URL('../../', import.meta.url).href, async (url) => (await fetch(url)).arrayBuffer());
  for (const code of places) code.textContent = checksum;
}

async function start() {
  const box = place('status');
  if (!usable()) {
    if (box) part(box, 'text').textContent = t('This browser cannot open encrypted rooms here. It takes a current browser, and an address that begins with https.');
    return;
  }
  bundle().catch(tellError);
  const client = clientOf();
  for (const event of /** @type {const} */ (['status', 'trust'])) client.on(event, () => void refresh().catch(() => {}));
  client.on('verification', async (now) => now.phase === 'requested' && !now.mine && (await import('./verify.js')).openVerification(now.flow, { now }));
  await refresh().catch(async (error) => box && (part(box, 'text').textContent = await explain(error)));
  // What came while nobody looked.
  await client.keyring.news().catch(() => {});
}

start();
