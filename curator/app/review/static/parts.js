// Elements from plain nested lists, lists kept in step, requests. Texts only ever become text nodes.

export const $ = (css, from = document) => from.querySelector(css);
export const $$ = (css, from = document) => [...from.querySelectorAll(css)];

// A node as the server writes it: a text or [tag, attributes, children].
export function build(node) {
  if (typeof node === 'string') return node;
  const element = document.createElement(node[0]);
  for (const name in node[1]) element.setAttribute(name, node[1][name]);
  element.append(...node[2].map(build));
  return element;
}
export const fill = (element, nodes) => element.replaceChildren(...nodes.map(build));

// Draw only what differs from what was drawn before.
export function fresh(element, value, draw = fill) {
  const sign = JSON.stringify(value);
  if (element.sign !== sign) draw(element, value);
  element.sign = sign;
}

// Bring a list in step with items: an element stays while its key does.
export function patch(list, items, make, draw) {
  const old = new Map([...list.children].map((element) => [element.dataset.key, element]));
  items.forEach((item, index) => {
    const element = old.get(item.key) || make();
    old.delete(item.key);
    Object.assign(element.dataset, { key: item.key, url: item.url || '' });
    fresh(element, item, draw);
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] || null);
  });
  old.forEach((element) => element.remove());
}

let pressed; // what an answer draws must not move a button away from under a finger
addEventListener('pointerdown', () => {
  pressed = new Promise((run) => {
    addEventListener('pointerup', () => setTimeout(run, 99), { once: true });
    setTimeout(run, 999);
  });
}, true);

// Answers {status, value}; status 0 when nobody answers.
export async function ask(path, body) {
  const post = body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  try {
    const answer = await fetch(path, { signal: AbortSignal.timeout(20000), ...post });
    const [value] = await Promise.all([answer.json(), pressed]);
    return { status: answer.status, value };
  } catch {
    return { status: 0, value: { error: 'No answer: is curate review running? What you typed is still here.' } };
  }
}

export function later(wait, run) {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(run, wait); };
}

const hush = later(8000, () => say(''));
export function say(words) { $('#say').textContent = words; hush(); }
