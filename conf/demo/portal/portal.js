/* A report by a plain fetch: all the script a page needs for it. */
(function () {
  'use strict';

  document.querySelectorAll('[data-report]').forEach(function (place) {
    fetch(place.dataset.report)
      .then(function (answer) { return answer.text(); })
      .then(function (html) { place.innerHTML = html; })
      .catch(function () {
        place.textContent = '年度报告暂时不能显示，请稍后再来查看。';
      });
  });
}());
