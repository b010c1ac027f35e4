// Settings: every field is saved when it is left, where it stands; lists are drawn again when they change.

import { $, $$, ask, build, fill, later } from './parts.js';

let tried, seen = '', find = '', queue = Promise.resolve();
const here = location.pathname.split('/').at(-2), week = sessionStorage.week; // the one that this tab was at
// Its course's folder may have another name since.
if (week) fetch(week).then(({ ok }) => ok && Object.assign($('#back'), { href: week, textContent: `Back to week ${week.split('/').at(-2)}`, hidden: false })).catch(() => {});

async function load(focus) {
  const { status, value } = await ask(`form?find=${encodeURIComponent(find)}`);
  if (status !== 200) return notice(value.error);
  const open = $$('details[open] > summary').map(({ id }) => id), y = scrollY, site = $('#site')?.value;
  seen = value.seen;
  $('#title').textContent = value.title;
  document.title = `Settings: ${value.title}`;
  $('#file').textContent = value.file;
  undo(value.undo);
  fill($('#parts'), value.parts);
  for (const id of open) if (document.getElementById(id)) document.getElementById(id).parentElement.open = true;
  for (const field of $$('#parts input, #parts textarea, #parts select')) field.was = typed(field);
  if (site) $('#site').value = site;
  scrollTo(0, y);
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
}

// The heading, the list of courses and the weeks say at once what a change has renamed; what is being typed stays.
function called({ title, weeks }) {
  if (!title) return;
  $('#title').textContent = title;
  document.title = `Settings: ${title}`;
  $(`#which [value="${here}"]`)?.replaceChildren(title);
  weeks.forEach((name, place) => {
    const field = document.getElementById(`f-weeks-${place}-title`);
    if (!field) return;
    document.getElementById(`s-weeks-${place}`).textContent = `${place + 1}. ${name}`;
    if (typed(field) === field.was) field.value = field.was = name;
  });
}
function undo(words) { Object.assign($('[data-do=undo]'), { disabled: !words, title: words }); }
function tell(words) { $('#work').textContent = words; }
function notice(words = '') { $('#notice').hidden = !words; $('#notice').lasting = false; fill($('#notice'), [words]); }
// What came of an errand stays until its button or its link is pressed, whatever is written meanwhile.
function outcome(words, more = []) {
  notice(words);
  $('#notice').lasting = true;
  $('#notice').append(...[...more, ['button', { 'data-do': 'dismiss' }, ['OK']]].flatMap((one) => [' ', build(one)]));
}
const typed = (field) => (field.type === 'checkbox' ? (field.checked ? 'yes' : '') : field.value);

// One after another, each with the mark of the file that is shown.
function change(what) {
  return (queue = queue.then(async () => {
    const answer = await ask('change', { ...what, seen });
    if (answer.status === 200) {
      seen = answer.value.seen;
      undo(answer.value.undo);
      called(answer.value);
      if (!$('#notice').lasting) notice();
      if (answer.value.said) tell(answer.value.said[0].toUpperCase() + answer.value.said.slice(1));
    } else if (answer.status === 409) {
      notice(answer.value.error);
      await load();
    }
    return answer;
  }));
}

function wrong(field, words = '') {
  if (words) field.setAttribute('aria-invalid', 'true'); else field.removeAttribute('aria-invalid'); // empty would mean no
  $('.wrong', field.parentElement).textContent = words;
}

async function save(field) {
  const { name, list, row, column } = field.dataset, value = typed(field);
  if (value === field.was) return;
  const { status, value: answer } = await change({ do: 'set', name: name || list, value, ...(list && { row: +row, column }) });
  if (status === 200) { field.was = value; wrong(field); } else if (status !== 409) wrong(field, answer.error);
}

const trying = later(700, async () => {
  const field = tried, box = $('.tried', field.parentElement), value = field.value;
  fill(box, ['Ranking with this …']);
  const { status, value: answer } = await ask('try', { name: field.dataset.name, value });
  if (field.value === value) fill(box, status === 200 ? answer.tried : [answer.error]);
});

// What the network or a reader's file brings is an errand of the project; its end is waited for.
async function errand(what, more = []) {
  notice();
  let { status, value } = await ask('../../do', what);
  while (status === 200 && value.busy && !value.done) {
    tell(value.parts.work.join(''));
    await new Promise((run) => { setTimeout(run, 500); });
    ({ status, value } = await ask('../../home'));
  }
  tell('');
  if (value.error) notice(value.error); else outcome([value.done, ...value.lines].join('\n'), value.failed ? [] : more);
  // What was not added stays in its box, all of it where the errand as a whole failed.
  if (what.do === 'add_feed' && !value.error && (value.left.length || !value.failed)) $('#site').value = value.left.join('\n');
  await load();
  return !value.error && !value.failed;
}

// What is typed is saved first, because the button took the focus from it.
async function draft({ dataset: { week } }) {
  await queue;
  if ($('[aria-invalid]')) return;
  await errand({ do: 'draft', course: here, item: week }, [['a', { href: `../../week/${here}/${week}/`, class: 'button' }, [`Open week ${week}`]]]);
  $('#notice a')?.focus();
}

const DO = {
  draft,
  dismiss: async () => { await ask('../../do', { do: 'dismiss' }); notice(); },
  undo: async () => { await change({ do: 'undo' }); await load(); },
  remove: async ({ dataset: { list, row } }) => { await change({ do: 'remove', name: list, row: +row }); await load(`s-${list}-new`); },
  move: async ({ dataset: { list, row, to } }) => { await change({ do: 'move', name: list, row: +row, to: +to }); await load(`s-${list}-${to}`); },
  add: async (by) => {
    const fields = $$(`[data-new="${by.dataset.list}"]`), values = Object.fromEntries(fields.map((f) => [f.dataset.column, typed(f)]));
    const { status, value } = await change({ do: 'add', name: by.dataset.list, values });
    if (status === 200) { by.closest('details').open = false; await load(`s-${by.dataset.list}-new`); } else if (status !== 409) wrong(fields[0], value.error);
  },
  discussion: async () => {
    const { status, value } = await change({ do: 'set', name: 'comments', values: { provider: $('#f-provider').value, settings: $('#f-comments').value } });
    if (status === 200) await load('f-provider'); else if (status !== 409) wrong($('#f-comments'), value.error);
  },
  add_feed: () => $('#site').value.trim() && errand({ do: 'add_feed', text: $('#site').value }),
  import_opml: async () => { const [file] = $('#opml').files; if (file) await errand({ do: 'import_opml', item: file.name, text: await file.text() }); },
};

document.addEventListener('click', ({ target }) => {
  const by = target.closest('[data-do]');
  if (by) DO[by.dataset.do](by);
});
document.addEventListener('change', ({ target }) => {
  if (target.id === 'which') { location = `../${target.value || '-'}/`; return; }
  if (target.dataset.find !== undefined) { find = target.value; load(target.id); return; }
  if (target.dataset.name || target.dataset.list) save(target);
});
document.addEventListener('input', ({ target }) => { if (target.hasAttribute('aria-invalid')) wrong(target); if ($('.tried', target.parentElement)) { tried = target; trying(); } });
addEventListener('beforeunload', (event) => {
  const at = document.activeElement;
  if (at?.dataset?.label && !at.dataset.new && at.was !== undefined && typed(at) !== at.was) event.preventDefault();
});

const { value: { courses = [] } } = await ask('courses');
fill($('#which'), [['option', { value: '' }, ['Feeds and tags']], ['option', { value: '--', ...(here === '--' && { selected: '' }) }, ['Site and discussion']], ...courses.map(({ course, title }) => ['option', { value: course, ...(course === here && { selected: '' }) }, [title]])]);
await load(location.hash.slice(1));
document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: 'center' });
document.body.dataset.ready = 'yes';
