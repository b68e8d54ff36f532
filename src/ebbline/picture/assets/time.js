/* Part 3: the timeline. A claim gives each bucket the share of its days that falls there. */
const time = { svg: $("time-svg"), indices: [], start: null };
const PLOT = { left: 30, right: 8, top: 8, bottom: 22 };

function sharesOf([start, end]) {
  const edges = DATA.axis.edges, days = end - start + 1, found = [];
  let low = 0, high = edges.length - 2;
  while (low < high) { const middle = (low + high) >> 1; if (edges[middle + 1] > start) high = middle; else low = middle + 1; }
  for (let i = low; i < edges.length - 1 && edges[i] <= end; i++) {
    const shared = Math.min(edges[i + 1], end + 1) - Math.max(edges[i], start);
    if (shared > 0) found.push([i, shared / days]);
  }
  return found;
}

function updateTime(indices) {
  time.indices = indices;
  paintTime();
}

function paintTime() {
  if (!time.svg || !time.svg.getBoundingClientRect().width) return;
  const box = time.svg.getBoundingClientRect(), w = box.width, h = box.height;
  const edges = DATA.axis.edges, count = edges.length - 1;
  const plot = { x: PLOT.left, y: PLOT.top, w: w - PLOT.left - PLOT.right, h: h - PLOT.top - PLOT.bottom };
  const stacks = Array.from({ length: count }, () => new Map());
  for (const index of time.indices) {
    const claim = CLAIMS[index];
    if (claim.t) for (const [bucket, share] of sharesOf(claim.t)) {
      const key = claim.f * 4 + (happened(claim) ? 0 : 2) + (share < 0.999 ? 1 : 0);
      stacks[bucket].set(key, (stacks[bucket].get(key) || 0) + share);
    }
  }
  const sums = stacks.map((stack) => [...stack.values()].reduce((a, b) => a + b, 0));
  const highest = Math.max(1, ...sums), step = plot.w / count;
  time.svg.setAttribute("viewBox", `0 0 ${w} ${h}`);
  const out = [];
  const level = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((size) => highest / size <= 5) || 10000;
  for (let value = level; value <= highest; value += level) {
    const y = plot.y + plot.h * (1 - value / highest), words = drawn("text", { class: "level", x: plot.x - 5, y: y + 4 });
    words.append(value);
    out.push(drawn("path", { class: "grid", d: `M${plot.x} ${y}H${plot.x + plot.w}` }), words);
  }
  stacks.forEach((stack, bucket) => {
    let y = plot.y + plot.h;
    for (const key of [...stack.keys()].sort((a, b) => a - b)) {
      const height = stack.get(key) / highest * plot.h;
      y -= height;
      out.push(drawn("rect", { class: "f-" + DATA.families[key >> 2][0] + (key & 2 ? " not" : "") + (key & 1 ? " span" : ""),
        x: plot.x + bucket * step, y, width: Math.max(step * 0.88, 0.6), height: Math.max(height, 0) }));
    }
  });
  out.push(drawn("path", { class: "axis", d: `M${plot.x} ${plot.y + plot.h}H${plot.x + plot.w}` }), ...ticks(plot, step), ...brush(plot, step));
  stacks.forEach((_, bucket) => {
    const title = drawn("title");
    title.append(`${DATA.axis.labels[bucket]}: ${Number(sums[bucket].toFixed(1))} ${sums[bucket] === 1 ? "claim" : "claims"}`);
    out.push(drawn("rect", { class: "hit", x: plot.x + bucket * step, y: plot.y, width: step, height: plot.h }, title));
  });
  time.plot = plot; time.step = step;
  time.svg.replaceChildren(...out);
}

/* Labels at the starts of months or years, as many as have room. */
function ticks(plot, step) {
  const { unit, edges, labels } = DATA.axis, starts = [], out = [];
  const parts = edges.slice(0, -1).map((day) => isoOf(day).split("-").map(Number));
  parts.forEach(([year, month], i) => {
    if (unit === "day" || unit === "year" || i === 0 || year !== parts[i - 1][0] || month !== parts[i - 1][1]) starts.push(i);
  });
  const every = Math.max(1, Math.ceil(starts.length / Math.max(2, plot.w / 74)));
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  let shown = null;
  starts.forEach((i, number) => {
    if (number % every) return;
    const [year, month, day] = parts[i], x = plot.x + i * step;
    if (x > plot.x + plot.w - 28) return;
    if (number + every < starts.length && (starts[number + every] - i) * step < 40) return;
    const text = unit === "year" ? String(year) : (unit === "day" ? day + " " : "") + months[month - 1] + (shown === year ? "" : " " + year);
    shown = year;
    const words = drawn("text", { class: "tick", x, y: plot.y + plot.h + 17 });
    words.append(text);
    out.push(drawn("path", { class: "axis", d: `M${x} ${plot.y + plot.h}v5` }), words);
  });
  return out;
}

const dayAt = (x) => {
  const bucket = Math.max(0, Math.min(DATA.axis.edges.length - 2, Math.floor((x - time.plot.x) / time.step)));
  return [DATA.axis.edges[bucket], DATA.axis.edges[bucket + 1] - 1];
};
function xOf(day, plot, step) {
  const edges = DATA.axis.edges;
  if (day <= edges[0]) return plot.x;
  for (let i = 0; i < edges.length - 1; i++) if (day < edges[i + 1]) return plot.x + (i + (day - edges[i]) / (edges[i + 1] - edges[i])) * step;
  return plot.x + plot.w;
}
function brush(plot, step) {
  if (state.from === null && state.to === null) return [];
  const left = state.from === null ? plot.x : xOf(state.from, plot, step), right = state.to === null ? plot.x + plot.w : xOf(state.to + 1, plot, step);
  return [
    drawn("rect", { class: "dim-outside", x: plot.x, y: plot.y, width: Math.max(0, left - plot.x), height: plot.h }),
    drawn("rect", { class: "dim-outside", x: right, y: plot.y, width: Math.max(0, plot.x + plot.w - right), height: plot.h }),
    drawn("rect", { class: "brush", x: left, y: plot.y, width: Math.max(1, right - left), height: plot.h }),
  ];
}

function startTime() {
  if (!time.svg) return;
  const at = (event) => dayAt(event.clientX - time.svg.getBoundingClientRect().left);
  time.svg.addEventListener("pointerdown", (event) => { time.start = at(event); event.preventDefault(); });
  window.addEventListener("pointermove", (event) => {
    if (!time.start) return;
    const here = at(event);
    setDates(Math.min(time.start[0], here[0]), Math.max(time.start[1], here[1]), false);
  });
  window.addEventListener("pointerup", (event) => {
    if (!time.start) return;
    const here = at(event), start = time.start;
    time.start = null;
    setDates(Math.min(start[0], here[0]), Math.max(start[1], here[1]), true);
  });
  new ResizeObserver(paintTime).observe(time.svg);
}
