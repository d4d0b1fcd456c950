/* The summary over the form, made anew from what the server found when the
 * form saved itself. */

const HEADS = { error: '需要改正', warning: '请再核对；确实无误的，送审时写明理由' };

function make(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

function placeOf(finding) {
  const place = finding.id.split('@')[1].split('#')[0];
  const ids = [finding.suspects[0], finding.cells[0], place, 'section/' + place, 'part-' + place];

  return ids.find((id) => id && document.getElementById(id));
}

function listOf(findings) {
  const list = document.createElement('ul');

  findings.forEach((finding) => {
    const item = document.createElement('li');
    const place = placeOf(finding);
    const inner = place ? make('a', finding.message) : make('span', finding.message);
    if (place) {
      inner.href = '#' + place;
    }
    item.append(inner);
    list.append(item);
  });
  return list;
}

export function showFindings(entry, answer) {
  const summary = document.getElementById('ds-summary');
  const blanks = answer.findings.filter((finding) => finding.rule === 'C.blank').length;
  const ofSeverity = (severity) => answer.findings.filter((finding) =>
    finding.severity === severity && finding.rule !== 'C.blank');
  const errors = ofSeverity('error').length;
  const parts = [];

  if (!summary) {
    return;
  }
  if (errors > 0) {
    parts.push('有 ' + errors + ' 处错误需要改正');
  }
  if (blanks > 0) {
    parts.push('还有 ' + blanks + ' 格没有填写');
  }
  const head = make('h2', parts.join('，') || '没有错误');
  head.id = 'ds-summary-head';
  summary.classList.toggle('ds-summary-calm', errors === 0);
  summary.replaceChildren(head);
  Object.keys(HEADS).forEach((severity) => {
    const found = ofSeverity(severity);
    if (found.length > 0) {
      summary.append(make('h3', HEADS[severity]), listOf(found));
    }
  });
}
