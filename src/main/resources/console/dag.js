// Draws a definition as a graph: layers by the longest way from the trigger, crossings reduced by barycentres.

import { s } from './dom.js';
import { pathOf } from './words.js';

const BOX = { width: 168, height: 52 };
const GAP = { along: 48, across: 18 };
const ROUNDS = 6;
/** What does not fit is drawn smaller down to this share, then it scrolls. */
const LEAST = 0.72;

/** actions: [{name, needs: ['other', 'optional?'], compensates?, state?, attempts?, mark?}]; told which one was chosen. */
export function dag(trigger, actions, { downwards = false, scale = 1, chosen = '', choose = null } = {}) {
  const graph = layout(trigger, actions, downwards);
  const drawn = s('svg.dag', {
    viewBox: `0 0 ${graph.width} ${graph.height}`, width: graph.width * scale, height: graph.height * scale, role: 'img',
    style: { 'min-width': scale === 1 ? `${graph.width * LEAST}px` : '0' },
    'aria-label': `The graph of ${trigger.name}: ${actions.map((each) => each.name).join(', ')}`,
  });
  const done = new Set(actions.filter((each) => each.state === 'succeeded').map((each) => each.name));
  drawn.append(s('g', graph.edges.map((edge) => s('path', {
    class: `edge${edge.optional ? ' is-optional' : ''}${edge.undoing ? ' is-undoing' : ''}${edge.from === graph.root || done.has(edge.from) ? ' is-met' : ''}`,
    d: curve(edge.points, downwards),
  }))));
  drawn.append(s('g', graph.boxes.map((box) => drawBox(box, chosen, choose))));
  return drawn;
}

function drawBox(box, chosen, choose) {
  const { action, x, y } = box;
  if (!action) {
    return s('g.box.is-trigger', { transform: `translate(${x} ${y})` },
      s('rect', { width: BOX.width, height: 36, y: 8, rx: 18 }), s('text.name', { x: BOX.width / 2, y: 31, 'text-anchor': 'middle' }, short(box.label, 22)), s('title', box.label));
  }
  const word = action.state || '';
  const below = action.below || [word, action.attempts > 1 ? `${action.attempts} attempts` : ''].filter(Boolean).join(' · ');
  const click = choose ? { click: () => choose(action.name), keydown: (event) => { if (event.key === 'Enter') choose(action.name); } } : {};
  return s('g.box', {
    transform: `translate(${x} ${y})`, class: `is-${action.mark || word || 'plain'}${action.compensates ? ' is-compensation' : ''}${chosen === action.name ? ' is-chosen' : ''}`,
    tabindex: choose ? 0 : null, role: choose ? 'button' : null, 'aria-label': choose ? `${action.name} ${word}` : null, on: click,
  },
  s('rect', { width: BOX.width, height: BOX.height, rx: 10 }),
  word ? s('g.sign', { transform: 'translate(12 14)' }, s('circle', { cx: 12, cy: 12, r: 12 }), s('path', { transform: 'translate(4 4)', d: pathOf(word) })) : null,
  s('text.name', { x: word ? 46 : 16, y: below ? 23 : 31 }, short(action.name, word ? 15 : 19)),
  below ? s('text.below', { x: word ? 46 : 16, y: 39 }, short(below, 22)) : null,
  s('title', `${action.name}${action.compensates ? `, which undoes ${action.compensates}` : ''}${word ? `: ${word}` : ''}`));
}

function short(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function curve(points, downwards) {
  return points.map(([x, y], i) => {
    if (i === 0) return `M${x} ${y}`;
    const [px, py] = points[i - 1];
    const [mx, my] = [(px + x) / 2, (py + y) / 2];
    return downwards ? `C${px} ${my} ${x} ${my} ${x} ${y}` : `C${mx} ${py} ${mx} ${y} ${x} ${y}`;
  }).join('');
}

/** Where everything stands. */
export function layout(trigger, actions, downwards) {
  const root = ' trigger';
  const names = new Set(actions.map((each) => each.name));
  const needs = new Map(actions.map((each) => [each.name, edgesOf(each, names, root)]));
  const depth = depths(root, needs);
  const layers = [];
  const put = (node) => (layers[node.layer] ||= []).push(node);
  const nodes = new Map([[root, { name: root, label: trigger.name, layer: 0, up: [], down: [] }]]);
  actions.forEach((action) => nodes.set(action.name, { name: action.name, action, layer: depth.get(action.name), up: [], down: [] }));
  nodes.forEach(put);
  const edges = [];
  needs.forEach((list, to) => list.forEach(({ from, optional, undoing }) => {
    const way = [nodes.get(from)];
    for (let layer = way[0].layer + 1; layer < nodes.get(to).layer; layer++) {
      const bend = { bend: true, layer, up: [], down: [] };
      put(bend);
      way.push(bend);
    }
    way.push(nodes.get(to));
    way.slice(1).forEach((node, i) => { node.up.push(way[i]); way[i].down.push(node); });
    edges.push({ from, to, optional, undoing, way });
  }));
  arrange(layers, downwards);
  return placed(layers, edges, root, downwards);
}

function edgesOf(action, names, root) {
  if (names.has(action.compensates)) return [{ from: action.compensates, optional: false, undoing: true }];
  const list = (action.needs || []).map((need) => ({ from: need.replace(/\?$/, ''), optional: need.endsWith('?') }))
    .filter((edge) => names.has(edge.from) && edge.from !== action.name);
  return list.length ? list : [{ from: root, optional: false }];
}

function depths(root, needs) {
  const depth = new Map([[root, 0]]);
  const visit = (name, path) => {
    if (depth.has(name)) return depth.get(name);
    if (path.has(name)) return 0;
    const below = Math.max(...needs.get(name).map((edge) => visit(edge.from, new Set([...path, name]))));
    depth.set(name, below + 1);
    return below + 1;
  };
  [...needs.keys()].forEach((name) => visit(name, new Set()));
  return depth;
}

function arrange(layers, downwards) {
  const size = (node) => (node.bend ? 12 : downwards ? BOX.width : BOX.height);
  const number = () => layers.forEach((layer) => layer.forEach((node, i) => { node.order = i; }));
  number();
  for (let round = 0; round < ROUNDS; round++) {
    const way = round % 2 ? 'down' : 'up';
    layers.forEach((layer) => {
      layer.forEach((node) => { node.pull = node[way].length ? mean(node[way].map((each) => each.order)) : node.order; });
      layer.sort((one, other) => one.pull - other.pull);
    });
    number();
  }
  layers.forEach((layer) => spread(layer, layer.map(() => 0), size));
  for (let round = 0; round < ROUNDS; round++) {
    layers.forEach((layer) => spread(layer, layer.map((node) => {
      const near = [...node.up, ...node.down];
      return near.length ? mean(near.map((each) => each.across)) : node.across;
    }), size));
  }
}

/** Each as near to where it is wanted as the others let it. */
function spread(layer, wanted, size) {
  const apart = (i) => (size(layer[i - 1]) + size(layer[i])) / 2 + GAP.across;
  const low = [];
  layer.forEach((node, i) => { low[i] = i ? Math.max(wanted[i], low[i - 1] + apart(i)) : wanted[i]; });
  const high = [];
  for (let i = layer.length - 1; i >= 0; i--) high[i] = i < layer.length - 1 ? Math.min(wanted[i], high[i + 1] - apart(i + 1)) : wanted[i];
  layer.forEach((node, i) => { node.across = (low[i] + high[i]) / 2; });
  for (let i = 1; i < layer.length; i++) layer[i].across = Math.max(layer[i].across, layer[i - 1].across + apart(i));
}

function mean(numbers) {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

function placed(layers, edges, root, downwards) {
  const all = layers.flat();
  const half = (downwards ? BOX.width : BOX.height) / 2;
  const least = Math.min(...all.map((node) => node.across)) - half - 4;
  const most = Math.max(...all.map((node) => node.across)) + half + 4;
  const along = downwards ? BOX.height : BOX.width;
  const gap = downwards ? 36 : GAP.along;
  const start = (node) => 4 + node.layer * (along + gap);
  const point = (along_, across) => (downwards ? [across, along_] : [along_, across]).map((each) => Math.round(each * 10) / 10);
  const boxes = all.filter((node) => !node.bend).map((node) => {
    const [x, y] = point(start(node), node.across - least - half);
    return { name: node.name, label: node.label, action: node.action, x, y };
  });
  const inset = (node) => (downwards && node.name === root ? 8 : 0);
  return {
    root,
    boxes,
    edges: edges.map((edge) => ({ ...edge, points: edge.way.flatMap((node, i) => {
      const across = node.across - least;
      if (i === 0) return [point(start(node) + along - inset(node), across)];
      if (i === edge.way.length - 1) return [point(start(node), across)];
      return [point(start(node), across), point(start(node) + along, across)];
    }) })),
    width: downwards ? most - least : layers.length * (along + gap) - gap + 8,
    height: downwards ? layers.length * (along + gap) - gap + 8 : most - least,
  };
}
