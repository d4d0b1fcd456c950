/* The entry form with scripts: what the page can do without them, sooner. */
import { startGrid } from './form_grid.js';
import { startLive } from './form_live.js';
import { startNotes } from './form_notes.js';
import { startPictures } from './form_pictures.js';
import { startSaving } from './form_saving.js';
import { showFindings } from './form_summary.js';
import { startWords } from './form_words.js';

const entry = document.getElementById('ds-entry');
const form = entry.querySelector('form');

/* One line in the bar at the bottom: help for the field at hand, and what has
 * just been done. */
const line = document.createElement('p');
line.className = 'ds-now';
line.setAttribute('role', 'status');
document.querySelector('.ds-save').append(line);

function tell(text) {
  line.textContent = text;
}

form.addEventListener('focusin', (event) => {
  const help = (event.target.getAttribute('aria-describedby') || '').split(' ')
    .find((id) => id.startsWith('help:'));
  const element = help && document.getElementById(help);
  tell(element ? element.textContent : '');
});

startGrid(form, tell);
startWords(form);
startPictures(form);
startNotes(entry, form, tell);
startSaving(entry, form, (answer) => showFindings(entry, answer));

fetch(entry.dataset.rules).then((response) => {
  if (!response.ok) {
    throw new Error(response.statusText);
  }
  return response.json();
}).then((rules) => startLive(form, rules)).catch(() => {
  tell('实时核对现在不可用，保存时由服务器核对。');
});
