/* The buttons that copy a report for somebody else's editor. Without a script
 * the page says how to copy by hand. */
(function () {
  'use strict';

  var source = document.getElementById('ds-paste-source');
  var state = document.getElementById('ds-paste-state');
  var bar = document.querySelector('.ds-copies');

  function words(html) {
    return new DOMParser().parseFromString(html, 'text/html').body.innerText;
  }

  /* Puts both forms on the clipboard, by the one way that every browser allows
   * on a page without TLS. */
  function copy(forms) {
    var done = false;

    function fill(event) {
      Object.keys(forms).forEach(function (type) {
        event.clipboardData.setData(type, forms[type]);
      });
      event.preventDefault();
      done = true;
    }

    document.addEventListener('copy', fill);
    source.select();
    document.execCommand('copy');
    document.removeEventListener('copy', fill);
    window.getSelection().removeAllRanges();
    return done;
  }

  bar.addEventListener('click', function (event) {
    var what = event.target.dataset.copy;
    var forms = what === 'text'
      ? { 'text/html': source.value, 'text/plain': words(source.value) }
      : { 'text/plain': source.value };

    if (what) {
      state.textContent = copy(forms) ? '已复制，请到编辑器中粘贴。'
                                      : '浏览器没有允许复制，请按下面的步骤手工复制。';
    }
  });
  bar.hidden = false;
}());
