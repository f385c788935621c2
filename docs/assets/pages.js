// Names and ways in for screen readers and keyboards, where the theme has none.
addEventListener("load", () => setTimeout(() => {
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search")
  document.querySelectorAll(".md-code__nav").forEach((each) => each.setAttribute("role", "none"))
  document.querySelectorAll(".md-typeset__scrollwrap").forEach((each) => {
    each.tabIndex = 0
    each.setAttribute("role", "group")
    each.setAttribute("aria-label", "Table, may be pushed sideways")
  })
}))
