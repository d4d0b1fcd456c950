/* Stands for the editor of a content management system: what is pasted is
 * cleaned as the editors in use clean it, and what is left can be looked at. */
(function () {
  'use strict';

  var KEPT = {
    P: [], H2: [], H3: [], STRONG: [], BR: [], A: ['href'], IMG: ['src', 'alt'],
    TABLE: ['border', 'cellspacing', 'cellpadding', 'width'], TBODY: [], TR: [],
    TH: ['colspan', 'rowspan', 'align', 'scope'], TD: ['colspan', 'rowspan', 'align']
  };
  var STYLES = ['text-align', 'text-indent', 'line-height', 'margin', 'padding', 'border',
    'border-collapse', 'background-color', 'font-size', 'font-weight', 'width', 'max-width'];
  var editor = document.querySelector('.editor');

  function clean(node) {
    var copy, style;

    if (node.nodeType === Node.TEXT_NODE) {
      return document.createTextNode(node.data);
    }
    copy = KEPT[node.tagName] ? document.createElement(node.tagName)
                              : document.createDocumentFragment();
    if (KEPT[node.tagName]) {
      KEPT[node.tagName].forEach(function (name) {
        if (node.hasAttribute(name)) {
          copy.setAttribute(name, node.getAttribute(name));
        }
      });
      style = node.style;
      STYLES.forEach(function (name) {
        if (style.getPropertyValue(name)) {
          copy.style.setProperty(name, style.getPropertyValue(name));
        }
      });
    }
    node.childNodes.forEach(function (child) {
      if (child.nodeType === Node.TEXT_NODE || child.nodeType === Node.ELEMENT_NODE) {
        copy.appendChild(clean(child));
      }
    });
    return copy;
  }

  editor.addEventListener('paste', function (event) {
    var html = event.clipboardData.getData('text/html');

    event.preventDefault();
    if (html) {
      editor.textContent = '';
      editor.appendChild(clean(new DOMParser().parseFromString(html, 'text/html').body));
    }
  });
}());
