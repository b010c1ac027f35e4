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

// Bring a list in step with items: an element stays while its key does, and is drawn when its item differs.
export function patch(list, items, make, draw) {
  const old = new Map([...list.children].map((element) => [element.dataset.key, element]));
  items.forEach((item, index) => {
    const element = old.get(item.key) || make(item), sign = JSON.stringify(item);
    old.delete(element.dataset.key = item.key);
    if (element.sign !== sign) draw(element, item);
    element.sign = sign;
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] || null);
  });
  old.forEach((element) => element.remove());
}

// Answers {status, value}; status 0 when nobody answers.
export async function ask(path, body) {
  try {
    const answer = await fetch(path, body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    return { status: answer.status, value: await answer.json() };
  } catch {
    return { status: 0, value: { error: 'No answer: is curate review still running? What you typed is still here.' } };
  }
}

export function later(wait, run) {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(run, wait); };
}

const hush = later(8000, () => say(''));
export function say(words) { $('#say').textContent = words; hush(); }
