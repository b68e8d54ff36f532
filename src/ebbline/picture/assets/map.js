/* Part 2: the map. Marks keep their size while the land beneath is scaled; zooming in takes merged marks apart. */
const map = { svg: $("map-svg"), base: $("base"), layer: $("marks"), view: { k: 1, x: 0, y: 0 }, home: null, size: { w: 0, h: 0 }, claimsAt: DATA.spots.map(() => []), dragged: false };
const MAX_ZOOM = 24;

function homeView() {
  const k = Math.min(map.size.w / DATA.map.w, map.size.h / DATA.map.h);
  return { k, x: (map.size.w - DATA.map.w * k) / 2, y: (map.size.h - DATA.map.h * k) / 2 };
}

function fitMap() {
  const box = map.svg.getBoundingClientRect();
  if (!box.width) return;
  const was = map.home && map.view.k !== map.home.k;
  map.size = { w: box.width, h: box.height };
  map.svg.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
  map.home = homeView();
  if (!was) map.view = { ...map.home };
  paintMap();
}

function setView(k, x, y) {
  const { w, h } = map.size, around = DATA.map.around;
  k = Math.max(map.home.k * 0.75, Math.min(map.home.k * MAX_ZOOM, k));
  /* Never so far that only undrawn land is left. */
  const limit = (value, size, length) => Math.max(size / 2 - length * k * (1 + around), Math.min(size / 2 + length * k * around, value));
  map.view = { k, x: limit(x, w, DATA.map.w), y: limit(y, h, DATA.map.h) };
  if (!map.waiting) {
    map.waiting = true;
    requestAnimationFrame(() => { map.waiting = false; paintMap(); });
  }
}

function zoomBy(factor, x = map.size.w / 2, y = map.size.h / 2) {
  const { k } = map.view, wanted = Math.max(map.home.k * 0.75, Math.min(map.home.k * MAX_ZOOM, k * factor));
  setView(wanted, x - (x - map.view.x) * wanted / k, y - (y - map.view.y) * wanted / k);
}

/* Which claims are at which spot, after filtering. */
function updateMap(indices) {
  map.claimsAt = DATA.spots.map(() => []);
  for (const index of indices) for (const spot of CLAIMS[index].p || []) map.claimsAt[spot].push(index);
  paintMap();
}

/* Points that would cover each other become one mark at the most claimed one's place. */
function mergedPoints() {
  const points = [];
  DATA.spots.forEach((spot, index) => {
    if (spot.k === "point" && map.claimsAt[index].length) {
      const x = spot.x * map.view.k + map.view.x, y = spot.y * map.view.k + map.view.y;
      if (x > -60 && y > -60 && x < map.size.w + 60 && y < map.size.h + 60) points.push({ x, y, spots: [index], r: radiusOf(map.claimsAt[index].length), n: map.claimsAt[index].length });
    }
  });
  points.sort((a, b) => b.n - a.n || a.spots[0] - b.spots[0]);
  const groups = [], cell = 60, grid = new Map();
  for (const point of points) {
    const cx = Math.floor(point.x / cell), cy = Math.floor(point.y / cell);
    let home = null;
    for (let i = -1; i <= 1 && !home; i++) for (let j = -1; j <= 1 && !home; j++) {
      home = (grid.get(`${cx + i},${cy + j}`) || []).find((group) => Math.hypot(group.x - point.x, group.y - point.y) < (group.r0 + point.r) * 0.85 + 3) || null;
    }
    if (home) { home.spots.push(point.spots[0]); continue; }
    point.r0 = point.r;
    const key = `${cx},${cy}`;
    if (!grid.has(key)) grid.set(key, []);
    grid.get(key).push(point);
    groups.push(point);
  }
  for (const group of groups) {
    group.indices = [...new Set(group.spots.flatMap((spot) => map.claimsAt[spot]))];
    group.r = radiusOf(group.indices.length);
  }
  return groups;
}

const overlaps = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/* The first of four places beside a mark where the words cover nothing; null where there is none. */
function labelPlace(x, y, away, width, taken) {
  const places = [
    [[x + away, y - 7, x + away + width, y + 7], x + away, y + 4, "start"],
    [[x - away - width, y - 7, x - away, y + 7], x - away, y + 4, "end"],
    [[x - width / 2, y - away - 14, x + width / 2, y - away], x, y - away - 3, "middle"],
    [[x - width / 2, y + away, x + width / 2, y + away + 14], x, y + away + 11, "middle"],
  ];
  for (const place of places) {
    const [box] = place;
    if (box[0] < 2 || box[1] < 2 || box[2] > map.size.w - 2 || box[3] > map.size.h - 2) continue;
    if (taken.some((other) => overlaps(box, other))) continue;
    taken.push(box);
    return place;
  }
  return null;
}

function target(node, spots, indices, title, key) {
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", title);
  node.setAttribute("data-key", key);
  if (state.selection && state.selection.key === key) node.classList.add("on");
  const choose = () => { if (!map.dragged) select({ key, label: title, has: ((set) => (index) => set.has(index))(new Set(spots.flatMap((spot) => DATA_AT(spot)))) }); };
  node.addEventListener("click", choose);
  node.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(); } });
  node.addEventListener("pointermove", (event) => tip(event, title, indices));
  node.addEventListener("pointerleave", () => { $("tip").hidden = true; });
  return node;
}

/* Every claim of a spot, filtered or not: the list applies the filter itself. */
const claimsOfSpot = DATA.spots.map(() => []);
CLAIMS.forEach((claim, index) => { for (const spot of claim.p || []) claimsOfSpot[spot].push(index); });
const DATA_AT = (spot) => claimsOfSpot[spot];

function tip(event, title, indices) {
  const box = $("map").getBoundingClientRect(), node = $("tip");
  const stories = new Set(indices.map((index) => DATA.reports[CLAIMS[index].r][4])).size;
  const kinds = new Map();
  for (const index of indices) { const name = CLAIMS[index].k === 0 ? DATA.types[CLAIMS[index].y] : DATA.families[CLAIMS[index].f][1]; kinds.set(name, (kinds.get(name) || 0) + 1); }
  const top = [...kinds].sort((a, b) => b[1] - a[1]).slice(0, 4).map(([name, number]) => `${number} ${name}`);
  node.replaceChildren(element("b", {}, title), `from ${plural(stories, "story", "stories")}: ` + top.join(", ") + (kinds.size > 4 ? ", …" : ""));
  node.hidden = false;
  node.style.left = Math.min(event.clientX - box.left + 14, box.width - node.offsetWidth - 6) + "px";
  node.style.top = Math.max(4, Math.min(event.clientY - box.top + 14, box.height - node.offsetHeight - 6)) + "px";
}

function paintMap() {
  if (!map.home) return;
  const { k, x, y } = map.view, taken = [], focus = document.activeElement && document.activeElement.getAttribute("data-key");
  map.base.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
  map.groups = mergedPoints();
  const groups = map.groups, wides = drawn("g"), marks = drawn("g"), labels = drawn("g"), names = drawn("g", { class: "names", "aria-hidden": "true" });
  for (const group of groups) taken.push([group.x - group.r - 5, group.y - group.r - 5, group.x + group.r + 5, group.y + group.r + 5]);
  taken.push([map.size.w - 48, 0, map.size.w, 124], [0, map.size.h - 30, 120, map.size.h]);
  paintWide(wides);
  for (const group of groups) marks.append(pointMark(group));
  for (const group of groups) pointLabel(group, taken, labels);
  wideLabels(taken, labels);
  landNames(taken, names);
  map.layer.replaceChildren(names, wides, marks, labels, scaleBar());
  if (focus) { const again = map.layer.querySelector(`[data-key="${CSS.escape(focus)}"]`); if (again) again.focus({ preventScroll: true }); }
}

function spotTitle(spot, number) {
  return `${spot.w}${spot.in && spot.k !== "area" ? " (" + spot.in + ")" : ""}: ${plural(number, "claim")}`;
}

/* A ring is never so small that the mark at its middle hides it. */
function ringRadius(spot) {
  const x = spot.x * map.view.k + map.view.x, y = spot.y * map.view.k + map.view.y;
  const within = map.groups.find((group) => Math.hypot(group.x - x, group.y - y) < group.r);
  return Math.max(spot.r * map.view.k, within ? within.r + 11 : 8);
}

function paintWide(layer) {
  const { k, x, y } = map.view;
  DATA.spots.forEach((spot, index) => {
    const indices = map.claimsAt[index];
    if (!indices.length || (spot.k !== "area" && spot.k !== "ring")) return;
    const title = "somewhere " + spotTitle(spot, indices.length) + (spot.k === "ring" ? `; drawn ${Math.round(spot.m / 1000)} km around${spot.as ? ", our guess" : ""}` : "");
    const node = spot.k === "area"
      ? drawn("path", { class: "area", d: spot.d, transform: `translate(${x} ${y}) scale(${k})` })
      : drawn("circle", { class: "wide", cx: spot.x * k + x, cy: spot.y * k + y, r: ringRadius(spot) });
    layer.append(target(node, [index], indices, title, "s" + index));
  });
  /* Small ones last, so that each can be reached. */
  layer.append(...[...layer.children].sort((a, b) => reach(b) - reach(a)));
}
const reach = (node) => (node.tagName === "path" ? 1e6 : Number(node.getAttribute("r")));

function pointMark(group) {
  const first = DATA.spots[group.spots[0]], claims = group.indices.map((index) => CLAIMS[index]), holders = holdersOf(claims);
  const title = group.spots.length > 1
    ? group.spots.slice(0, 4).map((spot) => DATA.spots[spot].n).join(", ") + (group.spots.length > 4 ? ` and ${group.spots.length - 4} more` : "") + `: ${plural(claims.length, "claim")}`
    : spotTitle(first, claims.length);
  const said = holders.length ? "; said to be held by " + holders.map((holder) => DATA.holders[holder][0]).join(", or ") : "";
  const node = drawn("g", { class: "mark", transform: `translate(${group.x.toFixed(1)} ${group.y.toFixed(1)})` });
  if (holders.length) {
    node.append(drawn("circle", { class: "halo", r: group.r + 6 }));
    holders.forEach((holder, i) => node.append(drawn("path", { class: `ring h${Math.min(holder, DATA.holderColours)}`, d: arcPath(group.r + 4, i / holders.length, (i + 1) / holders.length) })));
  }
  for (const [d, css] of innerParts(claims, group.r)) node.append(drawn("path", { d, class: css }));
  if (!node.querySelector("path:not(.ring)")) node.append(drawn("circle", { class: "f-control", r: 2.5 }));
  return target(node, group.spots, group.indices, title + said, "s" + group.spots[0]);
}

function pointLabel(group, taken, layer) {
  const claims = group.indices.map((index) => CLAIMS[index]), holders = holdersOf(claims);
  const text = DATA.spots[group.spots[0]].n + (group.spots.length > 1 ? ` +${group.spots.length - 1}` : "");
  const by = holders.slice(0, 2).map((holder) => DATA.holders[holder][1]).join("/") + (holders.length > 2 ? ` +${holders.length - 2}` : "");
  const place = labelPlace(group.x, group.y, group.r + (holders.length ? 8 : 6), text.length * 6.3 + (by ? by.length * 7 + 5 : 0), taken);
  if (!place) return;
  const words = drawn("text", { class: "label", x: place[1], y: place[2], "text-anchor": place[3] });
  words.append(text);
  if (by) { const code = drawn("tspan", { class: "by", dx: 4 }); code.append(by); words.append(code); }
  layer.append(words);
}

function wideLabels(taken, layer) {
  const { k, x, y } = map.view;
  DATA.spots.forEach((spot, index) => {
    const number = map.claimsAt[index].length;
    if (!number || (spot.k !== "area" && spot.k !== "ring")) return;
    const text = `${spot.w} · ${number}`, top = spot.k === "ring" ? ringRadius(spot) : 0;
    /* An area's words may stand anywhere near its middle; a ring's stay at the ring. */
    const place = (spot.k === "area" ? [3, 18, 36, 54, 72] : [3]).reduce(
      (found, away) => found || labelPlace(spot.x * k + x, spot.y * k + y - top, away, text.length * 5.6, taken), null);
    if (!place) return;
    const words = drawn("text", { class: "label vague", x: place[1], y: place[2], "text-anchor": place[3] });
    words.append(text);
    layer.append(words);
  });
}

function landNames(taken, layer) {
  const { k, x, y } = map.view, zoom = k / map.home.k;
  for (const [kind, css, letter, least] of [["country", "country", 14, 0], ["province", "prov", 6.4, 0]]) {
    for (const [text, nx, ny, room] of DATA.names[kind]) {
      const px = nx * k + x, py = ny * k + y, width = text.length * letter;
      if (room * k < width * 1.1 || (kind === "province" && room * k < 70 && zoom < 2)) continue;
      const box = [px - width / 2, py - 12, px + width / 2, py + 5];
      if (box[0] < 0 || box[2] > map.size.w || box[1] < 0 || box[3] > map.size.h || taken.some((other) => overlaps(box, other))) continue;
      taken.push(box);
      const words = drawn("text", { class: css, x: px, y: py });
      words.append(text);
      layer.append(words);
    }
  }
}

function scaleBar() {
  const kmPerPixel = DATA.map.kmPerUnit / map.view.k;
  const km = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].filter((step) => step / kmPerPixel <= 110).pop() || 1;
  const y = map.size.h - 10, group = drawn("g", { "aria-hidden": "true" });
  const words = drawn("text", { class: "scalewords", x: 10, y: y - 5 });
  words.append(`${km} km`);
  group.append(drawn("path", { class: "scale", d: `M10 ${y - 3}v4h${(km / kmPerPixel).toFixed(1)}v-4` }), words);
  return group;
}

function startMap() {
  const pointers = new Map();
  let last = null, pinch = null, moved = 0;
  map.svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = map.svg.getBoundingClientRect();
    zoomBy(Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) * 0.004), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  map.svg.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, event);
    last = event; moved = 0; map.dragged = false; pinch = null;
  });
  window.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    pointers.set(event.pointerId, event);
    if (pointers.size === 2) {
      const [a, b] = [...pointers.values()], distance = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY), box = map.svg.getBoundingClientRect();
      if (pinch) zoomBy(distance / pinch, (a.clientX + b.clientX) / 2 - box.left, (a.clientY + b.clientY) / 2 - box.top);
      pinch = distance; map.dragged = true;
      return;
    }
    moved += Math.abs(event.clientX - last.clientX) + Math.abs(event.clientY - last.clientY);
    if (moved > 5) {
      map.dragged = true;
      map.svg.classList.add("dragging");
      $("tip").hidden = true;
      setView(map.view.k, map.view.x + event.clientX - last.clientX, map.view.y + event.clientY - last.clientY);
    }
    last = event;
  });
  for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, (event) => {
    pointers.delete(event.pointerId);
    pinch = null;
    map.svg.classList.remove("dragging");
    setTimeout(() => { if (!pointers.size) map.dragged = false; }, 0);
  });
  map.svg.addEventListener("keydown", (event) => {
    const step = 60, moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (event.key in moves) setView(map.view.k, map.view.x + moves[event.key][0], map.view.y + moves[event.key][1]);
    else if (event.key === "+" || event.key === "=") zoomBy(1.5);
    else if (event.key === "-") zoomBy(1 / 1.5);
    else if (event.key === "0") setView(map.home.k, map.home.x, map.home.y);
    else return;
    event.preventDefault();
  });
  for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => {
    if (button.dataset.zoom === "in") zoomBy(1.6);
    else if (button.dataset.zoom === "out") zoomBy(1 / 1.6);
    else setView(map.home.k, map.home.x, map.home.y);
  });
  new ResizeObserver(fitMap).observe(map.svg);
}
