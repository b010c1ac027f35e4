// The project around a week's page: the weeks that can be opened, and a build of the site.

import { $, ask, build, say } from './parts.js';

const root = '../../../', here = location.pathname.split('/').slice(-3, -1).join('/');

export async function places() {
  const { status, value } = await ask(`${root}places`), list = $('#places');
  if (status !== 200 || value.places.length < 2) return;
  const courses = group(value.places);
  list.replaceChildren();
  for (const [, weeks] of courses) {
    const options = weeks.map((w) => ['option', { value: `${w.course}/${w.week}`, ...(`${w.course}/${w.week}` === here && { selected: '' }) }, [`${w.week}: ${w.title}${w.status === 'draft' ? ' (draft)' : ''}`]]);
    list.append(build(['optgroup', { label: weeks[0].course_title }, options]));
  }
  list.hidden = false;
  list.onchange = () => { location = `${root}week/${list.value}/`; };
}

function group(all) {
  const found = new Map();
  for (const one of all) found.set(one.course, [...(found.get(one.course) || []), one]);
  return found;
}

// Build, say how far it is, and tell what came of it.
export async function buildSite(before, tell) {
  let { status, value } = await ask(`${root}do`, { do: 'build' });
  while (status === 200 && value.busy && !value.done) { // what is begun after it, such as weighing, is not waited for
    say(`${before}${value.parts.work.join('')}`);
    await new Promise((run) => { setTimeout(run, 500); });
    ({ status, value } = await ask(`${root}home`));
  }
  say('');
  tell(value.error || value.done, value.lines);
}
