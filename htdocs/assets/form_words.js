/* Puts a figure of a table into the prose. */

function make(name, attributes, text) {
  const element = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.textContent = text || '';
  return element;
}

/* Figures there are to speak of, totals first. */
function figures(form) {
  const cells = [...form.querySelectorAll('input.ds-cell')]
    .filter((cell) => cell.value.trim() !== '' && cell.value !== '/');
  const isTotal = (cell) => cell.closest('.ds-t') !== null;

  return [...cells.filter(isTotal), ...cells.filter((cell) => !isTotal(cell) && cell.value !== '0')];
}

function offer(form, list) {
  const chosen = list.value;

  list.replaceChildren(make('option', { value: '' }, '选择表中的数字'));
  figures(form).forEach((cell) => {
    list.append(make('option', { value: cell.id },
                     cell.getAttribute('aria-label') + '：' + cell.value));
  });
  list.value = chosen;
}

function insert(text, cell) {
  const value = cell.value.replace(/[（(].*$/, '').trim();

  text.setRangeText(value, text.selectionStart, text.selectionEnd, 'end');
  text.dispatchEvent(new Event('input', { bubbles: true }));
  text.focus();
}

export function startWords(form) {
  form.querySelectorAll('textarea[name^="section/"]').forEach((text) => {
    const box = make('div', { class: 'ds-quote' });
    const label = make('label', {}, '引用表中数字');
    const list = make('select', {});
    const button = make('button', { type: 'button', class: 'ds-button ds-button-second' },
                        '插入光标处');
    offer(form, list);
    list.addEventListener('focus', () => offer(form, list));
    list.addEventListener('pointerdown', () => offer(form, list));
    button.addEventListener('click', () => {
      const cell = list.value && document.getElementById(list.value);
      if (cell) {
        insert(text, cell);
      } else {
        list.focus();
      }
    });
    label.append(list);
    box.append(label, button);
    text.after(box);
  });
}
