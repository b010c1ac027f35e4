// A plain editor: it saves while somebody types, shows what it will look like, and loses nothing when overtaken.

import { ask, build, fill, later, say } from './parts.js';

export const editors = new Map(); // by what they write in: "introduction ", "note https://…", "question q1"
export const part = (request) => `${request.do} ${request.url || request.id || ''}`;

export class Editor {
  // request: the action without its text; closed: called when its person leaves; none for questions, which stay.
  constructor(label, request, text, act, closed) {
    Object.assign(this, { label, request, act, closed, saved: text, mine: text, more: false });
    this.path = request.do === 'question' ? 'lint' : ['note', 'introduction'].includes(request.do) && 'preview';
    const [area, clash, below, foot] = [['textarea', { rows: this.path === 'preview' ? 5 : 2, 'aria-label': label }, []], ['div', { class: 'clash' }, []],
      this.path === 'lint' ? ['ul', { class: 'remarks' }, []] : ['div', { class: 'shown' }, []],
      ['p', {}, [['span', {}, []], ' ', ['button', {}, ['Done ', ['kbd', {}, ['Esc']]]]]]].map(build);
    Object.assign(this, { area, clash, below, status: foot.firstChild, element: build(['div', { class: 'editor' }, []]) });
    if (closed) foot.lastChild.onclick = () => this.close(); else foot.lastChild.remove();
    this.element.append(area, clash, below, foot);
    this.soon = later(600, () => this.save());
    this.look = later(200, () => this.live());
    area.value = text;
    area.oninput = () => { this.status.textContent = ''; this.soon(); this.look(); };
    area.onblur = () => this.save();
    editors.set(this.key = part(request), this);
    if (this.path === 'preview') this.live();
  }

  get dirty() { return this.area.value !== this.mine; }

  set(text) { this.area.value = text; this.live(); this.save(); }

  tell(words) { this.status.textContent = words; }

  async save() {
    if (!this.dirty || this.clash.firstChild || this.saving) return;
    this.saving = true;
    this.sent = this.area.value;
    this.tell('Saving…');
    const { status, value } = await this.act({ ...this.request, text: this.sent, more: this.more });
    this.saving = false;
    if (status === 200) {
      this.more = true;
      this.tell('Saved');
      if (this.dirty) this.soon();
    } else if (status === 422) {
      this.tell(`Not saved: ${value.error}`);
      say(this.status.textContent);
    } else if (!this.clash.firstChild) {
      this.tell('Not saved yet');
      setTimeout(() => this.save(), status ? 50 : 2000);
    }
  }

  // The week says `text`; `own` when these very words have just been saved.
  update(text, own) {
    if (own) this.mine = this.sent;
    else if (text !== this.saved && this.dirty) {
      fill(this.clash, [['p', {}, ['This was changed elsewhere to:']], ['pre', {}, [text || '(nothing)']],
        ['button', {}, ['Keep mine']], ' ', ['button', {}, ['Take theirs']]]);
      const [keep, take] = this.clash.querySelectorAll('button');
      keep.onclick = () => this.settle(text, this.area.value);
      take.onclick = () => this.settle(text, text);
      this.tell('Not saved: choose one');
    } else if (text !== this.saved) {
      this.area.value = this.mine = text;
      this.live();
    }
    this.saved = text;
  }

  settle(theirs, text) {
    this.mine = theirs;
    this.more = false;
    this.clash.replaceChildren();
    this.tell('');
    this.area.focus();
    this.set(text);
  }

  async live() {
    const text = this.area.value, id = this.request.id || '';
    const { status, value } = this.path ? await ask(this.path, { text, id }) : {};
    if (status === 200 && text === this.area.value) fill(this.below, value);
  }

  async close() {
    this.closed();
    await this.save();
    if (this.dirty) return;
    editors.delete(this.key);
    this.element.remove();
  }
}
