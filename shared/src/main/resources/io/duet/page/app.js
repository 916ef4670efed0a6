// The page of a node: asks the node for its state every two seconds, and shows it.

import {get} from './api.js';
import {byId, count, element, rows, show} from './dom.js';
import {draw} from './drawing.js';
import {startFiles, updateFiles} from './files.js';
import {neighborhood} from './graph.js';
import {startSearch} from './search.js';
import {pollTransfers} from './transfers.js';

const PERIOD_MS = 2000;
const PEERS_MAX = 100;

let before; // the count of messages at the last poll, and its time

async function poll() {
  try {
    if (!document.hidden) {
      await Promise.all([updateNode(), updateFiles()]);
      show(byId('offline'), '');
    }
  } catch (problem) {
    show(byId('offline'), problem.status ? problem.message : 'The node does not answer; asking again.');
  }
  setTimeout(poll, PERIOD_MS);
}

async function updateNode() {
  const status = await get('/status');
  const graph = neighborhood(status, await superPeers(status));
  showNode(status, graph.nodes[0].relation);
  const pace = paceOf(status.traffic);
  draw(graph, pace);
  showPeers(graph.nodes.slice(1));
  const what = graph.kind === 'ring' ? 'Ring' : 'Graph';
  show(byId('drawing-note'), `${what} of ${count(graph.nodes.length, 'known node')}, `
    + `${pace.toFixed(1)} messages per second`);
}

/** The super-peers that a node knows; a ring has none. */
async function superPeers(status) {
  if (status.ring) return [];
  try {
    return (await get('/super-peers'))['super-peers'];
  } catch (problem) {
    if (problem.status === 400) return [];
    throw problem;
  }
}

function showNode({health, node}, relation) {
  document.title = `Duet ${node.address}`;
  show(byId('node'), `${relation}: ${node.address}, overlay ${node.overlay}`);
  show(byId('health'), health);
  byId('health').classList.toggle('good', health === 'healthy');
}

/** Messages per second since the last poll. */
function paceOf({messages_sent, messages_received}) {
  const now = {messages: messages_sent + messages_received, at: performance.now()};
  const pace = before ? 1000 * (now.messages - before.messages) / Math.max(1, now.at - before.at) : 0;
  before = now;
  return Math.max(0, pace);
}

function showPeers(peers) {
  const shown = peers.slice(0, PEERS_MAX);
  byId('peers').hidden = peers.length === 0;
  show(byId('peers-total'), peers.length > PEERS_MAX ? `(${PEERS_MAX} of ${peers.length})` : `(${peers.length})`);
  show(byId('peers-note'), peers.length === 0 ? 'This node knows no peers yet.' : '');
  rows(byId('peers').tBodies[0], shown, each => each.address, createPeer, (row, peer) => {
    show(row.cells[1], peer.relation);
    row.cells[2].textContent = peer.detail;
  });
}

function createPeer({address}) {
  return element('tr', {}, element('td', {}, address), element('td'), element('td'));
}

startSearch();
startFiles();
poll();
pollTransfers();
