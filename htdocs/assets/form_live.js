/* Sums and checks while one types, by the relations the server exports. */
import * as figures from './form_figures.js';

const CELL = 'input.ds-cell';
const STATES = {
  empty: ['ds-part-empty', '空'],
  unfinished: ['ds-part-unfinished', '未完'],
  wrong: ['ds-part-wrong', '有误'],
  done: ['ds-part-done', '完成'],
};

function make(name, className, text) {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

/* ---- What stands in the cells ---- */

function figure(address) {
  const isLast = address.startsWith('previous:');
  const cell = document.getElementById(isLast ? address.slice('previous:'.length) : address);
  const text = cell && (isLast ? cell.dataset.last : cell.value);
  const found = text ? figures.read(text) : { state: 'blank' };

  return found.state === 'number' ? found.value : null;
}

function showKind(cell) {
  const found = figures.read(cell.value);

  cell.classList.toggle('ds-blank', found.state === 'blank');
  cell.classList.toggle('ds-zero', found.state === 'number' && found.value === 0n);
  cell.classList.toggle('ds-na', found.state === 'na');
}

/* ---- Sums ---- */

function showSum(cell, expected) {
  const td = cell.parentElement;
  const old = td.querySelector('.ds-sum');

  if (expected === null) {
    if (old) {
      old.remove();
    }
  } else if (old) {
    old.textContent = '应为 ' + expected;
  } else {
    cell.after(make('span', 'ds-sum', '应为 ' + expected));
  }
}

function sumSide(relation) {
  const { left, right } = relation.test;

  return right.terms.length === 1 && right.terms[0][1] === relation.sum ? left : right;
}

function showSums(relations) {
  const expected = new Map();

  relations.filter((relation) => relation.sum).forEach((relation) => {
    const wanted = figures.sum(sumSide(relation), figure);
    const isMet = wanted === null || wanted === figure(relation.sum);
    if (!isMet || !expected.has(relation.sum)) {
      expected.set(relation.sum, isMet ? expected.get(relation.sum) || null : figures.print(wanted));
    }
  });
  expected.forEach((text, address) => showSum(document.getElementById(address), text));
}

/* ---- Sentences at the cells ---- */

function saysOf(cell) {
  const id = 'says:' + cell.id;
  let says = document.getElementById(id);

  if (!says) {
    says = make('span', 'ds-says', '');
    says.id = id;
    cell.parentElement.append(says);
    cell.setAttribute('aria-describedby',
                      (id + ' ' + (cell.getAttribute('aria-describedby') || '')).trim());
  }
  return says;
}

function addSentence(cell, rule, severity, text) {
  const isError = severity === 'error';
  const line = make('span', isError ? 'ds-says-error' : 'ds-says-warning', '');

  line.dataset.rule = rule;
  line.append(make('b', 'ds-says-kind', isError ? '错误：' : '提示：'), text);
  saysOf(cell).append(line);
}

function showMark(cell) {
  const says = document.getElementById('says:' + cell.id);
  const isWrong = Boolean(says && says.querySelector('.ds-says-error'));
  const isDoubt = !isWrong && Boolean(says && says.firstElementChild);

  cell.parentElement.classList.toggle('ds-wrong', isWrong);
  cell.parentElement.classList.toggle('ds-doubt', isDoubt);
  if (isWrong) {
    cell.setAttribute('aria-invalid', 'true');
  } else {
    cell.removeAttribute('aria-invalid');
  }
}

/* A carried figure that is explained asks for a look and no longer blocks. */
function severityOf(relation) {
  const note = relation.carry && document.getElementsByName(relation.carry + ':note')[0];

  return relation.severity === 'error' && note && note.value.trim() ? 'warning' : relation.severity;
}

function names(addresses) {
  return addresses.length > 0 && addresses.length <= 3
    ? addresses.map((address) => document.getElementById(address).getAttribute('aria-label')).join('、')
    : '相关各格的数字';
}

function showRelations(relations) {
  const asked = relations.map((relation) => [relation, figures.ask(relation, figure)])
    .filter(([, found]) => found !== null);
  const isEqual = ([relation]) => relation.test.is === '=';
  const held = asked.filter((pair) => isEqual(pair) && pair[1].holds).map(([relation]) => relation);
  const failed = asked.filter(([, found]) => !found.holds);
  const equalities = failed.filter(isEqual).map(([relation]) => relation);

  failed.forEach(([relation, found]) => {
    const blamed = isEqual([relation]) ? figures.suspects(relation, equalities, held) : [];
    const text = figures.sentence(relation, found, figure) + '请核对' + names(blamed) + '。';
    const marked = blamed.length > 0 ? blamed : figures.cells(relation).slice(0, 1);
    marked.map((address) => document.getElementById(address)).filter(Boolean)
      .forEach((cell) => addSentence(cell, relation.rule, severityOf(relation), text));
  });
}

/* What is no figure at all, as far as that can be told here. */
function showFigures(cells) {
  cells.forEach((cell) => {
    const found = figures.read(cell.value);
    const name = cell.getAttribute('aria-label');
    if (found.state !== 'number') {
      return;
    }
    if (cell.dataset.kind !== 'amount' && found.value % 1000000n !== 0n) {
      addSentence(cell, 'C.number', 'error', name + '应为整数，不能有小数，请核对。');
    }
    if (cell.dataset.kind !== 'change' && found.value < 0n) {
      addSentence(cell, 'C.negative', 'error', name + '填的是负数，这里不能小于 0，请核对。');
    }
  });
}

/* ---- The list of parts ---- */

function stateOf(part) {
  const cells = [...part.querySelectorAll(CELL)];
  const blanks = cells.filter((cell) => figures.read(cell.value).state === 'blank').length;
  const text = part.querySelector('textarea[name^="section/"]');

  if (text ? text.value.trim() === '' : blanks === cells.length) {
    return 'empty';
  }
  if (part.querySelector('.ds-says-error')) {
    return 'wrong';
  }
  return blanks > 0 ? 'unfinished' : 'done';
}

function showParts(form) {
  form.querySelectorAll('[data-section]').forEach((part) => {
    const badge = document.querySelector('[data-part="' + part.dataset.section + '"]');
    const [className, text] = STATES[stateOf(part)];
    badge.className = 'ds-part-state ' + className;
    badge.textContent = text;
  });
}

/* ---- All together ---- */

export function startLive(form, rules) {
  const cells = [...form.querySelectorAll(CELL)];
  const known = new Set(rules.relations.map((relation) => relation.rule));
  known.add('C.number').add('C.negative');

  function check() {
    form.querySelectorAll('.ds-says [data-rule]').forEach((line) => {
      if (known.has(line.dataset.rule)) {
        line.remove();
      }
    });
    showFigures(cells);
    showRelations(rules.relations);
    cells.forEach(showMark);
    showParts(form);
  }

  form.addEventListener('input', (event) => {
    if (event.target.matches(CELL)) {
      showKind(event.target);
      showSums(rules.relations);
    }
  });
  form.addEventListener('change', check);
  cells.forEach(showKind);
  showSums(rules.relations);
  return check;
}
