/** The card of one carrier. */

import { drawTrend, readOut } from "./trend.js";
import { duration, millis, minute, moment, NOTHING, number, percent } from "./words.js";

/** A card of nobody yet. */
export function newCard() {
  const card = document.getElementById("carrier").content.cloneNode(true).firstElementChild;
  const figure = card.querySelector(".trend");
  figure.addEventListener("pointermove", (event) => readOut(figure, card.trend, event));
  figure.addEventListener("pointerleave", () => set(figure.querySelector(".readout"), ""));
  return card;
}

/** Shows what was reported, in place: what is selected, open or in focus stays so. */
export function fill(card, carrier) {
  const at = (css) => card.querySelector(css);
  card.trend = carrier.trend;
  card.id = carrier.carrier;
  card.dataset.state = carrier.status;
  set(at(".name"), carrier.carrier);
  setAll(at(".reasons"), "li", carrier.reasons ?? []);
  set(at(".p50"), latency(carrier, "p50"));
  set(at(".p99"), latency(carrier, "p99"));
  drawTrend(at(".trend"), carrier.trend);
  set(at(".error-rate"), carrier.error_rate === undefined ? NOTHING : percent(carrier.error_rate));
  set(at(".calls"), `of ${number(carrier.calls)} calls`);
  set(at(".is-failed"), `${number(carrier.failed)} failed`);
  set(at(".is-throttled"), `${number(carrier.throttled)} throttled`);
  set(at(".is-not-asked"), `${number(carrier.not_asked)} not asked`);
  fillQuota(at(".quota"), carrier.quota ?? []);
  fillRows(at(".minutes tbody"), carrier.trend.toReversed().map(minuteCells));
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
  set(card.querySelector(".status"), isOld ? `was ${carrier.status}` : carrier.status);
  set(card.querySelector(".trend .to"), isOld ? minute(now) : "now");
  set(card.querySelector(".outage"), outage(carrier.last_outage, now));
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

function circuit({ state, since, replicas }, now) {
  if (state === "closed") {
    return "closed";
  }
  const all = replicas.closed + replicas.open + replicas.half_open;
  const some = state === "open" ? replicas.open : replicas.half_open;
  const where = some < all ? `, ${some} of ${all}` : "";
  return `${state.replace("_", " ")} ${duration(now - Date.parse(since))}${where}`;
}

function outage(last, now) {
  if (!last) {
    return "none in 30 days";
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

function minuteCells(each) {
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
