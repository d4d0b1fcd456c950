/* Comments marked as dealt with, without leaving what is being written. */

function countDown(entry, note) {
  const part = note.closest('.ds-entry-part');
  const count = part && entry.querySelector('[data-notes="' + part.dataset.section + '"]');

  if (!count) {
    return;
  }
  const left = part.querySelectorAll('.ds-form-note').length - 1;
  if (left > 0) {
    count.textContent = '批注 ' + left;
  } else {
    count.remove();
  }
}

function takeAway(entry, note, tell) {
  const list = note.parentElement;
  const cell = document.querySelector('[aria-describedby~="' + note.id + '"]');

  countDown(entry, note);
  if (cell) {
    cell.closest('td').classList.remove('ds-noted');
    cell.setAttribute('aria-describedby', cell.getAttribute('aria-describedby').split(' ')
      .filter((id) => id !== note.id).join(' '));
  }
  note.remove();
  if (!list.children.length) {
    list.remove();
  }
  tell('批注已标为处理。');
}

export function startNotes(entry, form, tell) {
  form.addEventListener('click', async (event) => {
    const button = event.target.closest('button[value^="resolve:"]');
    if (!button) {
      return;
    }
    event.preventDefault();
    const body = new URLSearchParams({ _do: 'resolve', _number: button.value.split(':')[1],
                                       _token: form.elements.namedItem('_token').value });
    button.disabled = true;
    try {
      /* where it leads to is the report's page, which is of no use here */
      const answer = await fetch(entry.dataset.comments, { method: 'POST', body,
                                                           redirect: 'manual' });
      if (answer.type !== 'opaqueredirect' && !answer.ok) {
        throw new Error(answer.statusText);
      }
      takeAway(entry, button.closest('.ds-form-note'), tell);
    } catch (failed) {
      button.disabled = false;
      tell('批注没有标为处理，请稍后再试。');
    }
  });
}
