/* Two conveniences; every page is complete without them. The 打印 button,
 * hidden until a script can answer it, and a memory for the size of the text
 * (kept in this browser only). */
(function () {
  'use strict';

  var KEY = 'ds-size';

  function remembered() {
    try {
      return window.localStorage.getItem(KEY);
    } catch (refused) {
      return null;
    }
  }

  function remember(size) {
    try {
      window.localStorage.setItem(KEY, size);
    } catch (refused) {
      return;
    }
  }

  document.querySelectorAll('.ds-print').forEach(function (button) {
    button.hidden = false;
    button.addEventListener('click', function () {
      window.print();
    });
  });

  document.querySelectorAll('.ds-sizes input').forEach(function (choice) {
    if (choice.value === remembered()) {
      choice.checked = true;
    }
    choice.addEventListener('change', function () {
      remember(choice.value);
    });
  });
}());
