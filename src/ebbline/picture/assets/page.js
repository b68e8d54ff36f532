/* Part 5: the filters, and starting it all. */
function update() {
  const { all, dated } = filtered();
  updateMap(dated);
  updateTime(all);
  updateList(dated);
  updateCells(dated);
  say(all, dated);
  for (const chip of document.querySelectorAll("button.chip")) chip.setAttribute("aria-pressed", String(Boolean(state.selection && state.selection.key === keyOf(chip))));
}

function select(selection) {
  const same = selection && state.selection && selection.key === state.selection.key;
  state.selection = same ? null : selection;
  update();
  if (state.selection && !wide()) $("claims").scrollIntoView({ block: "start" });
}

const byReader = () => state.actor !== "" || state.certainty !== "" || state.words.length || state.from !== null || state.to !== null || state.families.size < DATA.families.length;

function say(all, dated) {
  const parts = [];
  if (byReader()) {
    parts.push(`${plural(dated.length, "claim")} of ${grouped(CLAIMS.length)} pass the filter.`);
    const undated = all.filter((index) => !CLAIMS[index].t).length;
    if ((state.from !== null || state.to !== null) && undated) parts.push(`${undated} undated are left out by the dates.`);
  }
  $("state").textContent = parts.join(" ");
}

/* Cells and rows that were drawn once: dimmed where no claim of theirs passes. */
function updateCells(dated) {
  const passing = new Set(dated);
  for (const node of document.querySelectorAll(".cell[data-claims], tr[data-claims]")) {
    node.classList.toggle("out", !node.dataset.claims.split(" ").some((index) => passing.has(Number(index))));
    node.classList.toggle("on", Boolean(state.selection && state.selection.key === keyOf(node)));
  }
}

const keyOf = (node) => (node.dataset.claims ? "c" + node.dataset.label : node.dataset.spot ? "s" + node.dataset.spot : node.dataset.without ? "w" + node.dataset.without : "");

function setDates(from, to, done) {
  state.from = from; state.to = to;
  $("f-from").value = from === null ? "" : isoOf(from);
  $("f-to").value = to === null ? "" : isoOf(to);
  if (done) update(); else paintTime();
}

function clearAll() {
  Object.assign(state, { families: new Set(DATA.families.keys()), actor: "", certainty: "", words: [], selection: null });
  for (const box of document.querySelectorAll(".kinds input")) box.checked = true;
  $("f-text").value = $("f-actor").value = $("f-certainty").value = "";
  setDates(null, null, true);
}

function startFilters() {
  const counts = new Map();
  for (const claim of CLAIMS) for (const actor of claim.a || []) counts.set(actor, (counts.get(actor) || 0) + 1);
  for (const [actor, number] of [...counts].sort((a, b) => b[1] - a[1] || (DATA.actors[a[0]] < DATA.actors[b[0]] ? -1 : 1)))
    $("f-actor").append(element("option", { value: actor }, `${DATA.actors[actor]} (${number})`));
  const told = DATA.certainties.map((_, i) => CLAIMS.filter((claim) => claim.c === i).length);
  const yes = CLAIMS.filter(happened).length;
  $("f-certainty").append(element("option", { value: "yes" }, `having happened (${yes})`), element("option", { value: "no" }, `not having happened (${CLAIMS.length - yes})`));
  DATA.certainties.forEach((name, i) => { if (told[i]) $("f-certainty").append(element("option", { value: i }, `${name} (${told[i]})`)); });
  $("f-actor").addEventListener("change", (event) => { state.actor = event.target.value; update(); });
  $("f-certainty").addEventListener("change", (event) => { state.certainty = event.target.value; update(); });
  let waiting = null;
  $("f-text").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { state.words = event.target.value.toLocaleLowerCase().split(/\s+/).filter(Boolean); update(); }, 150);
  });
  for (const id of ["f-from", "f-to"]) $(id).addEventListener("change", () => setDates(dayOf($("f-from").value), dayOf($("f-to").value), true));
  for (const box of document.querySelectorAll(".kinds input")) box.addEventListener("change", () => {
    if (box.checked) state.families.add(Number(box.value)); else state.families.delete(Number(box.value));
    update();
  });
  $("f-clear").addEventListener("click", clearAll);
  $("f-toggle").addEventListener("click", () => $("f-toggle").setAttribute("aria-expanded", String($("filters").classList.toggle("open"))));
  $("filters").addEventListener("submit", (event) => event.preventDefault());
}

function startChips() {
  const without = {
    place: ["no place given", (claim) => !claim.p], time: ["undated", (claim) => !claim.t],
    before: ["earlier than the timeline", (claim) => claim.t && claim.t[0] < DATA.axis.edges[0]],
    after: ["later than the timeline", (claim) => claim.t && claim.t[1] >= DATA.axis.edges[DATA.axis.edges.length - 1]],
  };
  for (const chip of document.querySelectorAll("button.chip")) chip.addEventListener("click", () => {
    if (chip.dataset.spot) {
      const found = new Set(DATA_AT(Number(chip.dataset.spot)));
      select({ key: keyOf(chip), label: DATA.spots[Number(chip.dataset.spot)].w, has: (index) => found.has(index) });
    } else {
      const [label, test] = without[chip.dataset.without];
      if (state.from !== null || state.to !== null) setDates(null, null, false);
      select({ key: keyOf(chip), label, has: (index) => test(CLAIMS[index]) });
    }
  });
  for (const node of document.querySelectorAll(".cell[data-claims], tr[data-claims]")) {
    const found = new Set(node.dataset.claims.split(" ").map(Number));
    const choose = () => select({ key: keyOf(node), label: node.dataset.label, has: (index) => found.has(index) });
    node.tabIndex = 0;
    if (node.tagName !== "TR") node.setAttribute("role", "button");
    node.setAttribute("aria-label", `${node.dataset.label}, ${plural(found.size, "claim")}`);
    node.addEventListener("click", choose);
    node.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(); } });
  }
}

/* A link to #c_… shows that claim, on whatever page of the list it is. */
function followAddress() {
  const wanted = decodeURIComponent(location.hash.slice(1)), index = CLAIMS.findIndex((claim) => claim.i === wanted);
  if (index < 0) return;
  clearAll();
  select({ key: "i" + wanted, label: "claim " + wanted, has: (other) => other === index });
  const item = $(wanted);
  if (item) { item.classList.add("target"); item.scrollIntoView({ block: "center" }); }
}

document.documentElement.classList.add("js");
for (const node of document.querySelectorAll(".js-only")) node.hidden = false;
startMap();
startTime();
startList();
startFilters();
startChips();
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && state.selection) select(null); });
window.addEventListener("hashchange", followAddress);
new ResizeObserver(() => document.documentElement.style.setProperty("--filters", $("filters").offsetHeight + "px")).observe($("filters"));
fitMap();
update();
followAddress();
document.documentElement.dataset.ready = "yes";
