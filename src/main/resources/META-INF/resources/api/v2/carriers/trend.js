/** The last 15 minutes as a picture: latencies as lines, below them the part of each minute's calls that did not go well. */

import { millis, minute, number } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
/** In the picture's own units, of which each minute is one wide. */
const LINES_END = 70;
const STRIP_BEGINS = 77;
const STRIP_ENDS = 100;
/** Of the scale, in milliseconds. */
const TOPS = [100, 200, 300, 500, 1000, 1500, 2000, 3000, 5000, 10000, 20000, 30000, 60000];
/** A smaller part of a minute's calls is a dot, and no bar. */
const WORTH_A_BAR = 0.01;

export function drawTrend(figure, trend) {
  const most = Math.max(0, ...trend.map((each) => each.latency_ms?.p99 ?? 0));
  const top = TOPS.find((each) => each >= most) ?? most;
  const y = (ms) => LINES_END * (1 - ms / top);
  const svg = figure.querySelector("svg");
  svg.replaceChildren(
    path("grid", `M0 0.5H15M0 ${LINES_END}H15`),
    ...runs(trend).map((run) => path("band", `M${points(run, "p99", y)}L${points(run.toReversed(), "p50", y)}Z`)),
    ...["p99", "p50"].flatMap((which) =>
      runs(trend).map((run) => path(run.length === 1 ? `${which} dot` : which, `M${points(run, which, y)}`)),
    ),
    ...trend.flatMap(strip),
  );
  svg.setAttribute("aria-label", inWords(trend));
  figure.querySelector(".top").textContent = most === 0 ? "" : top < 1000 ? millis(top) : `${top / 1000} s`;
  figure.querySelector(".from").textContent = minute(new Date(trend[0].minute));
}

/** Tells of the minute under the pointer. */
export function readOut(figure, trend, event) {
  const box = figure.querySelector("svg").getBoundingClientRect();
  const place = Math.floor(((event.clientX - box.left) / box.width) * trend.length);
  const at = trend[Math.min(trend.length - 1, Math.max(0, place))];
  const latency = at.latency_ms ? `, p50 ${number(at.latency_ms.p50)}, p99 ${millis(at.latency_ms.p99)}` : "";
  const failed = at.failed > 0 ? `, ${number(at.failed)} failed` : "";
  figure.querySelector(".readout").textContent =
    `${minute(new Date(at.minute))}: ${number(at.calls)} calls${failed}${latency}`;
}

/** Minutes with calls that follow each other: where there were none, there is no latency. */
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

/** A point alone is a line to itself, which its round ends make a dot. */
function points(run, which, y) {
  const places = run.map((each) => `${each.x} ${y(each[which]).toFixed(2)}`);
  return (places.length === 1 ? [places[0], places[0]] : places).join("L");
}

function strip(each, place) {
  const all = each.calls + each.not_asked;
  let from = STRIP_ENDS;
  return ["failed", "throttled", "not_asked"]
    .filter((kind) => each[kind] > 0)
    .map((kind) => {
      const part = each[kind] / all;
      const height = Math.max(2, (STRIP_ENDS - STRIP_BEGINS) * part);
      const width = part < WORTH_A_BAR ? 0.15 : 0.8;
      from -= height;
      return path(kind, `M${place + (1 - width) / 2} ${from}h${width}v${height}h-${width}Z`);
    });
}

function inWords(trend) {
  const heard = trend.filter((each) => each.latency_ms);
  if (heard.length === 0) {
    return "No calls in the last 15 minutes";
  }
  const worst = heard.reduce((one, other) => (other.latency_ms.p99 > one.latency_ms.p99 ? other : one));
  const failed = trend.filter((each) => each.failed > 0).length;
  return (
    `Latency of the last 15 minutes: p99 highest at ${minute(new Date(worst.minute))} with ` +
    `${millis(worst.latency_ms.p99)}; minutes with failed calls: ${failed}. In figures under Minute by minute`
  );
}

function path(kind, d) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("class", kind);
  path.setAttribute("d", d);
  return path;
}
