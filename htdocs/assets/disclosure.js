/* Two conveniences; every page is complete without them. The 打印 button,
 * hidden until a script can answer it, and a memory for how the page is to look
 * (kept in this browser only). */
(function () {
  'use strict';

  function remembered(name) {
    try {
      return window.localStorage.getItem(name);
    } catch (refused) {
      return null;
    }
  }

  function remember(name, value) {
    try {
      window.localStorage.setItem(name, value);
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
    if (choice.value === remembered(choice.name)) {
      choice.checked = true;
    }
    choice.addEventListener('change', function () {
      remember(choice.name, choice.checked ? choice.value : '');
    });
  });
}());
