// A plain editor: it saves while somebody types, and loses nothing when overtaken.

import { $, $$, ask, build, fill, later, say } from './parts.js';

export const editors = new Map(); // by what they write in: "introduction ", "note https://…", "question q1"
export const all = () => [...editors.values()];
export const part = ({ do: what, url, id }) => `${what} ${url || id || ''}`;

export class Editor {
  // request: the action without its text. closed: called when its person leaves; questions have none and stay.
  constructor(label, request, text, act, closed) {
    // What is new is added when its person says so; what is there already is saved while they type.
    Object.assign(this, { label, request, act, closed, saved: text, mine: text, fresh: request.url === '' || request.id === '' });
    const key = part(request), kind = request.do;
    this.path = kind === 'question' ? 'lint' : /note|introduction/.test(kind) ? 'preview' : '';
    this.element = build(['div', { class: 'editor' }, [['div', { class: 'clash' }, []],
      this.path === 'lint' ? ['ul', { class: 'remarks' }, []] : ['div', { class: 'shown' }, []],
      ['p', {}, [...(closed ? [['button', {}, this.fresh ? ['Add'] : ['Save and close ', ['kbd', {}, ['Esc']]]], ' ', // first: what is told must not move it away from under a finger
        ['button', { class: 'quiet', ...(!this.fresh && { hidden: '' }) }, [this.fresh ? 'Cancel' : 'Discard']], ' '] : []), ['span', {}, []]]]]]);
    [this.clash, this.below] = this.element.children;
    this.element.prepend(this.area = this.make(label));
    if (closed) ['close', 'discard'].forEach((name, at) => { this.buttons[at].onclick = () => this[name](); });
    const soon = later(600, () => this.save()), look = later(200, () => this.live());
    this.area.value = text;
    this.mine = this.area.value;
    this.area.oninput = () => { this.tell(''); if (!this.fresh) soon(); look(); };
    this.area.addEventListener('focusout', () => { if (!this.fresh) this.save(); });
    editors.set(this.key = key, this);
    if (closed) this.live();
  }

  // What is written in: an element with a value.
  make(label) { return build(['textarea', { 'aria-label': label }, []]); }
  words(text) { return text; }
  shout(words) { say(words); }
  became() {}
  get buttons() { return $$(':scope > p > button', this.element); }

  get first() { return this.area; }
  get dirty() { return this.area.value !== this.mine; }
  tell(words, stuck = false) {
    $(':scope > p > span', this.element).textContent = words;
    if (this.closed && !this.fresh) this.buttons[1].hidden = !stuck;
  }
  set(text) { this.area.value = text; this.live(); this.save(); }
  save() { return (this.saving ||= this.store().finally(() => { this.saving = null; })); }

  async store() {
    await null; // so that `saving` is known before the first request
    while (this.dirty && !this.clash.firstChild) {
      this.sent = this.area.value;
      this.tell('Saving…');
      const { status, value } = await this.act({ ...this.request, text: this.sent, more: Boolean(this.more) });
      this.more = true;
      if (status === 200) this.tell('Saved');
      else if (status === 422) {
        if (this.area.value !== this.sent) continue; // more was typed meanwhile: that may be right
        this.tell(`Not saved: ${value.error}`, true);
        return this.shout(`Not saved: ${value.error}`);
      } else if (!this.clash.firstChild) {
        this.tell('Not saved yet');
        if (!status) return setTimeout(() => this.save(), 2000);
      }
    }
  }

  // The week says `text`; `own` when these very words have just been saved.
  update(text, own) {
    if (own) this.mine = this.sent;
    else if (text !== this.saved && this.dirty) {
      fill(this.clash, [['p', {}, ['This was changed elsewhere to:']], ['pre', {}, [this.words(text) || '(nothing)']],
        ['button', {}, ['Keep mine']], ' ', ['button', {}, ['Take theirs']]]);
      $$('button', this.clash).forEach((button, take) => { button.onclick = () => this.resolve(text, take ? text : this.area.value); });
      this.tell('Not saved: choose one');
    } else if (text !== this.saved) {
      this.area.value = text;
      this.mine = this.area.value;
      this.live();
    }
    this.saved = text;
  }

  resolve(theirs, text) {
    this.mine = theirs;
    this.more = false;
    this.clash.replaceChildren();
    this.tell('');
    this.first.focus();
    this.set(text);
  }

  async live() {
    const text = this.area.value, { status, value } = this.path ? await ask(this.path, { text, id: this.request.id || '' }) : {};
    if (status === 200 && text === this.area.value) fill(this.below, value);
  }

  async close() {
    this.closed(this);
    await this.save();
    if (this.dirty) return;
    this.remove();
    if (this.fresh && this.sent) say('Added to the week');
  }

  discard() {
    this.mine = this.area.value;
    this.closed(this);
    this.remove();
  }

  remove() {
    this.mine = this.area.value;
    editors.delete(this.key);
    this.element.remove();
  }
}
