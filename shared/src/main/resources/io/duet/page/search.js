// Search as the user types, and the button that fetches what was found.

import {get, post} from './api.js';
import {announce, byId, bytes, count, element, namedRow, rows, saveLink, show} from './dom.js';
import {percent, pollTransfers} from './transfers.js';

const DELAY_MS = 300;

let timer;
let running = new AbortController();
const fetched = new Map(); // the number of the transfer of each name

export function startSearch() {
  byId('words').addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, DELAY_MS);
  });
  byId('search').addEventListener('submit', event => {
    event.preventDefault();
    clearTimeout(timer);
    search();
  });
  document.addEventListener('transfers', event => showProgress(event.detail));
}

async function search() {
  running.abort();
  running = new AbortController();
  const words = byId('words').value.trim();
  if (!/[\p{L}\p{N}]/u.test(words)) {
    showFound([], 'The whole network is searched as you type.');
    return;
  }
  show(byId('search-note'), 'Searching …');
  try {
    const names = await namesWith(words, running.signal);
    showFound(names, names.length === 0 ? 'No name has all these words.' : count(names.length, 'name'));
    announce(byId('search-note').textContent);
  } catch (problem) {
    if (problem.name !== 'AbortError') showFound([], problem.message);
  }
}

/** The names with these words; networks without an index of words know whole names only. */
async function namesWith(words, signal) {
  try {
    return (await get(`/search?words=${encodeURIComponent(words)}`, signal)).found;
  } catch (problem) {
    if (problem.status !== 400) throw problem;
    const {name, providers} =
      await get(`/search?results=16&name=${encodeURIComponent(words)}`, signal);
    return providers.length === 0 ? [] : [{name, providers: providers.map(each => each.address)}];
  }
}

function showFound(names, note) {
  show(byId('search-note'), note);
  rows(byId('results'), names, each => each.name, createRow, updateRow);
}

function createRow({name}) {
  const row = namedRow(name);
  const button = element('button', {type: 'button', 'aria-label': `Get ${name}`}, 'Get');
  button.addEventListener('click', () => getContent(row, button, name));
  row.querySelector('.act').append(button);
  return row;
}

function updateRow(row, {name, providers}) {
  if (!fetched.has(name)) tell(row, count(providers.length, 'provider'));
}

function tell(row, text, bad = false) {
  const detail = row.querySelector('.detail');
  show(detail, text);
  detail.classList.toggle('bad', bad);
}

async function getContent(row, button, name) {
  button.disabled = true;
  tell(row, 'Asking the providers …');
  try {
    const {contents, silent} = await get(`/contents?name=${encodeURIComponent(name)}`);
    if (contents.length === 0) {
      throw new Error(silent.length ? `No answer from ${silent.join(', ')}.` : 'Nobody offers it now.');
    }
    if (contents.length === 1) await fetchContent(row, name, contents[0].id);
    else offerChoices(row, name, contents);
  } catch (problem) {
    button.disabled = false;
    tell(row, problem.message, true);
    announce(problem.message);
  }
}

async function fetchContent(row, name, id) {
  const transfer = await post('/transfers', {id, name});
  fetched.set(name, transfer.number);
  tell(row, 'Fetching …');
  announce(`Fetching ${name}`);
  pollTransfers();
}

/** Names are not unique: the user chooses by size and by the first digits of the id. */
function offerChoices(row, name, contents) {
  tell(row, `${contents.length} contents have this name; choose one:`);
  const choices = element('div', {class: 'choices'});
  contents.forEach(({id, bytes: size, providers}) => {
    const text = `Get ${bytes(size)}, id ${id.slice(0, 8)}…, ${count(providers.length, 'provider')}`;
    const button = element('button', {type: 'button'}, text);
    button.addEventListener('click', () => {
      choices.remove();
      fetchContent(row, name, id).catch(problem => tell(row, problem.message, true));
    });
    choices.append(button);
  });
  row.append(choices);
  choices.firstChild.focus();
}

function showProgress(transfers) {
  const byNumber = new Map(transfers.map(each => [each.number, each]));
  for (const row of byId('results').children) {
    const transfer = byNumber.get(fetched.get(row.dataset.key));
    if (transfer) showTransfer(row, transfer);
  }
}

function showTransfer(row, transfer) {
  const act = row.querySelector('.act');
  if (transfer.state === 'done' && act.dataset.done !== transfer.id) {
    act.dataset.done = transfer.id;
    act.replaceChildren(saveLink(transfer.id, transfer.name));
  }
  const texts = {running: `Fetching, ${percent(transfer)}`, done: 'Fetched', paused: 'Paused'};
  tell(row, texts[transfer.state] ?? transfer.error ?? 'Failed', transfer.state === 'failed');
}
