// What is asked before something is done; `go` is called with the answer.

import { $, $$, fill } from './parts.js';

// At once, not when the dialog tells that it has closed: by then the next one may be open.
function open(box, go) {
  $('form', box).onsubmit = ({ submitter }) => { if (submitter.value === 'go') go(); };
  box.showModal();
}

// What becomes of all that hangs on what leaves; with `why`, for which reason.
export function parting(title, hangs, why, go) {
  const box = $('#parting'), reason = $('#parting-why');
  $('#parting-title').textContent = title;
  fill($('#hangs'), hangs);
  reason.hidden = !why;
  $('input', reason).value = '';
  open(box, () => {
    const settled = { questions: [], people: [], thanks: [], steps: [], point: {}, rename: {} };
    $$('select', box).forEach(({ name, value, dataset: { of } }) => {
      if (value === 'out') settled[of].push(name);
      else if (of === 'questions') settled.point[name] = value;
      else if (value) settled.rename[name] = value;
    });
    $$('input:checked', box).forEach(({ name, value }) => settled[name].push(value));
    go({ ...settled, text: $('input', reason).value });
  });
}

// Who says something, under a name that is remembered here, and why.
export function byName(title, why, go) {
  const box = $('#say-so'), { by, note } = $('form', box).elements;
  $('#say-so-title').textContent = title;
  $('#say-so-why').hidden = !why;
  [by.value, note.value] = [localStorage.by || '', ''];
  open(box, () => {
    localStorage.by = by.value.trim();
    go({ by: by.value, text: note.value });
  });
}
