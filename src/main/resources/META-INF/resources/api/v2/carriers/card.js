/** The card of one carrier. */

import { drawTrend, isUnobserved, readOut } from "./trend.js";
import { duration, millis, minute, moment, NOTHING, number, percent, rate } from "./words.js";

const DAYS_OF_OUTAGES = 30;
const DAY = 86_400_000;
/** Of the errors' codes: what is no failure of the carrier, with its legend and in words. */
const NO_FAILURES = {
  throttled_us: ["is-throttled", "throttled"],
  circuit_open: ["is-not-asked", "not asked: circuit open"],
  quota_spent: ["is-not-asked", "not asked: quota spent"],
  internal_error: ["is-not-asked", "not asked: our error"],
};

/** A card of nobody yet. */
export function newCard() {
  const card = document.getElementById("carrier").content.cloneNode(true).firstElementChild;
  for (const figure of card.querySelectorAll(".trend")) {
    figure.addEventListener("pointermove", (event) => readOut(card, card.observedSince, event));
    figure.addEventListener("pointerleave", () => set(card.querySelector(".readout"), ""));
  }
  return card;
}

/** What a carrier is shown as: nobody knows whether one that was not called is up. */
export function stateOf(carrier) {
  return carrier.status === "up" && !carrier.observed ? "idle" : carrier.status;
}

/**
 * Shows what was reported, in place: what is selected, open or in focus stays so.
 *
 * @param observedSince from when on calls are known
 */
export function fill(card, carrier, observedSince) {
  const at = (css) => card.querySelector(css);
  card.trend = carrier.trend;
  card.observedSince = observedSince;
  card.id = carrier.carrier;
  card.dataset.state = stateOf(carrier);
  set(at(".name"), carrier.carrier);
  const since = isWhole(carrier, observedSince) ? "in 15 min" : `since ${minute(observedSince)}`;
  setAll(at(".reasons"), "li", stateOf(carrier) === "idle" ? [`not called ${since}: no fault is known`] : (carrier.reasons ?? []));
  set(at(".empty"), carrier.observed ? "" : `no calls ${since}`);
  set(at(".p50"), latency(carrier, "p50"));
  set(at(".p99"), latency(carrier, "p99"));
  drawTrend(card, carrier.trend, observedSince);
  set(at(".rate"), rate(carrier.calls_per_s));
  set(at(".error-rate"), carrier.error_rate === undefined ? NOTHING : percent(carrier.error_rate));
  set(at(".calls"), `${number(carrier.calls)} ${carrier.calls === 1 ? "call" : "calls"} ${since}`);
  fillErrors(at(".kinds"), carrier.errors ?? []);
  fillQuota(at(".quota"), carrier.quota ?? []);
  fillRows(at(".minutes tbody"), carrier.trend.toReversed().map((each) => minuteCells(each, observedSince)));
  set(at(".endpoint"), `${carrier.endpoint.replace("https://", "")} (${carrier.api_version})`);
}

/**
 * Tells what depends on the time.
 *
 * @param now of the service's clock
 * @param isOld whether all this was so, and may be so no longer
 */
export function tell(card, carrier, now, isOld) {
  card.classList.toggle("old", isOld);
  const state = { idle: "no traffic" }[stateOf(carrier)] ?? carrier.status;
  set(card.querySelector(".status"), isOld ? `was ${state}` : state);
  set(card.querySelector(".trend .to"), isOld ? minute(now) : "now");
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
      operation.latency_ms ? number(operation.latency_ms.p99) : NOTHING,
    ]),
  );
  Object.values(carrier.operations).forEach((operation, row) => {
    card.querySelectorAll(".operations tbody tr")[row].dataset.circuit = operation.circuit.state;
  });
}

function latency(measured, which) {
  return measured.latency_ms ? millis(measured.latency_ms[which]) : NOTHING;
}

/** Whether the whole window was observed. */
function isWhole(carrier, observedSince) {
  return observedSince <= Date.parse(carrier.trend[0].minute);
}

function fillErrors(list, errors) {
  const kinds = errors.map(({ code, calls }) => {
    const [legend, words] = NO_FAILURES[code] ?? ["is-failed", code.replaceAll("_", " ")];
    return [legend, `${number(calls)} ${words}`];
  });
  const shown = kinds.length === 0 ? [["is-none", "no errors"]] : kinds;
  setAll(list, "li", shown.map(([, text]) => text));
  shown.forEach(([legend], place) => (list.children[place].className = legend));
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
    return "none held";
  }
  const end = new Date(auth.expires_at);
  const left = end - now;
  return left > 0 ? `ends ${minute(end)}, in ${duration(left)}` : `ended ${duration(-left)} ago`;
}

function minuteCells(each, observedSince) {
  if (isUnobserved(each, observedSince)) {
    return [minute(new Date(each.minute)), ...Array(6).fill(NOTHING)];
  }
  return [
    minute(new Date(each.minute)),
    number(each.calls),
    number(each.failed),
    number(each.throttled),
    number(each.not_asked),
    each.latency_ms ? number(each.latency_ms.p50) : NOTHING,
    each.latency_ms ? number(each.latency_ms.p99) : NOTHING,
  ];
}

function fillQuota(list, windows) {
  setAll(list, "li", windows.length === 0 ? ["not counted"] : windows.map(() => null));
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

/** As many children as there are texts; null leaves what is within alone. */
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

/** Only what differs, so that readers and selections are left in peace. */
export function set(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
