/** Charts of the last 15 minutes: latencies as lines, and as bars the share of each minute's calls that failed or were not made. */

import { millis, minute, number, percent } from "./format.js";

const SVG = "http://www.w3.org/2000/svg";
/** In units of the viewBox, in which a minute has the width 1. */
const BOTTOM = 99;
/** Possible maxima of the latency axis, in milliseconds. */
const LATENCY_SCALES = [100, 200, 300, 500, 1000, 1500, 2000, 3000, 5000, 10000, 20000, 30000, 60000];
/** Possible maxima of the error axis, as shares of a minute's calls. */
const ERROR_SCALES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];
/** Number of unobserved minutes that have room for a label. */
const LABEL_MINUTES = 5;
const KINDS = ["failed", "throttled", "not_asked"];

/** @param observedSince time of the first known calls */
export function drawTrend(card, trend, observedSince) {
  const unknown = unobserved(trend, observedSince);
  drawLatencies(card.querySelector(".latencies"), trend, unknown);
  drawErrors(card.querySelector(".errors"), trend, unknown);
  const hasRoom = isUnobserved(trend[LABEL_MINUTES], observedSince);
  card.querySelector(".trend .before").textContent = hasRoom ? "not observed" : "";
  card.querySelector(".trend .from").textContent = minute(new Date(trend[0].minute));
}

/** Whether a minute ended before calls were counted. */
export function isUnobserved(each, observedSince) {
  return Date.parse(each.minute) + 60_000 <= observedSince;
}

function unobserved(trend, observedSince) {
  const minutes = (observedSince - Date.parse(trend[0].minute)) / 60_000;
  return minutes > 0 ? [path("unobserved", `M0 0H${Math.min(minutes, trend.length).toFixed(2)}V${BOTTOM}H0Z`)] : [];
}

function drawLatencies(svg, trend, unknown) {
  const most = Math.max(0, ...trend.map((each) => each.latency_ms?.p99 ?? 0));
  const top = LATENCY_SCALES.find((each) => each >= most) ?? most;
  const y = (ms) => BOTTOM * (1 - ms / top);
  svg.replaceChildren(
    ...unknown.map((each) => each.cloneNode()),
    path("grid", `M0 1H15M0 ${BOTTOM}H15`),
    ...runs(trend).map((run) => path("band", `M${points(run, "p99", y)}L${points(run.toReversed(), "p50", y)}Z`)),
    ...["p99", "p50"].flatMap((which) =>
      runs(trend).map((run) => path(run.length === 1 ? `${which} dot` : which, `M${points(run, which, y)}`)),
    ),
  );
  svg.setAttribute("aria-label", describeLatencies(trend));
  scale(svg, most === 0 ? "" : top < 1000 ? millis(top) : `${top / 1000} s`);
}

function drawErrors(svg, trend, unknown) {
  const shares = trend.map((each) => Math.min(1, sum(each) / Math.max(1, each.calls + each.not_asked)));
  const most = Math.max(...shares);
  const top = ERROR_SCALES.find((each) => each >= most) ?? 1;
  svg.replaceChildren(
    ...unknown.map((each) => each.cloneNode()),
    path("grid", `M0 2H15M0 ${BOTTOM}H15`),
    ...trend.flatMap((each, place) => bars(each, place, top)),
  );
  svg.setAttribute("aria-label", describeErrors(trend, shares));
  scale(svg, trend.some((each) => each.calls + each.not_asked > 0) ? `${top * 100} %` : "");
}

/** @param top label of the upper line; empty if there is no data */
function scale(svg, top) {
  svg.parentElement.querySelector(".top").textContent = top;
  svg.parentElement.querySelector(".zero").hidden = top === "";
}

function sum(each) {
  return KINDS.reduce((all, kind) => all + each[kind], 0);
}

/** Shows the values of the minute under the pointer. */
export function readOut(card, observedSince, event) {
  const { trend } = card;
  const box = card.querySelector(".latencies").getBoundingClientRect();
  const place = Math.floor(((event.clientX - box.left) / box.width) * trend.length);
  const at = trend[Math.min(trend.length - 1, Math.max(0, place))];
  if (isUnobserved(at, observedSince)) {
    card.querySelector(".readout").textContent = `${minute(new Date(at.minute))}: not observed`;
    return;
  }
  const latency = at.latency_ms ? `, p50 ${number(at.latency_ms.p50)}, p99 ${millis(at.latency_ms.p99)}` : "";
  const failed = at.failed > 0 ? `, ${number(at.failed)} failed` : "";
  card.querySelector(".readout").textContent =
    `${minute(new Date(at.minute))}: ${number(at.calls)} calls${failed}${latency}`;
}

/** Groups consecutive minutes with calls; a minute without calls has no latency. */
function runs(trend) {
  const found = [];
  trend.forEach((each, place) => {
    if (each.latency_ms) {
      const isNew = place === 0 || !trend[place - 1].latency_ms;
      (isNew ? found[found.push([]) - 1] : found.at(-1)).push({ ...each.latency_ms, x: place + 0.5 });
    }
  });
  return found;
}

/** A single point is a line to itself, which round line caps draw as a dot. */
function points(run, which, y) {
  const places = run.map((each) => `${each.x} ${y(each[which]).toFixed(2)}`);
  return (places.length === 1 ? [places[0], places[0]] : places).join("L");
}

/** Stacked bars, each with a visible minimum height. */
function bars(each, place, top) {
  const all = each.calls + each.not_asked;
  let from = BOTTOM;
  return KINDS.filter((kind) => each[kind] > 0).map((kind) => {
    const height = Math.max(4, (BOTTOM * each[kind]) / all / top);
    from -= height;
    return path(kind, `M${place + 0.1} ${from.toFixed(2)}h0.8v${height.toFixed(2)}h-0.8Z`);
  });
}

function describeLatencies(trend) {
  const measured = trend.filter((each) => each.latency_ms);
  if (measured.length === 0) {
    return "No calls in the last 15 minutes";
  }
  const worst = measured.reduce((one, other) => (other.latency_ms.p99 > one.latency_ms.p99 ? other : one));
  return (
    `Latency of the last 15 minutes: p99 highest at ${minute(new Date(worst.minute))} with ` +
    `${millis(worst.latency_ms.p99)}. Values: see Calls by minute`
  );
}

function describeErrors(trend, shares) {
  const most = Math.max(...shares);
  if (most === 0) {
    return "No errors in the last 15 minutes";
  }
  const worst = trend[shares.indexOf(most)];
  return (
    `Errors of the last 15 minutes: at most ${percent(most)} of the calls, at ${minute(new Date(worst.minute))}. ` +
    "Values: see Calls by minute"
  );
}

function path(kind, d) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("class", kind);
  path.setAttribute("d", d);
  return path;
}
