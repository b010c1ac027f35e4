// A small form: an editor whose text is the values of its fields. What it writes is known by what it says, so a save gives it another name.

import { $, $$, build, say } from './parts.js';
import { Editor, editors } from './editor.js';

export const forms = {}; // by the action that writes: {noun, fields}
// The browser's time zone; UTC is the machine's, not the people's.
const here = () => { const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions(); return /^(Etc\/)?(UTC|GMT|UCT|Zulu)$/.test(zone) ? '' : zone; };
const input = ([name, label, kind, ...choices]) => ['label', {}, [label, kind === 'area' ? ['textarea', { name }, []]
  : kind === 'flag' ? ['input', { name, type: 'checkbox' }, []]
  : choices.length ? ['select', { name }, choices.map((one) => ['option', {}, [one]])]
  : ['input', { name, type: kind === 'zone' ? 'text' : kind, ...(kind === 'number' && { min: '0', max: '10000' }),
    ...(kind === 'url' && { placeholder: 'https://' }), ...(kind === 'zone' && { placeholder: 'Europe/Berlin or +01:00' }) }, []]]];

export class Form extends Editor {
  make(label) {
    const { fields, needs = '', rare } = forms[this.request.do], more = rare ? [['details', {}, [['summary', {}, ['More fields']], ['div', { class: 'fields' }, rare.map(input)]]]] : [];
    const area = build(['div', { class: 'fields', role: 'group', 'aria-label': label }, [...(needs && ['url', 'id'].some((name) => this.request[name] === '') ? [['p', { class: 'by' }, [needs]]] : []), ...fields.map(input), ...more]]);
    const all = $$('input, textarea, select', area);
    Object.defineProperty(area, 'value', {
      get: () => JSON.stringify(Object.fromEntries(all.map((one) => [one.name, one.type === 'checkbox' ? (one.checked ? 'yes' : '') : one.value]))),
      set: (text) => {
        const values = { ...JSON.parse(text) };
        if ('zone' in values) values.zone ||= here();
        all.forEach((one) => { if (one.type === 'checkbox') one.checked = Boolean(values[one.name]); else one.value = values[one.name]; });
      },
    });
    return area;
  }

  get first() { return $('input, textarea', this.area); }
  words(text) { return text && Object.values(JSON.parse(text)).filter(Boolean).join('\n'); }

  shout(words) { if (!this.element.contains(document.activeElement)) say(words); }

  became(key, { content }) {
    const item = this.element.closest('.item'), name = key.slice(key.indexOf(' ') + 1), resource = 'url' in this.request;
    editors.delete(this.key);
    editors.set(this.key = key, this);
    this.request[resource ? 'url' : 'id'] = name; // a resource is known by its address
    if (item) item.dataset.key = resource ? content.find(({ url }) => url === name)?.key : name;
  }
}
