// What the page shows comes as plain lists from the server; what is done goes back as actions.

import { $, $$, ask, build, fill, fresh, later as soon, patch, say } from './parts.js';
import { Editor, all, editors, part } from './editor.js';
import { Form, forms } from './form.js';
import { byName, parting } from './dialogs.js';
import * as learner from './learner.js';
import { buildSite, places } from './places.js';

const CHUNK = 20, course = location.pathname.split('/').at(-3), body = document.body, top = $('#week-title'), summary = $('#summary'), focus = () => document.activeElement;
const on = (name, run, options) => document.addEventListener(name, run, options);
const me = (sessionStorage.me ||= Math.random().toString(36).slice(2)); // undo is of one's own steps
const known = new Map(); // rows by what they are known by
let week, bound = {}, marked = {}, offers = [], rows = [], shown = [], drawn = 0, current = 0;
let named = {}, shared = false, queue = Promise.resolve(), pending = 0, turn = 0, ahead, stale = false, lost = [];

// One after another; what was asked for before the page was overtaken is not done.
function act(what) {
  const mine = turn;
  pending += 1;
  return (queue = queue.then(async () => {
    const answer = mine === turn ? await ask('act', { ...what, seen: week.seen, me }) : { status: 409 };
    pending -= 1;
    if (mine === turn) take(answer, what);
    return answer;
  }));
}

function take({ status, value }, what) {
  const { state, said, changes, error } = value, good = status === 200;
  stale = value.weighed === false;
  if (value.same || value.arrived) fresh($('#arrived'), value.arrived || []);
  if (value.may) [body.dataset.may, $('#share').hidden, shared] = [value.may, !value.shares, value.shares || value.may !== 'own'];
  if (state) body.toggleAttribute('data-published', state.published);
  if (state) body.toggleAttribute('data-alone', !shared && !state.several);
  let key = what && part(what);
  if (!good || changes?.length) turn += 1;
  if (good && $('#notice').dataset.lasting) notice();
  if (good && editors.has(key)) editors.get(key).became(key = state.wrote, state);
  if (good && what && pending) { // only the last of quick steps is drawn
    week = state;
    editors.get(key)?.update(week.texts[key], true);
  } else if (state) show(state, good && key); else if (week) mark();
  if (week) learner.follow(week.seen, seenAt(what));
  if (said && !editors.has(key)) say(said[0].toUpperCase() + said.slice(1));
  const undone = good ? pending : !editors.has(key);
  if (lost.length && !changes?.length) notice('Not saved:');
  else if (changes?.length) notice(`${value.errand ? `“${value.errand}” changed this week` : 'The week was changed elsewhere'}${undone ? '; your last step was not done' : ''}. What changed:`, changes);
  else if (value.held) $('#held').showModal();
  else if (error && (status !== 422 || !editors.has(key))) notice(error, [], !state);
}

const look = async () => { if (!document.hidden) take(await ask(`state?seen=${week?.seen || ''}&beside=${week?.beside || ''}&me=${me}`)); };
const poll = () => { queue = queue.then(look); };

function notice(words = '', changes = [], lasting = false, folded = false) {
  const box = $('#notice');
  if (lasting && box.dataset.lasting === words) return; // said once is enough
  box.dataset.lasting = lasting ? words : '';
  box.hidden = !words;
  const list = ['ul', {}, [...changes, ...lost.splice(0)].map((text) => ['li', {}, [text]])];
  fill(box, [['p', {}, [words]], folded ? ['details', {}, [['summary', {}, ['What the build says']], list]] : list, ['button', { 'data-do': 'notice' }, ['OK']]]);
}

// Where on the learner's page a change is seen.
function seenAt({ do: what = '', url = '', id = '' } = {}) {
  if (/^(question|about|silence)$/.test(what)) return id;
  const place = url ? week.content.findIndex((one) => one.url === url) : -1;
  return place >= 0 ? `resource-${place + 1}` : (what === 'ask' ? 'conversation' : /^(person|step|event|thanks)$/.test(what) ? 'connection' : '');
}

function show(state, own) {
  const at = focus(), list = at.closest('.item')?.parentElement, place = list && placeOf(at.closest('.item'));
  week = state;
  for (const id in week.parts) fresh($(`#${id}`), week.parts[id]);
  Object.assign($('[data-do=undo]'), { disabled: !week.undo, title: week.undo });
  patch($('#content'), week.content, () => item(), draw);
  patch($('#questions'), week.questions, () => item(), question);
  for (const kind in week.connection) patch($(`#${kind}`), week.connection[kind], () => item(['view', 'more', 'acts', 'slot']), draw);
  mark();
  for (const editor of all()) {
    const text = week.texts[editor.key];
    if (text !== undefined) editor.update(text, editor.key === own);
    else {
      if (editor.dirty) lost.push(`${editor.label} has no place any more. You had written: ${editor.words(editor.area.value)}`);
      editor.remove();
    }
  }
  if (at !== focus()) (at.isConnected ? at : list?.children[place]?.firstChild || list?.lastChild?.firstChild || $(`[data-kind=${list?.id}]`) || top).focus();
}

const item = (parts = ['view', 'slot', 'more', 'acts']) => build(['li', { class: 'item' }, [['article', { tabindex: '-1' }, parts.map((name) => ['div', { class: name }, []])]]]);

function draw(element, one) {
  element.firstChild.ariaLabel = one.label;
  for (const name of ['view', 'more', 'acts']) fresh($(`.${name}`, element), one[name]);
}

function question(element, q) {
  draw(element, q);
  const editor = editors.get(`question ${q.key}`) || new Editor('', { do: 'question', id: q.key }, q.text, act);
  editor.label = editor.area.ariaLabel = q.label;
  if (!editor.element.isConnected) $('.slot', element).append(editor.element);
  editor.area.readOnly = $('select', element).disabled = body.dataset.may === 'read';
  if (editor.area.value === q.text) fill(editor.below, q.remarks);
}

function mark(soon = {}) {
  const marks = { ...week?.marks, ...soon };
  for (const key of new Set([...Object.keys(marks), ...Object.keys(marked)])) {
    for (const row of known.get(key) || []) {
      const now = marks[key] || '', was = $('.mark', row);
      if (was.textContent === now) continue;
      was.textContent = now;
      $('[data-do=add]', row).disabled = now === 'in the week';
      row.toggleAttribute('data-chosen', /^(in the|kept)/.test(now));
      fill($('.reason', row), now === 'turned down' ? [['input', { 'data-do': 'why', 'data-url': row.dataset.url, value: week?.whys[key] || '', placeholder: 'Why never? If you like', 'aria-label': 'Why never', maxlength: '300', tabindex: '-1' }, []]] : []);
    }
  }
  marked = marks;
  for (const key of new Set([...Object.keys(week?.nominated || {}), ...Object.keys(named)])) for (const row of known.get(key) || []) fresh($('.nominated', row), week.nominated[key] || []);
  named = week?.nominated || {};
}

function row(index) {
  const made = (rows[index] = build(offers[index].row)), { key } = made.dataset;
  known.set(key, [...(known.get(key) || []), made]);
  return made;
}

function grow(to) {
  if (drawn >= Math.min(to, shown.length)) return;
  for (; drawn < to && drawn < shown.length; drawn += CHUNK) {
    const chunk = build(['div', { class: 'chunk', role: 'none' }, []]);
    chunk.append(...shown.slice(drawn, drawn + CHUNK).map((index) => rows[index] || row(index)));
    $('#list').append(chunk);
  }
  marked = named = {};
  mark();
}

// Only the chosen candidate is a Tab stop.
function choose(index, go = true) {
  grow(shown.indexOf(index) + CHUNK);
  for (const [row, tab] of [[rows[current], -1], [rows[index], 0]]) {
    if (row) $$('article, a, button, summary, input', row).forEach((stop) => { stop.tabIndex = tab; });
    row?.classList.toggle('current', !tab);
  }
  current = index;
  if (go) to(rows[index].firstChild);
}

function pane(name) {
  if (body.dataset.pane !== name) body.dataset.pane = name;
  $$('.switch button').forEach((button) => button.setAttribute('aria-pressed', (button.dataset.do === 'heard' ? 'said' : button.dataset.do) === name));
}

function to(element) {
  pane(element.closest('section').id);
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'nearest' });
}

// Whether the course has met a pasted address.
const seenBefore = soon(300, async () => {
  const { status, value } = $('#page').hidden ? {} : await ask(`known?url=${encodeURIComponent($('#filter').value.trim())}`);
  $('#known').textContent = status === 200 ? value.join('; ') : '';
});

function filter() {
  const words = $('#filter').value.toLowerCase().split(/\s+/).filter(Boolean), count = offers.length;
  shown = [...offers.keys()].filter((index) => words.every((word) => offers[index].text.includes(word)));
  $('#list').replaceChildren();
  drawn = 0;
  grow(CHUNK);
  $('#count').textContent = words.length ? `${shown.length} of ${count}${shown.length ? '' : ': only these are searched. Paste any other address.'}` : count;
  seenBefore();
  $('#page').hidden = !/^https?:\/\/[^\s/]+\.\S+$/i.test($('#filter').value.trim());
  if (shown.length) choose(shown.slice(0, CHUNK).includes(current) ? current : shown[0], false);
}

const placeOf = (element) => [...element.parentElement.children].indexOf(element);
const itemOf = (element) => element.closest('.item, .offer');
const inWeek = () => focus().closest('#week');
const saved = () => Promise.all(all().map((editor) => editor.fresh || editor.save()));

function step(by) {
  const list = inWeek() ? $$('#week .item') : shown, place = list.indexOf(inWeek() ? itemOf(focus()) : current);
  const next = list[Math.max(0, Math.min(list.length - 1, place + by))];
  if (next !== undefined) (inWeek() ? to(next.firstChild) : choose(next));
}

// The others go round it, so that it keeps the focus.
function move(element, place) {
  for (let at = placeOf(element); at < place; at += 1) element.before(element.nextElementSibling);
  for (let at = placeOf(element); at > place; at -= 1) element.after(element.previousElementSibling);
}

function shift(element, by) {
  const place = element?.matches('.item') ? placeOf(element) + by : -1;
  if (place < 0 || place >= element.parentElement.children.length) return;
  move(element, place);
  const { url, key } = element.dataset;
  act(url ? { do: 'move', url, to: place } : { do: 'shift', id: key, to: place });
}

function write(slot, label, request, Kind = Editor) {
  const back = focus(), key = part(request);
  const closed = ({ element }) => to(back.isConnected && back !== body ? back : element.closest('article') || rows[current]?.firstChild || top);
  const editor = editors.get(key) || new Kind(label, request, week.texts[key], act, closed);
  slot.append(editor.element);
  to(editor.first);
  return editor.area;
}
const field = (name) => () => { const area = write($(`#week-${name} + .slot`), `The ${name}`, { do: name }); if (name !== 'introduction') area.select(); };

// A form under an entry of the connection, or under its list.
function editEntry(at, by) {
  const kind = at ? at.parentElement.id : by.dataset.kind, { noun } = forms[kind];
  const slot = at ? $('.slot', at) : $(`#${kind} + .slot`);
  write(slot, at ? at.firstChild.ariaLabel : `New ${noun}`, { do: kind, id: at ? at.dataset.key : '' }, Form);
}

// The fields of a resource, and what else could be quoted.
async function edit(at) {
  if (at?.closest('#connection-forms')) return editEntry(at);
  if (at && !at.closest('#content')) return say('Add it first, then change it');
  const url = at ? at.dataset.url : '';
  write(at ? $('.slot', at) : $('#by-hand'), at ? `Resource ${at.firstChild.ariaLabel}` : 'What to add by hand', { do: 'resource', url }, Form);
  if (!at) return;
  const box = build(['details', { class: 'sentences' }, [['summary', {}, ['Quote another sentence']], ['div', {}, []]]]);
  if (!$('.sentences', at)) $('.editor', at).append(box); // it goes with the form
  const { status, value } = await ask(`sentences?url=${encodeURIComponent(url)}`);
  if (status === 200) fill(box.lastChild, value);
}

// What hangs on something is settled before it leaves the week.
async function leave(what, row) {
  await saved(); // it comes back with all that was written
  const { url, key } = row.dataset, one = url ? week.content.find((r) => r.url === url) : week.questions.find((q) => q.key === key);
  const request = url ? { url } : { id: key }, hangs = one?.hangs || [], title = url ? `“${$('h3', row).textContent}”` : `question ${week.questions.indexOf(one) + 1}`;
  if (!hangs.length && what !== 'drop') return act({ do: what, ...request });
  return parting(hangs.length ? `What leaves with ${title}?` : `Never ${title}?`, hangs, what === 'drop', (settled) => act({ do: what, ...request, ...settled }));
}

async function links(what) {
  const { status, value } = await ask('shares', what);
  if (status !== 200) return say(value.error);
  fill($('#links'), value);
  $$('[data-link]', $('#links')).forEach((link) => { link.textContent += location.pathname.split('/').slice(2).join('/'); });
  return true;
}

async function note(at) {
  if (at.closest('#connection-forms')) return editEntry(at);
  const find = () => $$('#content > li').find(({ dataset }) => dataset.key === at.dataset.key);
  if (at.matches('.offer') && $('.mark', at).textContent !== 'in the week') return say('Add it first, then write its note');
  ahead = '';
  if (!find()) await queue;
  const element = find(), typed = ahead;
  ahead = undefined;
  if (!element) return;
  const area = write($('.slot', element), `Note on ${$('h3', element).textContent}`, { do: 'note', url: element.dataset.url });
  if (typed) { area.value += typed; area.oninput(); }
}

function answer(name, row) {
  const said = { add: 'in the week', drop: 'turned down', later: 'kept for later' }[name];
  mark({ [row.dataset.key]: said }); // the server's word follows
  act({ do: name, url: row.dataset.url });
  const next = shown[shown.indexOf(rows.indexOf(row)) + 1];
  if (name !== 'add' && next !== undefined) choose(next);
}

async function drop(at) {
  if (at.closest('#connection-forms')) {
    await saved(); // a save gives it another name
    return act({ do: 'part', id: at.dataset.key });
  }
  if (!at.matches('.offer')) return leave(at.dataset.url ? 'drop' : 'unask', at);
  answer('drop', at);
}

function later(at) {
  if (!at.dataset.url) return null;
  return at.matches('.offer') ? answer('later', at) : leave('later', at);
}

async function page() {
  const box = $('#filter'), url = box.value.trim();
  say('Reading the page …');
  const { status } = await act({ do: 'page', url });
  if (status !== 200) return say('');
  box.value = '';
  filter();
  to($('#content > li:last-child article') || top);
}

async function publish(_, by) {
  await saved();
  await queue;
  if (week.published) {
    await act({ do: by ? 'unpublish' : 'publish' });
    return places();
  }
  if (week.parts.reasons.length) return $('#held').showModal();
  const { status, value } = await ask('summary');
  if (status === 200) summarize(value.summary); else notice(value.error);
}

// What is typed into its fields stays until it is saved.
function summarize(nodes) {
  fill(summary, nodes);
  $$('[name]', summary).forEach((field) => { field.value = sessionStorage[course + field.name] || ''; });
  summary.showModal();
  summary.scrollTop = 0; // the focus is at its last button
}
summary.oninput = ({ target }) => { sessionStorage[course + target.name] = target.value; };
summary.onclick = ({ target }) => { if (target.matches('.setting')) history.replaceState(0, '', sessionStorage.week = `${location.pathname}#publish`); }; // Settings lead back to it

async function confirm(_, by) {
  const fields = $$('[name]', summary);
  summary.close();
  const { status, value } = await act({ do: 'publish', told: Object.fromEntries(fields.map((field) => [field.name, field.value])) });
  if (value?.summary) return summarize(value.summary); // something typed was refused
  if (status !== 200) return;
  fields.forEach(({ name }) => sessionStorage.removeItem(course + name));
  places();
  if (by.dataset.build !== undefined) await building();
}

async function building(_, by) {
  if (by?.dataset.ask && !window.confirm(by.dataset.ask)) return;
  $('#live').hidden = true; // what it offers is under way
  await buildSite(week.published ? 'Published. ' : '', async (words, lines) => {
    $('#live').hidden = false;
    await (queue = queue.then(async () => take(await ask(`state?me=${me}`))));
    places();
    notice(words, lines, false, Boolean($('#live .page'))); // what matters is that it is there
    $('#live a, #live button')?.focus();
  });
}

function reply() {
  const list = $$('#questions textarea'), here = itemOf(focus());
  if (list.length) to(list[(list.indexOf(here && $('textarea', here)) + 1) % list.length]);
  else say('No question yet; the button adds one');
}

const READING = new Set(['next', 'previous', 'week', 'offers', 'connection', 'heard', 'open', 'filter', 'help', 'learner', 'question']); // what a link for reading leaves
const ruleOf = (by) => by.closest('[data-rule]').dataset.rule;
const needs = (run) => (at) => at && run(at);
// A button without an entry below does the action that it names.
async function plainly(_, { dataset: { do: name, act: what = name, id = '', text = '', url = '', by = '' } }) {
  await act({ do: what, id, text, url, by });
  if (what === 'person') to($('#person > :last-child article') || top);
}
const DO = {
  next: () => step(1), previous: () => step(-1), up: (at) => shift(at, -1), down: (at) => shift(at, 1), drop: needs(drop), note: needs(note),
  add: needs((at) => at.matches('.offer') && ($('.mark', at).textContent === 'in the week' ? say('It is in the week already') : answer('add', at))), open: needs((at) => $('h3 a', at)?.click()),
  entry: editEntry, connection: () => to($('#connection-forms article') || $('#connection-forms [data-kind]')), title: field('title'), objective: field('objective'), introduction: field('introduction'),
  question: reply, ask: async (_, { dataset: { text, url = '' } }) => { if (!text) return write($('#questions + .slot'), 'New question', { do: 'ask', id: '' }); await act({ do: 'ask', text, url }); to($('#questions > :last-child textarea')); focus().select(); },
  use: ({ dataset }, by) => { const { area } = editors.get(`question ${dataset.key}`); area.value = by.dataset.text; area.oninput(); area.focus(); },
  lift: (at, by) => act({ do: 'silence', id: at.dataset.key, rule: ruleOf(by) }),
  out: needs((at) => at.dataset.url && !at.matches('.offer') && leave('out', at)), edit: needs(edit), new: () => { pane('offers'); edit(null); },
  later: needs(later), page,
  confirm, build: building, close: () => summary.close(), undo: async () => { await saved(); act({ do: 'undo' }); }, redo: () => act({ do: 'redo' }), publish, help: () => $('#help').showModal(), notice: () => notice(),
  nominate: needs((at) => at.dataset.url && byName(`Nominate “${$('h3', at).textContent}”`, true, (said) => act({ do: 'nominate', url: at.dataset.url, ...said }))),
  agree: () => byName('Agree to this week', false, (said) => act({ do: 'agree', ...said })),
  arrived: async (_, { dataset: { url, away } }) => {
    if (away === undefined && (await act({ do: 'page', url })).status !== 200) return;
    await ask('away', { text: url });
    poll();
  },
  share: async () => { if (await links()) $('#shares').showModal(); },
  give: (_, { dataset: { may } }) => links({ do: 'give', may }), revoke: (_, { dataset: { number } }) => links({ do: 'revoke', number: Number(number) }),
  learner: () => {
    const open = learner.toggle(learner.shows() && !$('#learner').offsetParent ? true : undefined); // on a phone another part may be in front
    body.toggleAttribute('data-learner', open);
    $('#to-learner').setAttribute('aria-pressed', open);
    to($(open ? '#learner-title' : '#week-title'));
  },
  width: (_, { dataset }) => learner.width(dataset.width),
  heard: () => ($('#said').hidden ? say('Nothing was heard yet: a build reads the discussions') : to($('#said-title'))),
  week: () => to($('#week .item article') || top),
  offers: () => (rows[current] ? choose(current) : to($('#offers-title'))),
  filter: () => { pane('offers'); $('#filter').focus(); },
};

on('keydown', (event) => {
  const { target, key: name } = event, at = itemOf(target);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $('dialog[open]') || !week) return;
  if (target.matches('textarea, input, select')) {
    const editor = all().find(({ area }) => area.contains(target)), enter = name === 'Enter' && (target.matches('input') || /^(title|objective) /.test(editor?.key));
    if (enter && !editor) {
      if (target.id === 'filter') return $('#page').hidden || page();
      if (target.dataset.do === 'why') target.blur();
      else if (at && target.value.trim()) act({ do: 'silence', id: at.dataset.key, rule: ruleOf(target), text: target.value });
    }
    if (name !== 'Escape' && !(enter && editor)) return;
    event.preventDefault();
    if (editor?.closed) editor.close(); else if (at) to(at.firstChild); else DO.offers();
    return;
  }
  const key = name.length > 1 ? name : event.shiftKey ? name.toUpperCase() : name.toLowerCase();
  if (ahead !== undefined && name.length === 1) ahead += name; // meant for the editor that is about to open
  else if (bound[key] && (key.length > 1 || $('#keys').checked) && (body.dataset.may !== 'read' || READING.has(bound[key]))) DO[bound[key]](itemOf(focus()) || (inWeek() ? null : rows[current]));
  else return;
  event.preventDefault();
});
on('click', ({ target }) => {
  const by = target.closest('[data-do]');
  if (by?.matches('[dir]') && (target.closest('a') || body.dataset.may === 'read' || String(getSelection()))) return; // a text that is read, not written in
  const run = by && week && (DO[by.dataset.do] || (by.type === 'button' && plainly)); // fields tell when they change
  if (run) run(itemOf(by), by);
});
on('change', ({ target }) => {
  if (target.dataset.do === 'about') act({ do: 'about', id: itemOf(target).dataset.key, url: target.value });
  if (target.dataset.do === 'trying') act({ do: 'trying', text: target.value });
  if (target.dataset.do === 'why') act({ do: 'why', url: target.dataset.url, text: target.value });
});
on('focusin', ({ target }) => {
  const index = rows.indexOf(target.closest('.offer'));
  if (index >= 0 && index !== current) choose(index, false);
});
on('pointerdown', (event) => {
  const element = event.target.closest('.handle')?.closest('.item'), from = element && placeOf(element);
  if (!element) return;
  event.preventDefault();
  const drag = ({ clientX, clientY }) => {
    const over = document.elementFromPoint(clientX, clientY)?.closest('#content > li');
    if (over) move(element, placeOf(over));
  };
  const end = ({ type }) => {
    document.removeEventListener('pointermove', drag);
    if (type === 'pointercancel') move(element, from);
    else if (placeOf(element) !== from) shift(element, 0);
  };
  on('pointermove', drag);
  ['pointerup', 'pointercancel'].forEach((name) => on(name, end, { once: true }));
});
on('scroll', () => {
  if ($('#list').lastChild?.getBoundingClientRect().bottom < 3 * innerHeight) grow(drawn + CHUNK);
}, true);
$('#filter').oninput = filter;
$('#keys').checked = localStorage.keys !== 'false';
$('#keys').onchange = ({ target }) => { localStorage.keys = target.checked; };
addEventListener('beforeunload', (event) => { if (all().some(({ dirty }) => dirty)) event.preventDefault(); });

function learn({ bound: keys = {}, forms: kinds, help = [], steps = [], bookmarklet = '' }) {
  bound = keys;
  if (bookmarklet) $('#bookmarklet').href = bookmarklet;
  $('#from-anywhere').hidden = !bookmarklet;
  Object.assign(forms, kinds);
  fresh($('#bound'), help);
  fresh($('#steps'), steps);
}
const state = await ask(`state?me=${me}`);
take(state);
if (state.status === 200) places();
if (location.hash === '#publish' && week?.published === false) publish();
history.replaceState(0, '', sessionStorage.week = location.pathname); // Settings lead back
$('#settings').href = `../../../settings/${course}/`;
// Candidates come when they are weighed.
async function candidates() {
  let list = await ask('offers');
  while (list.status === 202) {
    learn(list.value);
    fill($('#list'), [['p', { role: 'status' }, [list.value.waiting]]]);
    await new Promise((run) => { setTimeout(run, 400); });
    list = await ask('offers');
  }
  [rows, marked, named, current, offers] = [[], {}, {}, 0, list.value.offers || []];
  known.clear();
  $('#list').replaceChildren();
  if (list.status !== 200) notice(list.value.error);
  learn(list.value);
  fill($('#quotations'), list.value.said || []);
  $('#said').hidden = $('#to-said').hidden = !list.value.said?.length;
  if (!$('#said').hidden) body.dataset.columns = 3;
  mark();
  filter();
}
await candidates();
body.dataset.ready = 'yes';
// What others save is told at once: a request waits for it, while the page is in sight.
on('visibilitychange', poll);
for (;;) {
  const { seen, beside } = week || {}, { status, value } = document.hidden || !week || $('#notice').dataset.lasting ? {} : await ask(`news?seen=${seen}&beside=${beside}&weighed=yes`);
  if (status !== 200 || value.new) { poll(); await queue; }
  if (stale) await candidates(); // after a build, or with another need
  if (status !== 200 || (value.new && week.seen === seen && week.beside === beside)) await new Promise((run) => { setTimeout(run, 700); });
}
