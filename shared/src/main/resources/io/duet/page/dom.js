// Elements, lists that keep their rows, and texts for numbers.

const SVG = 'http://www.w3.org/2000/svg';

export const byId = id => document.getElementById(id);

/** An element with attributes, a text, and children. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

/** The same for drawings. */
export function shape(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

/** Shows a text; it is written only when it changes, so that a selection in it remains. */
export function show(target, text) {
  if (target.textContent !== text) target.textContent = text;
  target.hidden = text === '';
}

/**
 * Makes the rows of a list those of the items, in their order. A row with the key of an item is
 * kept, with its focus.
 */
export function rows(list, items, keyOf, create, update) {
  const before = new Map([...list.children].map(row => [row.dataset.key, row]));
  items.forEach((item, place) => {
    const key = String(keyOf(item));
    const row = before.get(key) ?? create(item);
    before.delete(key);
    row.dataset.key = key;
    if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
    update(row, item);
  });
  before.forEach(row => row.remove());
}

/** A row with a name, a detail and a place for a button. */
export function namedRow(name) {
  return element('li', {},
    element('span', {class: 'name'}, name),
    element('span', {class: 'detail'}),
    element('span', {class: 'act'}));
}

/** Tells screen readers. */
export function announce(text) {
  byId('announcer').textContent = text;
}

/** The link that saves a content which this node has; browsers show none of it. */
export function saveLink(id, name) {
  return element('a', {
    class: 'button',
    href: `/api/v1/files/${id}/content`,
    download: name.split('/').pop(),
    'aria-label': `Save ${name}`,
  }, 'Save');
}

/** A number of bytes in decimal units. */
export function bytes(number) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (number >= 999.5 && unit < units.length - 1) {
    number /= 1000;
    unit++;
  }
  return `${unit === 0 || number >= 100 ? Math.round(number) : number.toFixed(1)} ${units[unit]}`;
}

/** A number of things. */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
