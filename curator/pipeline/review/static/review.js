// The page of `curate review`: what it shows comes from the server as plain lists, what is done goes back as actions.

import { $, $$, ask, build, fill, patch, say } from './parts.js';
import { Editor, editors, part } from './editor.js';

let week, bound = {}, offers = [], rows = [], shown = [], current = 0, queue = Promise.resolve(), turn = 0;

// --- asking -----------------------------------------------------------------------------------------------

// One action after another, each with the mark of the text that this page shows. What was asked for before
// the page learned that it had been overtaken is not done.
function act(what) {
  const mine = turn;
  const run = async () => {
    if (mine !== turn) return { status: 409 };
    const answer = await ask('act', { ...what, seen: week.seen });
    take(answer, what);
    return answer;
  };
  return (queue = queue.then(run, run));
}

function take({ status, value }, what) {
  if (status === 200) {
    if ($('#notice').dataset.lasting) notice();
    if (value.state) show(value.state, what && part(what));
    if (value.said && !(what && editors.has(part(what)))) say(value.said[0].toUpperCase() + value.said.slice(1));
    if (value.changes?.length) notice('The week was changed elsewhere. What changed:', value.changes);
    return;
  }
  turn += 1;
  if (value.state) show(value.state); else if (week) mark();
  if (value.changes) notice('The week was changed elsewhere, so your last step was not done. What changed:', value.changes);
  else if (value.held) {
    fill($('#held ul'), value.held.map((reason) => ['li', {}, [reason]]));
    $('#held').showModal();
  } else if (status !== 422 || !what || !editors.has(part(what))) notice(value.error, [], !value.state);
}

const look = async () => { if (document.visibilityState === 'visible') take(await ask(`state?seen=${week?.seen || ''}`)); };
const poll = () => { queue = queue.then(look, look); };

function notice(words = '', changes = [], lasting = false) {
  const box = $('#notice');
  if (lasting && box.dataset.lasting === words) return; // said once is enough
  box.dataset.lasting = lasting ? words : '';
  box.hidden = !words;
  fill(box, [['p', {}, [words]], ['ul', {}, changes.map((change) => ['li', {}, [change]])], ['button', { 'data-do': 'dismiss' }, ['OK']]]);
}

// --- showing ----------------------------------------------------------------------------------------------

function show(state, own) {
  const restore = focused();
  week = state;
  document.title = `Review: ${week.name}`;
  for (const id in week.parts) fill($(`#${id}`), week.parts[id]);
  Object.assign($('#meter'), { max: week.budget, value: week.minutes });
  $('header').classList.toggle('over', week.minutes > week.budget);
  Object.assign($('[data-do=undo]'), { disabled: !week.undo, title: week.undo });
  $('#publish span').textContent = week.status === 'published' ? 'Make it a draft' : 'Publish';
  $('#publish').classList.toggle('main', !week.held.length);
  $('#dropped').hidden = !$('#dropped li');
  patch($('#content'), week.content, item, draw);
  patch($('#questions'), week.questions, item, question);
  mark();
  for (const editor of [...editors.values()]) {
    const text = week.texts[editor.key];
    if (text !== undefined) editor.update(text, editor.key === own);
    else {
      editors.delete(editor.key);
      editor.element.remove();
      if (editor.dirty) notice(`${editor.label} is no longer in the week. You had written:`, [editor.area.value]);
    }
  }
  restore();
}

// Where the keyboard was, so that drawing anew does not throw it out.
function focused() {
  const at = document.activeElement, here = at.closest('.item'), list = here?.parentElement;
  const place = here && [...list.children].indexOf(here);
  return () => {
    if (!here || at === document.activeElement) return;
    const now = here.isConnected ? here : list.children[place] || list.lastElementChild;
    const same = at.isConnected ? at : now && at.dataset.do && $(`[data-do=${at.dataset.do}]:not([disabled])`, now);
    (same || (now ? now.firstChild : $('#week-title'))).focus();
  };
}

const item = () => build(['li', { class: 'item' }, [['article', { tabindex: '-1' }, ['view', 'slot', 'more', 'acts'].map((name) => ['div', { class: name }, []])]]]);

function draw(element, one) {
  element.firstChild.setAttribute('aria-label', one.label);
  for (const name of ['view', 'more', 'acts']) fill($(`.${name}`, element), one[name]);
}

function question(element, q) {
  draw(element, q);
  let editor = editors.get(`question ${q.key}`);
  if (!editor) $('.slot', element).append((editor = new Editor(q.label, { do: 'question', id: q.key }, q.text, act)).element);
  if (editor.area.value === q.text) fill(editor.below, q.remarks);
}

function mark(ahead = {}) {
  const marks = { ...week.marks, ...ahead };
  rows.forEach((row, index) => {
    const now = marks[offers[index].key] || '';
    if (row.dataset.mark === now) return;
    row.dataset.mark = now;
    $('.mark', row).textContent = { in: 'in the week', out: 'turned down' }[now] || '';
  });
}

// Of all candidates, only the chosen one's links and buttons are stops of the Tab key.
function choose(index, focus = true) {
  for (const [row, tab] of [[rows[current], -1], [rows[index], 0]]) {
    if (row) $$('article, a, button, summary', row).forEach((stop) => { stop.tabIndex = tab; });
    row?.classList.toggle('current', !tab);
  }
  current = index;
  if (focus && rows[index]) to(rows[index].firstChild);
}

function pane(name) {
  document.body.dataset.pane = name;
  $$('.switch button').forEach((b) => b.setAttribute('aria-pressed', b.dataset.do === `to-${name}`));
}

function to(element) {
  pane(element.closest('#week') ? 'week' : 'offers');
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'nearest' });
}

function filter() {
  const words = $('#filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  shown = [];
  rows.forEach((row, index) => {
    row.hidden = !words.every((word) => offers[index].text.includes(word));
    if (!row.hidden) shown.push(index);
  });
  $('#count').textContent = words.length ? `${shown.length} of ${rows.length}` : `${rows.length}`;
  if (words.length) say(`${shown.length} of ${rows.length} candidates`);
  if (shown.length && !shown.includes(current)) choose(shown[0], false);
}

// --- doing ------------------------------------------------------------------------------------------------

const inWeek = () => document.activeElement.closest('#week');
const card = (key) => $$('#content > li').find((element) => element.dataset.key === key);
const urlOf = (element) => week.content.find((r) => r.key === element.dataset.key)?.url;
const placeOf = (element) => [...element.parentElement.children].indexOf(element);

function step(by) {
  const at = document.activeElement;
  if (inWeek()) {
    const all = $$('#week .item'), place = all.indexOf(at.closest('.item'));
    const next = all[place < 0 && by < 0 ? -1 : place + by];
    if (next) to(next.firstChild);
  } else if (shown.length) {
    const place = shown.indexOf(current) + by;
    choose(shown[Math.max(0, Math.min(shown.length - 1, place))]);
  }
}

// The others go round it, so that it keeps the focus, or the finger.
function move(element, place) {
  for (let at = placeOf(element); at < place; at += 1) element.before(element.nextElementSibling);
  for (let at = placeOf(element); at > place; at -= 1) element.after(element.previousElementSibling);
}

function shift(element, by) {
  const place = element?.closest('#content') ? placeOf(element) + by : -1;
  if (place < 0 || place >= $('#content').children.length) return;
  move(element, place);
  act({ do: 'move', url: urlOf(element), to: place });
}

function write(slot, label, request) {
  const back = document.activeElement;
  const closed = () => to(back.isConnected && back !== document.body ? back : rows[current]?.firstChild || $('#week-title'));
  const editor = editors.get(part(request)) || new Editor(label, request, week.texts[part(request)], act, closed);
  if (!editor.element.isConnected) slot.append(editor.element);
  pane('week');
  editor.area.focus();
  editor.element.scrollIntoView({ block: 'nearest' });
}

async function note(key) {
  await queue; // it may just have been added
  const element = card(key);
  if (element) write($('.slot', element), `Note on ${$('h3', element).textContent}`, { do: 'note', url: urlOf(element) });
  else say('Add it to the week first, then write its note');
}

const field = (name, before) => () => write($(`#${before} + .slot`), `The ${name}`, { do: name });

function answer(name, index, next) {
  mark({ [offers[index].key]: name === 'add' ? 'in' : 'out' }); // at once; the server's word follows
  act({ do: name, url: offers[index].url });
  if (next !== undefined) choose(next);
}

function drop(at) {
  if (!at) return;
  const index = Number(at.dataset.index);
  if (at.matches('.offer')) answer('drop', index, shown[shown.indexOf(index) + 1]);
  else act(urlOf(at) ? { do: 'drop', url: urlOf(at) } : { do: 'unask', id: at.dataset.key });
}

async function publish(by) {
  await Promise.all([...editors.values()].map((editor) => editor.save()));
  act({ do: by && week.status === 'published' ? 'unpublish' : 'publish' });
}

function reply(last) {
  const all = $$('#questions textarea'), at = all.indexOf($('textarea', document.activeElement.closest('#questions > li') || document.createElement('p')));
  const area = last === true ? all.at(-1) : all[(at + 1) % all.length];
  if (!area) return say('There is no question yet; the button adds one');
  pane('week');
  area.focus();
  if (last === true) area.select();
}

const asked = (at) => editors.get(`question ${at.dataset.key}`);
const ruleOf = (by) => by.closest('[data-rule]').dataset.rule;
const DO = {
  next: () => step(1), previous: () => step(-1), up: (at) => shift(at, -1), down: (at) => shift(at, 1),
  add: (at) => at?.matches('.offer') && answer('add', Number(at.dataset.index)), drop,
  note: (at) => at && note(at.matches('.offer') ? offers[at.dataset.index].key : at.dataset.key),
  title: field('title', 'week-title'), objective: field('objective', 'objective-shown'), introduction: field('introduction', 'introduction-shown'),
  question: reply, ask: async () => { await act({ do: 'ask' }); reply(true); },
  use: (at, by) => { asked(at).set(by.dataset.text); asked(at).area.focus(); },
  why: (_, by) => { by.nextSibling.hidden = false; by.nextSibling.focus(); },
  lift: (at, by) => act({ do: 'silence', id: at.dataset.key, rule: ruleOf(by) }),
  restore: (_, by) => act({ do: 'restore', url: by.dataset.url }),
  undo: () => act({ do: 'undo' }), redo: () => act({ do: 'redo' }), publish: (_, by) => publish(by),
  open: (at) => at && $('h3 a', at)?.click(), help: () => $('#help').showModal(), dismiss: () => notice(),
  'to-week': () => { pane('week'); to($('#week .item')?.firstChild || $('#week-title')); },
  'to-offers': () => { pane('offers'); if (rows[current]) choose(current); else to($('#offers-title')); },
  filter: () => { pane('offers'); $('#filter').focus(); },
};
document.addEventListener('keydown', (event) => {
  const { target, key: name } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $('dialog[open]') || !week) return;
  if (target.matches('textarea, input')) {
    const at = target.closest('.item'), editor = [...editors.values()].find((one) => one.area === target);
    const rule = target.closest('[data-rule]');
    if (name === 'Enter' && rule && target.value.trim()) act({ do: 'silence', id: at.dataset.key, rule: ruleOf(rule), text: target.value });
    if (name !== 'Escape') return;
    event.preventDefault();
    if (target.id === 'filter') DO['to-offers'](); else if (editor?.closed) editor.close(); else to(at.firstChild);
    return;
  }
  const key = name.length > 1 ? name : event.shiftKey ? name.toUpperCase() : name.toLowerCase();
  if (!bound[key] || (key.length === 1 && !$('#keys').checked)) return;
  event.preventDefault();
  DO[bound[key]](document.activeElement.closest('.item, .offer') || (inWeek() ? null : rows[current]));
});
document.addEventListener('click', ({ target }) => {
  const by = target.closest('[data-do]');
  if (by && week) DO[by.dataset.do](by.closest('.item, .offer'), by);
});
document.addEventListener('focusin', ({ target }) => {
  const row = target.closest('.offer');
  if (row && rows[current] !== row) choose(Number(row.dataset.index), false);
});
document.addEventListener('pointerdown', (event) => {
  const element = event.target.closest('.handle')?.closest('.item');
  if (!element) return;
  event.preventDefault();
  const from = placeOf(element);
  const drag = ({ clientX, clientY }) => {
    const over = document.elementFromPoint(clientX, clientY)?.closest('#content > li');
    if (over) move(element, placeOf(over));
  };
  const end = ({ type }) => {
    document.removeEventListener('pointermove', drag);
    if (type === 'pointercancel') move(element, from);
    else if (placeOf(element) !== from) act({ do: 'move', url: urlOf(element), to: placeOf(element) });
  };
  document.addEventListener('pointermove', drag);
  ['pointerup', 'pointercancel'].forEach((name) => document.addEventListener(name, end, { once: true }));
});
$('#filter').addEventListener('input', filter);
$('#keys').checked = localStorage.keys !== 'off';
$('#keys').onchange = ({ target }) => { localStorage.keys = target.checked ? 'on' : 'off'; };
addEventListener('beforeunload', (event) => { if ([...editors.values()].some((one) => one.dirty)) event.preventDefault(); });
addEventListener('focus', poll);
document.addEventListener('visibilitychange', poll);

const [state, list] = await Promise.all([ask('state'), ask('offers')]);
if (list.status === 200) ({ offers, bound } = list.value);
fill($('#bound'), list.value.help || []);
rows = offers.map(({ row }) => build(row));
$('#list').append(...rows);
take(state);
filter();
choose(0, false);
pane('offers');
setInterval(poll, 2000);
document.body.dataset.ready = 'yes';
