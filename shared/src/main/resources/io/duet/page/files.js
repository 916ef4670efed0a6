// The files that this node shares, and uploads to it.

import {get, upload} from './api.js';
import {announce, byId, bytes, element, namedRow, rows, saveLink, show} from './dom.js';

const STEP = 50;

let limit = STEP;
let uploads = [];
let uploading = false;

export function startFiles() {
  byId('upload').addEventListener('change', event => {
    add([...event.target.files]);
    event.target.value = '';
  });
  byId('more-files').addEventListener('click', () => {
    limit = Math.min(1000, 2 * limit);
    updateFiles();
  });
  const target = byId('share');
  document.addEventListener('dragover', event => event.preventDefault());
  document.addEventListener('drop', event => event.preventDefault());
  target.addEventListener('dragover', () => target.classList.add('over'));
  target.addEventListener('dragleave', () => target.classList.remove('over'));
  target.addEventListener('drop', event => {
    target.classList.remove('over');
    add([...event.dataTransfer.files]);
  });
}

/** Asks for the shared files. */
export async function updateFiles() {
  try {
    const {total, files} = await get(`/files?limit=${limit}`);
    show(byId('files-total'), total > files.length ? `(${files.length} of ${total})` : '');
    show(byId('files-note'), total === 0 ? 'Nothing is shared yet.' : '');
    byId('more-files').hidden = files.length >= total || limit >= 1000;
    rows(byId('files'), files, each => `${each.name} ${each.id}`, createRow, () => {});
  } catch (problem) {
    if (problem.status !== 409) throw problem;
    show(byId('files-note'), problem.message);
    byId('share').hidden = true;
  }
}

function createRow({id, name, bytes: size}) {
  const row = namedRow(name);
  show(row.querySelector('.detail'), `${bytes(size)}, id ${id.slice(0, 8)}…`);
  row.querySelector('.act').append(saveLink(id, name));
  return row;
}

function add(files) {
  uploads.push(...files.map(file => ({file, sent: 0, text: 'Waiting', key: crypto.randomUUID()})));
  showUploads();
  uploadNext();
}

/** One upload at a time, because the disk of the node is the bottleneck. */
async function uploadNext() {
  const next = uploads.find(each => each.text === 'Waiting');
  if (uploading || !next) return;
  uploading = true;
  try {
    await upload(next.file, sent => showSent(next, sent));
    uploads = uploads.filter(each => each !== next);
    announce(`${next.file.name} is uploaded`);
    updateFiles();
  } catch (problem) {
    next.text = problem.message;
    next.bad = true;
    announce(`${next.file.name} is not shared: ${problem.message}`);
  }
  uploading = false;
  showUploads();
  uploadNext();
}

function showSent(next, sent) {
  next.sent = sent;
  next.text = sent < next.file.size ? `${bytes(sent)} of ${bytes(next.file.size)}` : 'Hashing …';
  showUploads();
}

function showUploads() {
  rows(byId('uploads'), uploads, each => each.key, createUpload, updateUpload);
}

function createUpload({file}) {
  const row = namedRow(file.name);
  row.append(element('progress', {max: Math.max(1, file.size), 'aria-label': `Upload of ${file.name}`}));
  return row;
}

function updateUpload(row, {sent, text, bad}) {
  row.querySelector('progress').value = sent;
  row.querySelector('progress').hidden = Boolean(bad);
  show(row.querySelector('.detail'), text);
  row.querySelector('.detail').classList.toggle('bad', Boolean(bad));
}
