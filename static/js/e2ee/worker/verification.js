// @ts-check
/** Verifying a person or a device: by comparing emoji, or by scanning a code. */
import { numberOf, userOf } from './ids.js';
import { KeyringError, within } from './patience.js';

/** How long an ended flow can still be looked at. */
const KEPT = 20;

/** @typedef {import('./api.d.ts').Verification} Verification */

/**
 * @param {import('./environment.d.ts').Ring} ring
 * @param {object} with_
 * @param {(people: number[]) => Promise<void>} with_.learn
 * @param {(person: number) => Promise<void>} with_.done a verification ended well
 */
export function createVerification(ring, { learn, done }) {
  const { env, machine, named, requests } = ring;
  const { Qr, QrCodeScan, QrState, Sas, VerificationMethod: Method, VerificationRequestPhase: Phase } = env.library;
  const METHODS = [Method.SasV1, Method.QrCodeShowV1, Method.QrCodeScanV1, Method.ReciprocateV1];
  /** @type {Map<string, {request: any, person: number, others: string[], last: string}>} by flow; any: the library's request */
  const flows = new Map();

  /** @param {string} flow */
  function get(flow) {
    const found = flows.get(flow);
    if (!found) throw new KeyringError('notFound');
    return found;
  }

  /** @param {string} flow @returns {Verification} */
  function view(flow) {
    const { request, person } = get(flow);
    const running = request.getVerification();
    const phase = request.phase();
    const cancelled = request.isCancelled() || running?.isCancelled() || request.timedOut();
    const sas = running instanceof Sas ? running : null;
    const emoji = sas?.canBePresented() ? (sas.emoji() ?? []).map((/** @type {any} */ { symbol, description: name }) => ({ symbol, name })) : null; // open; any: the library's emoji
    const code = running instanceof Qr ? running.state() : null;
    const theirs = request.theirSupportedMethods ?? [];
    const scanned = code === QrState.Scanned || code === QrState.Reciprocated || code === QrState.Confirmed;
    const over = request.isDone() || running?.isDone();
    const shown = cancelled ? 'cancelled' : over ? 'done' : sas ? 'emoji' : scanned ? 'scanned' : phase === Phase.Ready || phase === Phase.Transitioned ? 'ready' : 'requested';
    return {
      flow,
      person,
      device: request.otherDeviceId?.toString() ?? null,
      own: person === env.me,
      mine: request.weStarted(),
      phase: shown,
      emoji,
      canScan: theirs.includes(Method.QrCodeShowV1),
      canShow: theirs.includes(Method.QrCodeScanV1),
      ...(cancelled ? { why: request.cancelInfo?.cancelCode() ?? running?.cancelInfo()?.cancelCode() ?? 'm.timeout' } : {}),
    };
  }

  /** Whose device answered first is the one: the others need not ask any more. @param {string} flow @param {string} answering */
  async function hush(flow, answering) {
    const found = get(flow);
    const rest = found.others.filter((device) => device !== answering);
    found.others = [];
    const content = { transaction_id: flow, code: 'm.accepted', reason: 'Accepted on another device' };
    const messages = rest.map((device) => ({ person: found.person, device, content }));
    if (messages.length) await env.rest('POST', '/e2ee/mail', { transaction: `${flow}.hush`, type: 'm.key.verification.cancel', messages });
  }

  /** Tells how a flow stands, if that is news. @param {string} flow */
  async function tell(flow) {
    const found = get(flow);
    const now = view(flow);
    const text = JSON.stringify(now);
    if (text === found.last) return;
    found.last = text;
    if (now.phase === 'ready' && now.device && found.others.length) await hush(flow, now.device).catch(() => {});
    env.tell('verification', now);
    if (now.phase === 'done') await done(found.person).catch(() => {});
  }

  /** @param {any} request; any: the library's @param {string[]} [others] devices that were asked as well */
  function keep(request, others = []) {
    const flow = request.flowId;
    if (flows.has(flow)) return flow;
    flows.set(flow, { request, person: numberOf(request.otherUserId.toString()), others, last: '' });
    for (const old of flows.keys()) {
      if (flows.size <= KEPT) break;
      if (old !== flow && ['done', 'cancelled'].includes(view(old).phase)) flows.delete(old);
    }
    return flow;
  }

  /** Looks for what others began, and for what goes on. @param {number[]} people from whom something came */
  async function look(people) {
    for (const person of people) for (const request of machine.getVerificationRequests(named.user(person))) keep(request);
    for (const flow of flows.keys()) await tell(flow);
  }

  /** Sends what a step of a verification says, and tells where it stands. @param {string} flow @param {any} out; any: the library's requests, or none */
  async function proceed(flow, out) {
    for (const one of Array.isArray(out) ? out : [out]) await requests.send(one);
    await requests.flush();
    await tell(flow);
  }

  /** @param {{person: number, device?: string}} whom @returns {Promise<string>} */
  async function request({ person, device }) {
    await learn([person]);
    if (person === env.me && !device) {
      const own = await within(machine.getIdentity(named.user(person)));
      if (!own) throw new KeyringError('notReady');
      const [begun, out] = await within(/** @type {any} */ (own).requestVerification(METHODS)); // open; any: one's own identity
      const flow = keep(begun);
      await proceed(flow, out);
      return flow;
    }
    /** @type {import('./environment.d.ts').LibraryDevice[]} */
    const known = (await within(machine.getUserDevices(named.user(person)))).devices();
    const all = known.filter((one) => (device ? one.deviceId.toString() === device : one.isCrossSignedByOwner()));
    if (!all.length) throw new KeyringError('notFound');
    const ids = all.map((one) => one.deviceId.toString());
    const [begun, out] = all[0].requestVerification(METHODS);
    // The library asks one device; the others hear the same, and whichever answers is it.
    const content = JSON.parse(out.body).messages[userOf(person)][ids[0]];
    const flow = keep(begun, ids.length > 1 ? ids : []);
    const more = ids.slice(1).map((id) => ({ person, device: id, content }));
    if (more.length) await env.rest('POST', '/e2ee/mail', { transaction: `${flow}.more`, type: out.event_type, messages: more });
    await proceed(flow, out);
    return flow;
  }

  /** @param {string} flow */
  function running(flow) {
    const found = get(flow).request.getVerification();
    if (!found) throw new KeyringError('notReady');
    return found;
  }

  return {
    look,
    request,
    view: () => [...flows.keys()].map(view),
    accept: (/** @type {string} */ flow) => proceed(flow, get(flow).request.acceptWithMethods(METHODS)),
    async startEmoji(/** @type {string} */ flow) {
      const there = get(flow).request.getVerification();
      if (there instanceof Sas) return proceed(flow, there.accept());
      const started = await within(/** @type {Promise<any>} */ (get(flow).request.startSas())); // open; any: the library's pair, or nothing
      if (!started) throw new KeyringError('notReady');
      await proceed(flow, started[1]);
    },
    async confirmEmoji(/** @type {string} */ flow, /** @type {boolean} */ same) {
      const sas = running(flow);
      await proceed(flow, same ? await within(sas.confirm()) : sas.cancelWithCode('m.mismatched_sas'));
    },
    async code(/** @type {string} */ flow) {
      const qr = await within(/** @type {Promise<any>} */ (get(flow).request.generateQrCode())); // open; any: the library's code, or nothing
      return qr ? new Uint8Array(qr.toBytes()) : null;
    },
    async scanned(/** @type {string} */ flow, /** @type {Uint8Array} */ bytes) {
      let scan;
      try {
        scan = QrCodeScan.fromBytes(new Uint8ClampedArray(bytes));
      } catch {
        throw new KeyringError('wrongCode');
      }
      const qr = await within(/** @type {Promise<any>} */ (get(flow).request.scanQrCode(scan))).catch(() => null); // open; any: the library's code
      if (!qr) throw new KeyringError('wrongCode');
      await proceed(flow, qr.reciprocate());
    },
    confirmScanned: (/** @type {string} */ flow, /** @type {boolean} */ yes) => proceed(flow, yes ? running(flow).confirmScanning() : running(flow).cancel()),
    cancel: (/** @type {string} */ flow) => proceed(flow, get(flow).request.cancel()),
  };
}
