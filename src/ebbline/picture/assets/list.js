/* Part 4: the claims behind the marks, a page at a time. */
const PAGE = 40, PAGE_NARROW = 12;
const wide = () => window.innerWidth >= 1080;
const pageSize = () => (wide() ? PAGE : PAGE_NARROW);
const list = { node: $("list"), order: [], shown: 0 };

function glyphOf(claim) {
  const [key, , shape] = DATA.families[claim.f], svg = drawn("svg", { class: "glyph", viewBox: "-10 -10 20 20", "aria-hidden": "true" });
  svg.append(shape === "ring" ? drawn("circle", { class: "ring-sample", r: 6.5 }) : drawn("path", { class: "f-" + key + (happened(claim) ? "" : " not"), d: shapePath(shape, 6.8) }));
  return svg;
}

function quoted(claim) {
  const quote = element("blockquote");
  claim.q.forEach(([number, marks], i) => {
    const text = DATA.sentences[number];
    let at = 0;
    if (i) quote.append(" … ");
    for (let m = 0; m < marks.length; m += 2) {
      quote.append(text.slice(at, marks[m]), element("mark", {}, text.slice(marks[m], marks[m + 1])));
      at = marks[m + 1];
    }
    quote.append(text.slice(at));
  });
  return quote;
}

function claimItem(index) {
  const claim = CLAIMS[index], speaker = DATA.speakers[claim.s], [name, title, outlet, published, , copies] = DATA.reports[claim.r];
  const [stories] = DATA.alike[claim.g], certainty = DATA.certainties[claim.c];
  const what = element("p", { class: "what" }, glyphOf(claim), element("b", {}, claim.h));
  if (claim.c) what.append(" ", element("span", { class: "cert c-" + certainty }, certainty));
  const where = (claim.p || []).map((spot) => DATA.spots[spot].w + (DATA.spots[spot].k === "unresolved" ? " (not resolved)" : ""));
  const own = speaker.r === "outlet";
  const who = element("p", { class: "who" }, (own ? outlet || "the outlet" : speaker.n) + " ", element("span", { class: "role" }, own ? "own voice" : speaker.r + (speaker.a ? ", anonymous" : "")));
  if (speaker.c.length) who.append(" ", element("span", { class: "chain" }, "via " + speaker.c.join(", via ")));
  who.append(" ", element("span", { class: "origins" }, plural(stories, "independent story", "independent stories") + (copies > 1 ? ` · ${copies} copies of this text` : "")));
  const cite = element("p", { class: "cite", title: title || null }, name + (outlet ? ", " + outlet : "") + ", " + (published === "undated" ? "undated report" : published) + (claim.pg ? `, p. ${claim.pg}` : "") + `, characters ${claim.e} `, element("span", { class: "id" }, claim.i));
  return element("li", { class: "claim" + (happened(claim) ? "" : " not"), id: claim.i },
    what, claim.d ? element("p", { class: "detail" }, claim.d) : null,
    element("p", { class: "whenwhere" }, element("span", { class: "when" }, claim.w || "undated"), where.length ? " · " + where.join(" · ") : ""),
    who, quoted(claim), cite);
}

const SORTS = {
  date: (a, b) => (CLAIMS[a].t ? CLAIMS[a].t[0] : 1e9) - (CLAIMS[b].t ? CLAIMS[b].t[0] : 1e9) || (CLAIMS[a].t ? CLAIMS[a].t[1] - CLAIMS[b].t[1] : 0) || a - b,
  report: (a, b) => a - b,
  origins: (a, b) => DATA.alike[CLAIMS[b].g][0] - DATA.alike[CLAIMS[a].g][0] || a - b,
};

function updateList(indices) {
  list.order = indices.filter((index) => !state.selection || state.selection.has(index)).sort(SORTS[state.sort]);
  list.node.replaceChildren();
  list.shown = 0;
  more(pageSize());
  const section = $("claims");
  if (section.scrollTop) section.scrollTop = 0;
  $("selection").hidden = !state.selection;
  if (state.selection) $("selection").firstElementChild.textContent = state.selection.label;
}

function more(number) {
  const until = Math.min(list.order.length, list.shown + number);
  const items = list.order.slice(list.shown, until).map(claimItem);
  list.node.append(...items);
  list.shown = until;
  $("more").hidden = until >= list.order.length;
  $("more").textContent = `Show more (${grouped(list.order.length - until)} left)`;
  $("shown").textContent = list.order.length ? `${plural(list.order.length, "claim")}${until < list.order.length ? `, the first ${until} shown` : ""}` : "No claim passes. Widen the filter, or clear it.";
}

/* Claims that a filter hides are counted where the filter is named. */
function startList() {
  $("more").addEventListener("click", () => more(pageSize()));
  /* Beside the map the list goes on as one scrolls; in one column it would keep the rest of the page out of reach. */
  new IntersectionObserver((entries) => {
    if (wide() && entries.some((entry) => entry.isIntersecting) && list.shown < list.order.length) more(PAGE);
  }, { root: $("claims"), rootMargin: "300px" }).observe($("more"));
  window.addEventListener("beforeprint", () => more(460));
  $("f-sort").addEventListener("change", (event) => { state.sort = event.target.value; update(); });
  const label = element("span"), clear = element("button", { type: "button" }, "show all"), back = element("button", { type: "button", class: "back" }, "↑ map");
  clear.addEventListener("click", () => select(null));
  back.addEventListener("click", () => $("places").scrollIntoView());
  $("selection").replaceChildren(label, back, clear);
}
