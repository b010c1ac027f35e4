// The project's page: what waits, each course with its weeks. An errand is begun, then asked for until it ends.

import { $, ask, fill, fresh } from './parts.js';

const SOON = 600;
let timer, first = true;

function show({ status, value }) {
  if (status !== 200) return notice(value.error);
  notice();
  for (const id in value.parts) fresh($(`#${id}`), value.parts[id]);
  if (first && !value.busy && !value.known) { first = false; return errand({ do: 'look' }); }
  document.body.dataset.ready = value.known && !value.busy ? 'yes' : '';
  for (const button of document.querySelectorAll('[data-do]')) button.disabled = value.busy;
  clearTimeout(timer);
  if (value.busy) timer = setTimeout(look, SOON);
}

function notice(words = '') {
  $('#notice').hidden = !words;
  fill($('#notice'), [words]);
}

const look = async () => show(await ask('home'));

async function errand(what) {
  document.body.dataset.ready = '';
  show(await ask('do', what));
  timer = setTimeout(look, SOON);
}

document.addEventListener('click', ({ target }) => {
  const by = target.closest('[data-do]');
  if (!by || (by.dataset.ask && !confirm(by.dataset.ask))) return;
  $('#waiting').focus({ preventScroll: true }); // the button may be gone when it is done
  errand({ do: by.dataset.do, item: by.dataset.item || '', course: by.dataset.course || '' });
});

$('#new form').addEventListener('submit', (event) => {
  event.preventDefault();
  errand({ do: 'new_course', item: $('#new-title').value, text: $('#new-need').value, about: $('#new-about').value });
  event.target.reset();
  $('#new').open = false;
});

// Back from a week or an editor: things may have changed.
addEventListener('pageshow', ({ persisted }) => { if (persisted) errand({ do: 'look' }); });
document.addEventListener('visibilitychange', () => { if (!document.hidden && document.body.dataset.ready) errand({ do: 'look' }); });
await errand({ do: 'look' });
