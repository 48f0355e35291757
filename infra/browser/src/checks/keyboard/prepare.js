// Remembers what the keyboard must reach, and how each thing looks without the focus.
(() => {
  const PROPERTIES = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'borderTopColor', 'borderTopWidth',
    'backgroundColor', 'textDecorationLine', 'color'];
  const CANDIDATES = 'a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex], ' +
    '[contenteditable=true], audio[controls], video[controls]';
  const look = element => {
    const style = getComputedStyle(element);
    return PROPERTIES.map(property => style[property]).join('|');
  };
  // Of radio buttons with one name, and of elements that share one place in the order, Tab reaches one.
  const isOneOfMany = element => element.type === 'radio' && element.name !== '' &&
    element !== (document.querySelector(`input[type=radio][name="${CSS.escape(element.name)}"]:checked`) ??
      document.querySelector(`input[type=radio][name="${CSS.escape(element.name)}"]`));
  const isExpected = element => element.tabIndex >= 0 && !element.disabled && !element.closest('[inert]') &&
    element.checkVisibility({ visibilityProperty: true }) && !isOneOfMany(element);
  const told = element => element.outerHTML.slice(0, 120);

  document.activeElement?.blur?.();
  getSelection()?.removeAllRanges();
  window.scrollTo(0, 0);
  const expected = [...document.querySelectorAll(CANDIDATES)].filter(isExpected);
  const before = expected.map(look);
  globalThis.keiin = {
    look() {
      const element = document.activeElement;
      const at = expected.indexOf(element);
      if (at < 0) return { at: null, what: element ? told(element) : '', is_visible: true, is_in_window: true };
      const box = element.getBoundingClientRect();
      const isInWindow = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      return { at, what: told(element), is_visible: look(element) !== before[at], is_in_window: isInWindow };
    },
  };
  return { expected: expected.map(told) };
})()
