/* Saving by itself, section by section, in words that are always in sight; and
 * a copy of what has not been saved, kept in this browser. */

import { restoreFigures } from './form_pictures.js';

const IDLE = 30000;
const KEEP = 500;
const AGAIN = 30000;
const MAX_BYTES = 8 * 1024 * 1024;

function fieldsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => !name.startsWith('_')
    && typeof value === 'string');
}

function time() {
  const now = new Date();

  return String(now.getHours()).padStart(2, '0') + ':' + String(now.getMinutes()).padStart(2, '0');
}

/* ---- The copy ---- */

class Copy {
  constructor(key) {
    this.key = 'ds-form:' + key;
  }

  read() {
    try {
      return JSON.parse(window.localStorage.getItem(this.key));
    } catch (unreadable) {
      return null;
    }
  }

  write(form) {
    try {
      window.localStorage.setItem(this.key,
                                  JSON.stringify({ at: time(), fields: fieldsOf(form) }));
    } catch (full) {
      return false;
    }
    return true;
  }

  clear() {
    try {
      window.localStorage.removeItem(this.key);
    } catch (refused) {
      return;
    }
  }
}

function put(form, fields) {
  restoreFigures(form, fields);
  fields.forEach(([name, value]) => {
    const field = form.elements.namedItem(name);
    if (field && !field.readOnly && field.value !== value) {
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });
  form.dispatchEvent(new Event('change', { bubbles: true }));
}

function button(text, className, act) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = className;
  element.textContent = text;
  element.addEventListener('click', act);
  return element;
}

/* Offers the copy where it says something else than the form. */
function offer(entry, form, copy) {
  const kept = copy.read();
  const now = new Map(fieldsOf(form));
  const differs = kept && Array.isArray(kept.fields)
    && kept.fields.some(([name, value]) => now.has(name)
      && now.get(name).replace(/\r\n/g, '\n') !== String(value).replace(/\r\n/g, '\n'));

  if (!differs) {
    return false;
  }
  const box = document.createElement('section');
  const text = document.createElement('p');
  box.className = 'ds-summary ds-rescue';
  box.setAttribute('aria-label', '没有保存的内容');
  text.textContent = '这台电脑上留有 ' + kept.at + ' 填写、还没有保存的内容。';
  box.append(text,
             button('恢复这些内容', 'ds-button', () => { put(form, kept.fields); box.remove(); }),
             button('不要了', 'ds-button ds-button-second', () => { copy.clear(); box.remove(); }));
  entry.before(box);
  return true;
}

/* ---- Saving ---- */

async function answerOf(response) {
  const type = response.headers.get('Content-Type') || '';

  if (!type.includes('json')) {
    return { detail: '登录可能已经过期。请按‘保存’，重新登录后内容会接着保存。' };
  }
  return response.json();
}

export function startSaving(entry, form, onSaved) {
  const copy = new Copy(entry.dataset.key);
  const line = document.getElementById('ds-saved');
  const state = { dirty: false, saving: null, timer: 0, keeper: 0 };

  function say(text, kind) {
    line.textContent = text;
    line.dataset.kind = kind;
  }

  function keep() {
    clearTimeout(state.keeper);
    state.keeper = setTimeout(() => copy.write(form), KEEP);
  }

  function later(delay) {
    clearTimeout(state.timer);
    state.timer = setTimeout(save, delay);
  }

  function failed(why) {
    state.dirty = true;
    say('没有保存：' + why, 'failed');
  }

  async function send() {
    if (form.elements.namedItem('_both')) {
      /* a choice is made by its button, not by the way */
      failed('请先在上面选好用哪一份，再按保存。');
      return;
    }
    const body = new URLSearchParams(new FormData(form));
    body.set('_do', 'save');
    if (body.toString().length > MAX_BYTES) {
      failed('内容超过 8 MB，请减少文字。');
      return;
    }
    state.dirty = false;
    say('正在保存', 'saving');
    try {
      const response = await fetch(form.action, {
        method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'follow',
      });
      const answer = await answerOf(response);
      if (!response.ok || !answer.tag) {
        failed(answer.detail || '服务器没有接受，请按‘保存’查看原因。');
        return;
      }
      form.elements.namedItem('_tag').value = answer.tag;
      form.elements.namedItem('_revision').value = answer.revision;
      say(state.dirty ? '有新的修改，稍后保存' : '已保存 ' + answer.saved_at, 'saved');
      if (!state.dirty) {
        clearTimeout(state.keeper);
        copy.clear();
      }
      onSaved(answer);
    } catch (offline) {
      failed('网络不通。内容已留在这台电脑上，网络恢复后会自动保存。');
      later(AGAIN);
    }
  }

  function save() {
    clearTimeout(state.timer);
    if (!state.dirty || state.saving) {
      return state.saving;
    }
    state.saving = send().finally(() => { state.saving = null; });
    return state.saving;
  }

  form.addEventListener('input', (event) => {
    if (event.target.name.startsWith('_')) {
      return;
    }
    state.dirty = true;
    say('有修改，尚未保存', 'dirty');
    keep();
    later(IDLE);
  });
  form.addEventListener('focusout', (event) => {
    const part = event.target.closest('.ds-entry-part');
    const next = event.relatedTarget && event.relatedTarget.closest('.ds-entry-part');
    if (part && next && part !== next) {
      save();
    }
  });
  form.addEventListener('submit', (event) => {
    clearTimeout(state.timer);
    copy.write(form);
    if (state.saving) {
      /* the tag changes when it is done */
      event.preventDefault();
      state.saving.then(() => form.requestSubmit(event.submitter));
    }
  });
  window.addEventListener('online', save);
  if (!offer(entry, form, copy)) {
    copy.clear();
  }
  if (entry.dataset.unsaved) {
    copy.write(form);
  }
}
