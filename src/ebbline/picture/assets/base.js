"use strict";
/* The picture, part 1: the data, small helpers and the filter. Text goes into the page as text nodes only. */
const DATA = JSON.parse(document.getElementById("data").textContent);
const CLAIMS = DATA.claims;
const HAPPENED = 3; /* the first three certainties are told as having happened */
const $ = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

function drawn(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const grouped = (number) => number.toLocaleString("en");
const plural = (number, one, many = one + "s") => `${grouped(number)} ${number === 1 ? one : many}`;
const happened = (claim) => claim.c < HAPPENED;
const dayOf = (iso) => (iso ? Math.round(Date.parse(iso + "T00:00:00Z") / 864e5) : null);
const isoOf = (day) => new Date(day * 864e5).toISOString().slice(0, 10);

/* What the reader has chosen. `selection` is null or {label, has(index)}: the mark, bar or cell clicked. */
const state = { families: new Set(DATA.families.keys()), actor: "", certainty: "", words: [], from: null, to: null, selection: null, sort: "date" };

const searchable = CLAIMS.map(() => null);
function textOf(index) {
  if (searchable[index] === null) {
    const claim = CLAIMS[index], speaker = DATA.speakers[claim.s], report = DATA.reports[claim.r];
    searchable[index] = [claim.h, claim.d, claim.i, speaker.n, speaker.r, ...speaker.c, report[0], report[1], report[2],
      DATA.families[claim.f][1], DATA.certainties[claim.c], ...claim.q.map(([number]) => DATA.sentences[number]),
      ...(claim.p || []).map((spot) => DATA.spots[spot].w), ...(claim.a || []).map((actor) => DATA.actors[actor])]
      .join("\n").toLocaleLowerCase();
  }
  return searchable[index];
}

function passes(claim, index, withTime) {
  if (!state.families.has(claim.f)) return false;
  if (state.actor !== "" && !(claim.a || []).includes(Number(state.actor))) return false;
  if (state.certainty === "yes" && !happened(claim)) return false;
  if (state.certainty === "no" && happened(claim)) return false;
  if (/^\d/.test(state.certainty) && claim.c !== Number(state.certainty)) return false;
  if (withTime && (state.from !== null || state.to !== null)) {
    if (!claim.t) return false;
    if (state.from !== null && claim.t[1] < state.from) return false;
    if (state.to !== null && claim.t[0] > state.to) return false;
  }
  return state.words.every((word) => textOf(index).includes(word));
}

/* Indices that pass: `all` without the dates (for the timeline), `dated` with them (for everything else). */
function filtered() {
  const all = [], dated = [];
  CLAIMS.forEach((claim, index) => {
    if (passes(claim, index, false)) {
      all.push(index);
      if (passes(claim, index, true)) dated.push(index);
    }
  });
  return { all, dated };
}

/* Shapes, as in glyphs.py. */
const polygon = (points) => "M" + points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L") + "Z";
function shapePath(name, r) {
  const a = 0.42 * r, b = 1.15 * r;
  switch (name) {
    case "square": return polygon([[-0.89 * r, -0.89 * r], [0.89 * r, -0.89 * r], [0.89 * r, 0.89 * r], [-0.89 * r, 0.89 * r]]);
    case "triangle": return polygon([[0, -1.3 * r], [1.25 * r, 0.85 * r], [-1.25 * r, 0.85 * r]]);
    case "diamond": return polygon([[0, -1.25 * r], [1.25 * r, 0], [0, 1.25 * r], [-1.25 * r, 0]]);
    case "pentagon": return polygon([0, 1, 2, 3, 4].map((i) => [1.1 * r * Math.sin(i * 0.4 * Math.PI), -1.1 * r * Math.cos(i * 0.4 * Math.PI)]));
    case "cross": return polygon([[-a, -b], [a, -b], [a, -a], [b, -a], [b, a], [a, a], [a, b], [-a, b], [-a, a], [-b, a], [-b, -a], [-a, -a]]);
    case "bar": return polygon([[-1.3 * r, -0.5 * r], [1.3 * r, -0.5 * r], [1.3 * r, 0.5 * r], [-1.3 * r, 0.5 * r]]);
    case "arrow": return polygon([[-1.1 * r, -0.9 * r], [1.2 * r, 0], [-1.1 * r, 0.9 * r], [-0.5 * r, 0]]);
  }
  return sectorPath(r, 0, 1);
}
function arcPath(r, start, end) {
  if (end - start > 0.999) return sectorPath(r, 0, 1);
  const at = (turn) => `${(r * Math.sin(2 * Math.PI * turn)).toFixed(1)} ${(-r * Math.cos(2 * Math.PI * turn)).toFixed(1)}`;
  return `M${at(start)}A${r} ${r} 0 ${end - start > 0.5 ? 1 : 0} 1 ${at(end)}`;
}
function sectorPath(r, start, end) {
  if (end - start > 0.999) return `M0 ${-r}A${r} ${r} 0 1 1 0 ${r}A${r} ${r} 0 1 1 0 ${-r}Z`;
  return "M0 0L" + arcPath(r, start, end).slice(1) + "Z";
}
const radiusOf = (claims) => Math.min(4.5 + DATA.map.growth * Math.sqrt(claims), 24);
const familyClass = (family, did) => "f-" + DATA.families[family][0] + (did ? "" : " not");
const CONTROL = DATA.families.findIndex(([key]) => key === "control");

/* The mark's inner parts: one shape, or a disc in parts. */
function innerParts(claims, radius) {
  const counts = new Map();
  for (const claim of claims) if (claim.f !== CONTROL) {
    const key = claim.f * 2 + (happened(claim) ? 1 : 0);
    counts.set(key, (counts.get(key) || 0) + 1);
  }
  const keys = [...counts.keys()].sort((a, b) => a - b);
  if (keys.length === 1) return [[shapePath(DATA.families[keys[0] >> 1][2], radius), familyClass(keys[0] >> 1, keys[0] & 1)]];
  const total = [...counts.values()].reduce((sum, number) => sum + number, 0);
  let turn = 0;
  return keys.map((key) => {
    const start = turn;
    turn += counts.get(key) / total;
    return [sectorPath(radius, start, turn), familyClass(key >> 1, key & 1)];
  });
}
function holdersOf(claims) {
  return [...new Set(claims.flatMap((claim) => claim.o || []))].sort((a, b) => a - b);
}
