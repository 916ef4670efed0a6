// Draws the neighborhood of a node, and moves what changed.

import {byId, element, rows, shape} from './dom.js';

const CENTER = {x: 220, y: 200};
const RADIUS = 130;
const LABELS_MAX = 24;
const SATELLITES_MAX = 12;
const FADE_MS = 700;

/** Draws; the pace is in messages per second, and edges move with it. */
export function draw(graph, pace) {
  const drawing = byId('drawing');
  if (!drawing.firstChild) drawing.append(shape('g', {class: 'edges'}), shape('g', {class: 'nodes'}));
  drawing.style.setProperty('--turn', `${Math.max(0.4, 4 / Math.log2(2 + pace)).toFixed(2)}s`);
  graph.nodes.forEach(node => Object.assign(node, placeOf(graph, node)));
  drawEdges(drawing.firstChild, graph, pace > 0);
  drawNodes(drawing.lastChild, graph);
  drawLegend(graph.legend);
}

function placeOf(graph, node) {
  return graph.kind === 'graph' && node.kind === 'self' ? CENTER : at(node.angle, RADIUS);
}

function at(angle, radius) {
  const radians = 2 * Math.PI * angle;
  return {x: CENTER.x + radius * Math.sin(radians), y: CENTER.y - radius * Math.cos(radians)};
}

function drawEdges(layer, graph, busy) {
  const paths = graph.kind === 'ring' ? ringEdges(graph) : starEdges(graph);
  rows(layer, paths, each => each.key, () => shape('path'), (path, {d, type}) => {
    path.setAttribute('d', d);
    path.setAttribute('class', `${type}${busy && /near|far/.test(type) ? ' flow' : ''}`);
  });
}

function ringEdges({nodes, successor, fingers}) {
  const [self] = nodes;
  const circle = `M ${CENTER.x} ${CENTER.y - RADIUS} a ${RADIUS} ${RADIUS} 0 1 1 -0.01 0`;
  const edges = [{key: 'ring', d: circle, type: 'track'}];
  const next = nodes.find(node => node.address === successor);
  if (next) edges.push({key: 'successor', d: arc(self, next), type: 'edge near'});
  new Set(fingers).forEach(address => {
    const to = nodes.find(node => node.address === address);
    if (to && to !== self) edges.push({key: address, d: chord(self, to), type: 'edge far'});
  });
  return edges;
}

/** Clockwise along the ring. */
function arc(from, to) {
  const long = (to.angle - from.angle + 1) % 1 > 0.5 ? 1 : 0;
  return `M ${from.x} ${from.y} A ${RADIUS} ${RADIUS} 0 ${long} 1 ${to.x} ${to.y}`;
}

function chord(from, to) {
  return `M ${from.x} ${from.y} Q ${CENTER.x} ${CENTER.y} ${to.x} ${to.y}`;
}

function starEdges({nodes}) {
  const [self, ...others] = nodes;
  return others.map(to => ({
    key: to.address,
    d: `M ${self.x} ${self.y} L ${to.x} ${to.y}`,
    type: `edge ${to.kind}`,
  }));
}

function drawNodes(layer, graph) {
  const all = graph.nodes.map((node, i) => ({...node, labelled: i < LABELS_MAX}));
  const leaving = [...layer.children].filter(
    group => !all.some(node => node.address === group.dataset.key));
  rows(layer, all, each => each.address, createNode, (group, node) => updateNode(group, node, graph));
  leaving.forEach(group => fade(layer, group));
}

function fade(layer, group) {
  const ghost = group.cloneNode(true);
  ghost.dataset.key = '';
  layer.append(ghost);
  requestAnimationFrame(() => ghost.classList.add('gone'));
  setTimeout(() => ghost.remove(), FADE_MS);
}

function createNode() {
  const group = shape('g', {class: 'node new'},
    shape('g'), shape('circle', {class: 'dot'}), shape('text'), shape('title'));
  requestAnimationFrame(() => group.classList.remove('new'));
  return group;
}

function updateNode(group, node, graph) {
  const [satellites, dot, label, title] = group.children;
  group.style.transform = `translate(${node.x.toFixed(1)}px, ${node.y.toFixed(1)}px)`;
  ['self', 'near', 'far', 'known'].forEach(kind => group.classList.toggle(kind, kind === node.kind));
  dot.setAttribute('r', node.kind === 'self' ? 11 : graph.nodes.length > LABELS_MAX ? 5 : 8);
  title.textContent = `${node.address}: ${node.relation}`;
  drawSatellites(satellites, node);
  drawLabel(label, node, graph);
}

/** The leaves of another super-peer, of which only the number is known. */
function drawSatellites(layer, {satellites = 0, angle = 0}) {
  const numbers = [...Array(Math.min(SATELLITES_MAX, satellites)).keys()];
  rows(layer, numbers, i => i, () => shape('circle', {class: 'satellite', r: 3}), (dot, i) => {
    const radians = 2 * Math.PI * (angle + (i - (numbers.length - 1) / 2) / (SATELLITES_MAX + 2));
    dot.setAttribute('cx', (16 * Math.sin(radians)).toFixed(1));
    dot.setAttribute('cy', (-16 * Math.cos(radians)).toFixed(1));
  });
}

/**
 * Peers of one host are told apart by their ports, which is all that there is room for. The label
 * of this node lies farther out, clear of those of its neighbors on a ring.
 */
function drawLabel(label, node, graph) {
  const host = graph.nodes[0].address.replace(/\d+$/, '');
  const text = node.address.startsWith(host) ? node.address.slice(host.length - 1) : node.address;
  const inside = graph.kind === 'graph' && node.kind === 'self';
  const radians = 2 * Math.PI * (node.angle ?? 0);
  const side = Math.sin(radians);
  const far = node.kind === 'self' ? 34 : node.satellites ? 26 : 18;
  label.textContent = node.labelled ? text : '';
  label.setAttribute('x', inside ? 0 : (far * side).toFixed(1));
  label.setAttribute('y', inside ? 24 : (-far * Math.cos(radians)).toFixed(1));
  label.setAttribute('text-anchor', inside || Math.abs(side) < 0.3 ? 'middle' : side > 0 ? 'start' : 'end');
}

function drawLegend(legend) {
  rows(byId('legend'), Object.entries(legend), ([kind]) => kind,
    ([kind, name]) => element('li', {class: kind}, name),
    (item, [, name]) => { if (item.textContent !== name) item.textContent = name; });
}
