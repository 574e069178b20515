// Builds nodes and brings a page up to date. Data only ever becomes text or an attribute, so nothing of it is read as markup.

const SVG = 'http://www.w3.org/2000/svg';
const SAFE_LINK = /^(#|\/(?!\/)|https?:\/\/)/;

/** An element: h('button.quiet', { title: 'why', on: { click } }, 'text', child, [children]); null and false are left out. */
export function h(tag, props, ...children) {
  return build(document.createElement(tag.split('.')[0]), tag, props, children);
}

/** The same for SVG. */
export function s(tag, props, ...children) {
  return build(document.createElementNS(SVG, tag.split('.')[0]), tag, props, children);
}

function build(element, tag, props, children) {
  const classes = tag.split('.').slice(1);
  let first = children;
  if (props !== undefined && (props === null || isProps(props))) {
    Object.entries(props || {}).forEach(([name, value]) => set(element, name, value, classes));
  } else if (props !== undefined) {
    first = [props, ...children];
  }
  if (classes.length) element.setAttribute('class', classes.join(' '));
  append(element, first);
  return element;
}

function isProps(value) {
  return typeof value === 'object' && !(value instanceof Node) && !Array.isArray(value);
}

function set(element, name, value, classes) {
  if (value === null || value === undefined || value === false) return;
  if (name === 'class') classes.push(...String(value).split(' ').filter(Boolean));
  else if (name === 'on') listen(element, value);
  else if (name === 'style') Object.entries(value).forEach(([key, each]) => element.style.setProperty(key, each));
  else if (name === 'key') element.keyOfPatch = String(value);
  else if (name === 'value' || name === 'checked') element[name] = value;
  else if (name === 'href' && !SAFE_LINK.test(String(value))) return;
  else element.setAttribute(name, value === true ? '' : String(value));
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child instanceof Node) element.append(child);
    else if (child !== null && child !== undefined && child !== false) element.append(String(child));
  }
}

function listen(element, handlers) {
  element.handlersOfPatch = { ...element.handlersOfPatch };
  for (const [type, handler] of Object.entries(handlers)) {
    if (!(type in element.handlersOfPatch)) element.addEventListener(type, dispatch);
    element.handlersOfPatch[type] = handler;
  }
}

function dispatch(event) {
  const handler = this.handlersOfPatch[event.type];
  if (handler) handler.call(this, event);
}

/** Makes the parent's children equal to these; what is there already stays, with its focus, its scrolling, and what was typed. */
export function patch(parent, children) {
  const wanted = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : document.createTextNode(String(child))));
  const old = [...parent.childNodes];
  const keyed = new Map(old.filter((node) => node.keyOfPatch).map((node) => [node.keyOfPatch, node]));
  const unkeyed = old.filter((node) => !node.keyOfPatch);
  let place = parent.firstChild;
  for (const node of wanted) {
    const found = node.keyOfPatch ? keyed.get(node.keyOfPatch) : takeAlike(unkeyed, node);
    if (found && isAlike(found, node)) {
      if (node.keyOfPatch) keyed.delete(node.keyOfPatch);
      if (found !== place) parent.insertBefore(found, place);
      else place = place.nextSibling;
      update(found, node);
    } else {
      parent.insertBefore(node, place);
    }
  }
  keyed.forEach((node) => node.remove());
  unkeyed.forEach((node) => node.remove());
}

function takeAlike(unkeyed, node) {
  const at = unkeyed.findIndex((each) => isAlike(each, node));
  return at < 0 ? null : unkeyed.splice(at, 1)[0];
}

function isAlike(one, other) {
  return one.nodeName === other.nodeName && one.nodeType === other.nodeType;
}

function update(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && name !== 'open' && name !== 'style') old.removeAttribute(name);
  }
  for (const { name, value } of [...fresh.attributes]) {
    if (name !== 'style' && name !== 'open' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.style && old.style.cssText !== fresh.style.cssText) old.style.cssText = fresh.style.cssText;
  const missing = Object.fromEntries(Object.keys(old.handlersOfPatch || {}).map((type) => [type, null]));
  if (old.handlersOfPatch || fresh.handlersOfPatch) listen(old, { ...missing, ...fresh.handlersOfPatch });
  if (old.type === 'checkbox' && old.checked !== fresh.checked) old.checked = fresh.checked;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(old.nodeName)) {
    if (old.nodeName === 'SELECT') patch(old, [...fresh.childNodes]);
    if (old.type !== 'checkbox' && document.activeElement !== old && old.value !== fresh.value) old.value = fresh.value;
    return;
  }
  patch(old, [...fresh.childNodes]);
}
