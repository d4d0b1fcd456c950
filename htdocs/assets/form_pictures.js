/* Pictures and attachments with scripts: chosen, dropped or pasted, they are sent
 * at once, put in at the caret, and what is on them is asked for. */

const NAME = /^figure\/([^/]+)\/(\d+):digest$/;

function make(name, attributes, text) {
  const element = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.textContent = text || '';
  return element;
}

/* ---- Figures in the form ---- */

function changed(element) {
  element.dispatchEvent(new Event('input', { bubbles: true }));
}

function lineOf(number) {
  return '〔图片' + number + '〕';
}

/* The first number that neither a figure nor a line has. */
function freeNumber(form, section, text) {
  let number = 1;

  while (form.elements.namedItem('figure/' + section + '/' + number + ':digest')
         || text.value.includes(lineOf(number))) {
    number += 1;
  }
  return number;
}

/* A line of its own where the caret is. */
function insertLine(text, line) {
  const before = text.value.slice(0, text.selectionStart);
  const after = text.value.slice(text.selectionEnd);
  const insert = (before && !before.endsWith('\n') ? '\n' : '') + line
    + (after && !after.startsWith('\n') ? '\n' : '');

  text.setRangeText(insert, text.selectionStart, text.selectionEnd, 'end');
  changed(text);
}

function renumber(fieldset, section, number) {
  const from = section + '/0';
  const to = section + '/' + number;

  fieldset.dataset.figure = to;
  fieldset.querySelectorAll('input, label, button').forEach((element) => {
    ['id', 'name', 'for', 'value'].forEach((key) => {
      if (element.hasAttribute(key)) {
        element.setAttribute(key, element.getAttribute(key).replace(from, to));
      }
    });
  });
  fieldset.querySelector('legend').textContent = lineOf(number);
  fieldset.querySelector('button').textContent = '删去' + lineOf(number);
}

function sampleOf(told) {
  if (told.is_picture !== false) {
    return make('img', { src: told.address, alt: '刚添加的图片', loading: 'lazy' });
  }
  const line = make('p', {}, '');
  line.append(make('a', { href: told.address }, '打开附件'), '（' + told.kind + '，' + told.size + '）');
  return line;
}

function addFigure(form, section, number, told) {
  const list = document.getElementById('figures-' + section);
  const pattern = list.parentElement.querySelector('template');
  const fieldset = pattern.content.cloneNode(true).firstElementChild;

  renumber(fieldset, section, number);
  fieldset.querySelector('input[type="hidden"]').value = told.digest;
  fieldset.querySelector('legend').after(sampleOf(told));
  list.append(fieldset);
  return fieldset;
}

/* Figures that were added and not saved, when what was typed comes back. */
export function restoreFigures(form, fields) {
  fields.forEach(([name, digest]) => {
    const found = NAME.exec(name);
    if (!found || !/^[0-9a-f]{64}$/.test(digest) || form.elements.namedItem(name)
        || !document.getElementById('figures-' + found[1])) {
      return;
    }
    const upload = form.querySelector('.ds-upload[data-section="' + found[1] + '"]');
    if (upload) {
      const address = upload.dataset.files + '/' + digest;
      addFigure(form, found[1], Number(found[2]), { digest, address });
    }
  });
}

function removeFigure(form, fieldset) {
  const [section, number] = fieldset.dataset.figure.split('/');
  const text = document.getElementById('section/' + section);

  text.value = text.value.split('\n').filter((line) => line.trim() !== lineOf(number)).join('\n');
  fieldset.remove();
  changed(text);
  text.focus();
}

/* ---- Sending ---- */

function detailOf(request) {
  try {
    return JSON.parse(request.responseText).detail;
  } catch (unreadable) {
    return '';
  }
}

class Sending {
  constructor(form, upload, text) {
    this.form = form;
    this.upload = upload;
    this.text = text;
    this.section = upload.dataset.section;
    this.now = make('div', { class: 'ds-upload-now' });
    this.words = make('p', { role: 'status' });
    this.now.append(this.words);
    upload.before(this.now);
    this.queue = Promise.resolve();
  }

  fail(words) {
    this.words.className = 'ds-error';
    this.words.textContent = words;
  }

  add(files) {
    [...files].forEach((file) => { this.queue = this.queue.then(() => this.send(file)); });
  }

  refusal(file) {
    const input = this.upload.querySelector('input[type="file"]');
    const max = Number(input.dataset.max);

    return file.size > max
      ? '‘' + file.name + '’超过允许的大小（最大' + Math.floor(max / 1048576) + ' MB），没有上传。' : '';
  }

  send(file) {
    const refusal = this.refusal(file);
    if (refusal) {
      this.fail(refusal);
      return Promise.resolve();
    }
    const bar = make('progress', { max: '100', value: '0', 'aria-label': '正在上传' + file.name });
    const stop = make('button', { type: 'button', class: 'ds-button ds-button-plain' }, '取消上传');
    const request = new XMLHttpRequest();
    const body = new FormData();

    body.set('_token', this.form.elements.namedItem('_token').value);
    body.set('_do', 'upload:' + this.section);
    body.set('_file/' + this.section, file, file.name);
    this.words.className = '';
    this.words.textContent = '正在上传‘' + file.name + '’。';
    this.now.append(bar, stop);
    stop.addEventListener('click', () => request.abort());
    return new Promise((done) => {
      request.upload.addEventListener('progress', (event) => {
        bar.value = event.lengthComputable ? Math.round(event.loaded * 100 / event.total) : 0;
      });
      request.addEventListener('loadend', () => {
        bar.remove();
        stop.remove();
        this.end(request, file);
        done();
      });
      request.addEventListener('abort', () => { this.wasStopped = true; });
      request.open('POST', this.form.getAttribute('action'));
      request.setRequestHeader('Accept', 'application/json');
      request.send(body);
    });
  }

  end(request, file) {
    if (this.wasStopped) {
      this.wasStopped = false;
      this.fail('已取消上传‘' + file.name + '’。');
    } else if (request.status !== 200) {
      this.fail(detailOf(request) || '‘' + file.name + '’没有上传，请检查网络后再试。');
    } else {
      this.put(JSON.parse(request.responseText));
    }
  }

  put(told) {
    const number = freeNumber(this.form, this.section, this.text);
    const fieldset = addFigure(this.form, this.section, number, told);
    const alt = fieldset.querySelector('input[name$=":alt"]');
    const typed = this.upload.querySelectorAll('input:not([type="file"])');

    [alt, fieldset.querySelector('input[name$=":caption"]')].forEach((field, i) => {
      field.value = typed[i].value;
      typed[i].value = '';
    });
    insertLine(this.text, lineOf(number));
    this.words.className = '';
    this.words.textContent = '已添加' + lineOf(number) + '。请写明图上是什么，没有替代文字不能保存。';
    alt.focus();
  }
}

/* ---- Ways in ---- */

function filesOf(data) {
  return data && data.files && data.files.length ? data.files : null;
}

function listen(text, sending) {
  text.addEventListener('paste', (event) => {
    /* a word processor brings a picture of the text along */
    if (filesOf(event.clipboardData) && !event.clipboardData.types.includes('text/plain')) {
      event.preventDefault();
      sending.add(event.clipboardData.files);
    }
  });
  text.addEventListener('dragover', (event) => {
    if (event.dataTransfer.types.includes('Files')) {
      event.preventDefault();
      text.classList.add('ds-drop');
    }
  });
  text.addEventListener('dragleave', () => text.classList.remove('ds-drop'));
  text.addEventListener('drop', (event) => {
    text.classList.remove('ds-drop');
    if (filesOf(event.dataTransfer)) {
      event.preventDefault();
      sending.add(event.dataTransfer.files);
    }
  });
}

export function startPictures(form) {
  form.querySelectorAll('.ds-upload').forEach((upload) => {
    const text = document.getElementById('section/' + upload.dataset.section);
    const input = upload.querySelector('input[type="file"]');
    const sending = new Sending(form, upload, text);

    listen(text, sending);
    input.addEventListener('change', () => {
      sending.add(input.files);
      input.value = '';
    });
    /* what is chosen is sent at once */
    upload.querySelector('button').addEventListener('click', (event) => {
      event.preventDefault();
      input.click();
    });
  });
  form.addEventListener('click', (event) => {
    const button = event.target.closest('.ds-form-figure button[value^="remove:"]');
    if (button) {
      event.preventDefault();
      removeFigure(form, button.closest('.ds-form-figure'));
    }
  });
}
