// The learner's page of this week beside the editor, drawn anew after each change.

import { $, $$, ask } from './parts.js';

const section = $('#learner'), frame = $('iframe', section), told = $('#learner-told');
let wanted = { mark: '', place: '' }, drawn = '', busy = false;

export const shows = () => !section.hidden;

// A page of 1280 px is made to fit where there is less room.
function fit() {
  const wide = section.dataset.width === 'wide', room = $('#learner-room').clientWidth, scale = wide ? Math.min(1, room / 1280) : 1;
  frame.style.cssText = wide ? `width: 1280px; height: ${100 / scale}%; transform: scale(${scale}); margin-inline-end: ${room - 1280}px` : `width: ${Math.min(390, room)}px; height: 100%`;
}

export function width(name) {
  section.dataset.width = name;
  $$('[data-width]', section).forEach((button) => button.setAttribute('aria-pressed', button.dataset.width === name));
  fit();
}

async function draw() {
  if (busy) return;
  busy = true;
  while (shows() && wanted.mark !== drawn) {
    const { mark, place } = wanted;
    if (!drawn) told.textContent = 'Drawing …';
    const { status, value } = await ask('draw', {});
    drawn = mark;
    told.textContent = status === 200 ? '' : value.error;
    if (status === 200) frame.contentWindow.location.replace(new URL(`${value.page}?${mark}${place && `#${place}`}`, location));
    section.dataset.drawn = mark;
  }
  busy = false;
}

// The week now has this mark; `place` is where on the page the change is seen.
export function follow(mark, place) {
  if (mark === wanted.mark) return;
  wanted = { mark, place };
  draw();
}

export function toggle(open = section.hidden) {
  section.hidden = !open;
  if (open) { width(section.dataset.width || 'phone'); draw(); }
  return open;
}

new ResizeObserver(fit).observe($('#learner-room'));
