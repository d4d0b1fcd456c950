/* Moving in the tables as in a spreadsheet, and pasting blocks into them. */
import { read } from './form_figures.js';

const CELL = 'input.ds-cell';

function rowsOf(cell) {
  return [...cell.closest('table').rows].map((row) => [...row.querySelectorAll(CELL)])
    .filter((row) => row.length > 0);
}

function placeOf(cell, rows) {
  const y = rows.findIndex((row) => row.includes(cell));

  return [rows[y].indexOf(cell), y];
}

function goTo(cell) {
  cell.focus();
  cell.select();
}

/* Rows of the tables of one grid differ in length: the last cell of a shorter
 * row is taken. */
function move(cell, dx, dy) {
  const rows = rowsOf(cell);
  const [x, y] = placeOf(cell, rows);
  const row = rows[y + dy];
  const target = row && row[dx === 0 ? Math.min(x, row.length - 1) : x + dx];

  if (target) {
    goTo(target);
  }
  return Boolean(target);
}

/* Left and right leave the cell only at the edge of what stands in it. */
function isAtEdge(cell, dx) {
  const isAll = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;

  return isAll || (cell.selectionStart === cell.selectionEnd
    && cell.selectionStart === (dx < 0 ? 0 : cell.value.length));
}

const STEPS = {
  ArrowUp: [0, -1], ArrowDown: [0, 1], Enter: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0],
};

function onKey(event) {
  const step = STEPS[event.key];
  const cell = event.target;

  if (!step || !cell.matches(CELL) || event.isComposing || event.ctrlKey || event.altKey
      || event.metaKey || (event.shiftKey && event.key !== 'Enter')) {
    return;
  }
  const [dx, dy] = event.shiftKey ? [0, -1] : step;
  if (dx !== 0 && !isAtEdge(cell, dx)) {
    return;
  }
  move(cell, dx, dy);
  event.preventDefault();
}

/* ---- Pasting ---- */

function blockOfHtml(html) {
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table');

  return table && [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
}

function blockOfText(text) {
  return text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n')
    .map((line) => line.split('\t').map((part) => part.trim()));
}

function isFigure(text) {
  return read(text).state !== 'unclear';
}

/* A block copied with its head and its stub: rows without a figure, and the
 * labels before the figures, are left behind. */
function withoutLabels(block, width) {
  return block.filter((row) => row.some((text) => read(text).state === 'number' || row.length === 1))
    .map((row) => {
      let first = 0;
      while (row.length - first > width || (first < row.length - 1 && !isFigure(row[first]))) {
        first += 1;
      }
      return row.slice(first);
    });
}

function fillRow(row, x, texts, report) {
  texts.forEach((text, i) => {
    const cell = row && row[x + i];
    if (!cell) {
      report.over += 1;
    } else if (cell.readOnly) {
      report.locked += 1;
    } else {
      cell.value = text;
      cell.dispatchEvent(new Event('input', { bubbles: true }));
      report.filled += 1;
    }
  });
}

function fill(cell, block) {
  const rows = rowsOf(cell);
  const [x, y] = placeOf(cell, rows);
  const report = { filled: 0, over: 0, locked: 0 };

  withoutLabels(block, rows[y].length - x).forEach((texts, i) => {
    fillRow(rows[y + i], x, texts, report);
  });
  cell.dispatchEvent(new Event('change', { bubbles: true }));
  return report;
}

function say(report) {
  return '已粘贴 ' + report.filled + ' 格'
    + (report.over ? '，有 ' + report.over + ' 格超出表格，没有粘贴' : '')
    + (report.locked ? '，有 ' + report.locked + ' 格已锁定，没有改动' : '') + '。';
}

/* `tell` shows a sentence. */
export function startGrid(form, tell) {
  form.addEventListener('keydown', onKey);
  form.addEventListener('focusin', (event) => {
    if (event.target.matches(CELL)) {
      event.target.select();
    }
  });
  form.addEventListener('paste', (event) => {
    if (!event.target.matches(CELL)) {
      return;
    }
    const html = event.clipboardData.getData('text/html');
    const block = (html && blockOfHtml(html)) || blockOfText(event.clipboardData.getData('text/plain'));
    if (block.length > 1 || block[0].length > 1) {
      event.preventDefault();
      tell(say(fill(event.target, block)));
    }
  });
}
