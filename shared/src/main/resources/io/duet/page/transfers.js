// Downloads of this node, with their progress.

import {get, remove} from './api.js';
import {announce, byId, bytes, count, element, namedRow, rows, saveLink, show} from './dom.js';

const SHOWN_MAX = 50;
const IDLE_MS = 2000;
const RUNNING_MS = 500;

const earlier = new Map(); // state, bytes and time of each transfer at the last poll
let timer;

/** The share of a transfer that is here. */
export function percent({bytes: size, received}) {
  if (size === undefined) return 'looking for providers';
  return `${size === 0 ? 100 : Math.floor(100 * received / size)} %`;
}

/** Asks for the transfers now, and then as long as the page is open; more often while one runs. */
export async function pollTransfers() {
  clearTimeout(timer);
  let wait = IDLE_MS;
  try {
    if (!document.hidden && await update()) wait = RUNNING_MS;
  } catch (problem) {
    if (problem.status === 409) show(byId('transfers-note'), problem.message);
  }
  clearTimeout(timer);
  timer = setTimeout(pollTransfers, wait);
}

/** Returns whether a transfer runs. */
async function update() {
  const {total, transfers} = await get(`/transfers?limit=${SHOWN_MAX}`);
  show(byId('transfers-total'), total > transfers.length ? `(${transfers.length} of ${total})` : '');
  show(byId('transfers-note'), total === 0 ? 'Nothing was fetched yet.' : '');
  rows(byId('transfers'), transfers, each => each.number, createRow, updateRow);
  document.dispatchEvent(new CustomEvent('transfers', {detail: transfers}));
  return transfers.some(each => each.state === 'running');
}

function createRow({number, name}) {
  const row = namedRow(name);
  const cancel = element('button', {type: 'button', class: 'cancel', title: `Ends the transfer of ${name}`});
  cancel.addEventListener('click', () => cancelTransfer(row, number));
  row.querySelector('.act').append(cancel);
  row.append(element('progress', {max: 1, 'aria-label': `Progress of ${name}`}));
  return row;
}

async function cancelTransfer(row, number) {
  try {
    await remove(`/transfers/${number}`);
    await pollTransfers();
  } catch (problem) {
    show(row.querySelector('.detail'), problem.message);
  }
}

function updateRow(row, transfer) {
  const {number, name, id, state, bytes: size, received} = transfer;
  const before = earlier.get(number);
  const rate = rateOf(before, received);
  earlier.set(number, {state, received, at: performance.now(), rate});
  const progress = row.querySelector('progress');
  progress.hidden = state === 'done' || state === 'failed';
  if (size !== undefined) progress.value = size === 0 ? 1 : received / size;
  const cancel = row.querySelector('.cancel');
  cancel.hidden = state === 'done';
  cancel.textContent = state === 'failed' ? 'Remove' : 'Cancel';
  const detail = row.querySelector('.detail');
  show(detail, textOf(transfer, rate));
  detail.classList.toggle('bad', state === 'failed');
  if (state === 'done' && !row.querySelector('a')) {
    row.querySelector('.act').append(saveLink(id, name));
  }
  if (before?.state === 'running' && state === 'done') announce(`${name} is fetched`);
  if (before?.state === 'running' && state === 'failed') announce(`${name} failed`);
}

/** Bytes per second, smoothed over a few polls; undefined at the first one. */
function rateOf(before, received) {
  if (!before) return undefined;
  const now = 1000 * (received - before.received) / (performance.now() - before.at);
  return before.rate === undefined ? now : 0.6 * before.rate + 0.4 * now;
}

function textOf(transfer, rate) {
  const {state, bytes: size, received, providers, error, obstacle} = transfer;
  if (state === 'done') return `${bytes(size)}, verified and shared`;
  if (state === 'failed') return error ?? 'Failed';
  if (state === 'paused') return `Paused at ${percent(transfer)}`;
  if (obstacle) return `Waiting: ${obstacle}`;
  if (size === undefined) return 'Looking for providers …';
  const parts = [percent(transfer), `${bytes(received)} of ${bytes(size)}`, count(providers, 'provider')];
  if (rate > 0) parts.push(`${bytes(rate)}/s`, `${Math.ceil((size - received) / rate)} s left`);
  return parts.join(', ');
}
