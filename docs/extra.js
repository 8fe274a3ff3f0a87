/* What the theme leaves out for those who do not see the page, or use no mouse. */
new MutationObserver(() => {
  // The buttons of each code block stand in a nav, and all of these have one name.
  for (const nav of document.querySelectorAll("nav.md-code__nav")) {
    nav.setAttribute("role", "presentation");
  }
  // A table, or a row of tabs, that is too wide is scrolled.
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap, .tabbed-labels")) {
    wrap.tabIndex = 0;
  }
}).observe(document.documentElement, {childList: true, subtree: true});
