// What the status of a node says of its neighborhood, as nodes of a drawing.
//
// A node is {address, relation, detail, kind, angle, satellites}: kind is self, near, far or known;
// the angle goes clockwise from the top, in turns; satellites are leaves without names.

import {count} from './dom.js';

const ADDRESS = /^\S+:\d+$/;

/** The nodes around a node, itself first. */
export function neighborhood(status, superPeers) {
  return status.ring ? ringOf(status) : graphOf(status, superPeers);
}

/** Where a ring id is on the ring, in turns. */
function turn(position) {
  return parseInt(position.slice(0, 13), 16) / 2 ** 52;
}

function percent(turns) {
  return `at ${(100 * turns).toFixed(1)} %`;
}

function ringOf(status) {
  const {ring, node} = status;
  const nodes = new Map();
  const add = (address, position, relation, kind) => {
    if (!ADDRESS.test(address) || !position) return;
    const known = nodes.get(address);
    if (known) known.relation += `, ${relation}`;
    else nodes.set(address, {address, relation, kind, angle: turn(position), detail: percent(turn(position))});
  };
  add(node.address, ring.position, 'This node, member', 'self');
  status.successors.forEach(({peer, position, place}) =>
    add(peer, position, place === 1 ? 'successor' : `successor ${place}`, 'near'));
  add(ring.predecessor, ring.predecessor_position, 'predecessor', 'near');
  fingersOf(status).forEach(({peer, position}) => add(peer, position, 'finger', 'far'));
  return {
    kind: 'ring',
    nodes: [...nodes.values()],
    successor: status.successors[0]?.peer,
    fingers: fingersOf(status).map(finger => finger.peer),
    legend: {self: 'this node', near: 'successors and predecessor', far: 'fingers'},
  };
}

function fingersOf(status) {
  return status.fingers.filter(finger => ADDRESS.test(finger.peer));
}

function graphOf(status, superPeers) {
  const nodes = new Map();
  const add = (address, relation, kind, detail = '', satellites = 0) => {
    if (!ADDRESS.test(address) || nodes.has(address)) return;
    nodes.set(address, {address, relation, kind, detail, satellites});
  };
  const role = status.membership?.role ?? status.peer?.role ?? 'peer';
  add(status.node.address, `This node, ${role}`, 'self');
  superPeers.forEach(row => addSuperPeer(add, row));
  add(status.peer?.tracker ?? '', 'tracker', 'near');
  Object.entries(status).forEach(([title, rows]) => {
    if (Array.isArray(rows)) rows.forEach(row => addRow(add, title, row));
  });
  const all = [...nodes.values()];
  spread(all.filter(each => each.kind === 'near' || each.kind === 'known'),
    all.filter(each => each.kind === 'far'));
  return {kind: 'graph', nodes: all, legend: legendOf(all)};
}

function addSuperPeer(add, row) {
  const leaves = row.leaves === null ? '' : count(row.leaves, 'leaf', 'leaves');
  const kind = row.relation === 'known' ? 'known' : 'near';
  const own = row.relation === 'serves this leaf' ? 1 : 0;
  add(row['super-peer'], `super-peer, ${row.relation}`, kind, leaves, Math.max(0, row.leaves - own));
}

function addRow(add, title, row) {
  const one = {leaves: 'leaf', neighbors: 'neighbor', 'super-peers': 'super-peer'};
  const address = row.peer ?? row['super-peer'] ?? '';
  const kind = title === 'leaves' ? 'far' : title === 'inactive' ? 'known' : 'near';
  add(String(address), one[title] ?? title.replaceAll('_', ' '), kind);
}

/** Those above are in the upper half if there are some below; else all are around. */
function spread(above, below) {
  const half = above.length > 0 && below.length > 0;
  place(above, half ? -0.25 : 0, half);
  place(below, half ? 0.25 : 0, half);
}

function place(nodes, from, half) {
  nodes.forEach((node, i) => {
    node.angle = half ? from + (i + 0.5) / nodes.length / 2 : from + i / nodes.length;
  });
}

function legendOf(nodes) {
  const names = {near: 'super-peers and neighbors', far: 'leaves of this node', known: 'known, not connected'};
  const kinds = new Set(nodes.map(each => each.kind));
  const legend = {self: 'this node'};
  Object.entries(names).forEach(([kind, name]) => {
    if (kinds.has(kind)) legend[kind] = name;
  });
  return legend;
}
