/** The card of one carrier. */

import { drawTrend, isUnobserved, readOut } from "./trend.js";
import { duration, millis, minute, moment, NO_VALUE, number, percent, rate } from "./format.js";

const DAYS_OF_OUTAGES = 30;
const DAY = 86_400_000;
/** Error codes that do not count as failures of the carrier, with their CSS class and label. */
const NOT_FAILURES = {
  throttled_us: ["is-throttled", "throttled"],
  circuit_open: ["is-not-asked", "not asked: circuit open"],
  quota_spent: ["is-not-asked", "not asked: quota exhausted"],
  internal_error: ["is-not-asked", "not asked: internal error"],
};

/** Creates an empty card. */
export function newCard() {
  const card = document.getElementById("carrier").content.cloneNode(true).firstElementChild;
  for (const figure of card.querySelectorAll(".trend")) {
    figure.addEventListener("pointermove", (event) => readOut(card, card.observedSince, event));
    figure.addEventListener("pointerleave", () => set(card.querySelector(".readout"), ""));
  }
  return card;
}

/** The state shown for a carrier: without calls it is not known to be up. */
export function stateOf(carrier) {
  return carrier.status === "up" && !carrier.observed ? "idle" : carrier.status;
}

/**
 * Updates a card in place, so that selection, focus and open details stay.
 *
 * @param observedSince time of the first known calls
 */
export function fill(card, carrier, observedSince) {
  const at = (css) => card.querySelector(css);
  card.trend = carrier.trend;
  card.observedSince = observedSince;
  card.id = carrier.carrier;
  card.dataset.state = stateOf(carrier);
  set(at(".name"), carrier.carrier);
  const since = isWhole(carrier, observedSince) ? "in 15 min" : `since ${minute(observedSince)}`;
  setAll(at(".reasons"), "li", stateOf(carrier) === "idle" ? [`no calls ${since}: no fault is known`] : (carrier.reasons ?? []));
  set(at(".empty"), carrier.observed ? "" : `no calls ${since}`);
  set(at(".p50"), latency(carrier, "p50"));
  set(at(".p99"), latency(carrier, "p99"));
  drawTrend(card, carrier.trend, observedSince);
  set(at(".rate"), rate(carrier.calls_per_s));
  set(at(".error-rate"), carrier.error_rate === undefined ? NO_VALUE : percent(carrier.error_rate));
  set(at(".calls"), `${number(carrier.calls)} ${carrier.calls === 1 ? "call" : "calls"} ${since}`);
  fillErrors(at(".kinds"), carrier.errors ?? []);
  fillQuota(at(".quota"), carrier.quota ?? []);
  fillRows(at(".minutes tbody"), carrier.trend.toReversed().map((each) => minuteCells(each, observedSince)));
  set(at(".endpoint"), `${carrier.endpoint.replace("https://", "")} (${carrier.api_version})`);
}

/**
 * Updates what depends on the time.
 *
 * @param now time by the service's clock
 * @param isStale whether the report is out of date
 */
export function updateTimes(card, carrier, now, isStale) {
  card.classList.toggle("stale", isStale);
  const state = { idle: "no traffic" }[stateOf(carrier)] ?? carrier.status;
  set(card.querySelector(".status"), isStale ? `was ${state}` : state);
  set(card.querySelector(".trend .to"), isStale ? minute(now) : "now");
  set(card.querySelector(".outage"), outage(carrier.last_outage, now, card.observedSince));
  set(card.querySelector(".outage-reason"), carrier.last_outage?.reason ?? "");
  set(card.querySelector(".auth"), token(carrier.auth, now));
  fillRows(
    card.querySelector(".operations tbody"),
    Object.entries(carrier.operations).map(([name, operation]) => [
      name,
      circuit(operation.circuit, now),
      number(operation.calls),
      number(operation.failed),
      operation.latency_ms ? number(operation.latency_ms.p99) : NO_VALUE,
    ]),
  );
  Object.values(carrier.operations).forEach((operation, row) => {
    card.querySelectorAll(".operations tbody tr")[row].dataset.circuit = operation.circuit.state;
  });
}

function latency(measured, which) {
  return measured.latency_ms ? millis(measured.latency_ms[which]) : NO_VALUE;
}

/** Whether the whole window was observed. */
function isWhole(carrier, observedSince) {
  return observedSince <= Date.parse(carrier.trend[0].minute);
}

function fillErrors(list, errors) {
  const kinds = errors.map(({ code, calls }) => {
    const [style, label] = NOT_FAILURES[code] ?? ["is-failed", code.replaceAll("_", " ")];
    return [style, `${number(calls)} ${label}`];
  });
  const shown = kinds.length === 0 ? [["is-none", "no errors"]] : kinds;
  setAll(list, "li", shown.map(([, text]) => text));
  shown.forEach(([style], place) => (list.children[place].className = style));
}

function circuit({ state, since, replicas, next_trial_at: next }, now) {
  if (state === "closed") {
    return "closed";
  }
  const all = replicas.closed + replicas.open + replicas.half_open;
  const some = state === "open" ? replicas.open : replicas.half_open;
  const where = some < all ? [`${some} of ${all} replicas`] : [];
  const left = next ? Date.parse(next) - now : undefined;
  const trial = left === undefined ? [] : [left > 0 ? `trial in ${duration(left)}` : "next call is a trial"];
  return [`${state.replace("_", " ")} ${duration(now - Date.parse(since))}`, ...where, ...trial].join("\n");
}

function outage(last, now, observedSince) {
  if (!last) {
    const isWhole = now - observedSince >= DAYS_OF_OUTAGES * DAY;
    return isWhole ? `none in ${DAYS_OF_OUTAGES} days` : `none since ${moment(observedSince, now)}`;
  }
  const from = new Date(last.from);
  const to = last.to ? new Date(last.to) : now;
  const when = last.to ? `${moment(from, now)} to ${moment(to, from)}` : `since ${moment(from, now)}`;
  return `${when}, ${duration(to - from)}`;
}

function token(auth, now) {
  if (!auth) {
    return "none";
  }
  const end = new Date(auth.expires_at);
  const left = end - now;
  return left > 0 ? `expires ${minute(end)}, in ${duration(left)}` : `expired ${duration(-left)} ago`;
}

function minuteCells(each, observedSince) {
  if (isUnobserved(each, observedSince)) {
    return [minute(new Date(each.minute)), ...Array(6).fill(NO_VALUE)];
  }
  return [
    minute(new Date(each.minute)),
    number(each.calls),
    number(each.failed),
    number(each.throttled),
    number(each.not_asked),
    each.latency_ms ? number(each.latency_ms.p50) : NO_VALUE,
    each.latency_ms ? number(each.latency_ms.p99) : NO_VALUE,
  ];
}

function fillQuota(list, windows) {
  setAll(list, "li", windows.length === 0 ? ["unknown"] : windows.map(() => null));
  windows.forEach((quota, place) => {
    const item = list.children[place];
    if (!item.querySelector("meter")) {
      item.replaceChildren(document.createElement("span"), document.createElement("meter"));
    }
    const text = `${number(quota.left)} of ${number(quota.limit)} in ${quota.window}`;
    set(item.querySelector("span"), text);
    const meter = item.querySelector("meter");
    Object.assign(meter, { max: quota.limit, value: quota.left, low: quota.limit / 10, optimum: quota.limit });
    meter.setAttribute("aria-label", `Quota left: ${text}`);
  });
}

function fillRows(body, rows) {
  setAll(body, "tr", rows.map(() => null));
  rows.forEach((cells, place) => {
    const row = body.children[place];
    cells.forEach((text, column) => {
      if (!row.children[column]) {
        const cell = document.createElement(column === 0 ? "th" : "td");
        if (column === 0) {
          cell.scope = "row";
        }
        row.append(cell);
      }
      set(row.children[column], text);
    });
  });
}

/** Adds or removes children until there is one for each text; null leaves a child's content as it is. */
function setAll(parent, tag, texts) {
  while (parent.children.length > texts.length) {
    parent.lastElementChild.remove();
  }
  texts.forEach((text, place) => {
    if (!parent.children[place]) {
      parent.append(document.createElement(tag));
    }
    if (text !== null) {
      set(parent.children[place], text);
    }
  });
}

/** Sets a text only if it differs, which keeps selections and does not trigger screen readers. */
export function set(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
