/** Fetches the carrier health report every few seconds and shows it; marks it as out of date when there is no response. */

import { fill, newCard, set, stateOf, updateTimes } from "./card.js";
import { duration, list, time } from "./format.js";

const INTERVAL_MS = 5_000;
const TIMEOUT_MS = 4_000;
/** An older report is marked as out of date. */
const MAX_AGE_MS = 3 * INTERVAL_MS;
const STORAGE_KEY = "carriers.token";
/** The syntax of RFC 6750. */
const TOKEN_SYNTAX = /^[A-Za-z0-9._~+/-]+=*$/;
const WORST_FIRST = ["down", "degraded", "up", "idle"];
const NO_RESPONSE = "No response from the service";
const NO_REPORT = "The service returned no report";
const SYMBOLS = { up: "✓", degraded: "▲", down: "✕", unreachable: "?", unknown: "?", idle: "–" };

const at = (id) => document.getElementById(id);
const cards = new Map();

let token = sessionStorage.getItem(STORAGE_KEY);
/** The last report, when it was received, and the offset of the browser's clock from the service's. */
let last = null;
/** Why the last attempt returned no report. */
let failure = null;
let fetching = false;
let timer = 0;

function takeTokenFromFragment() {
  const found = new URLSearchParams(location.hash.slice(1)).get("token");
  if (found !== null) {
    history.replaceState(null, "", location.pathname + location.search);
    useToken(found);
  }
}

function useToken(text) {
  const bare = text.trim().replace(/^Bearer\s+/i, "");
  if (!TOKEN_SYNTAX.test(bare)) {
    forgetToken("Not an access token: it contains invalid characters");
    return;
  }
  token = bare;
  sessionStorage.setItem(STORAGE_KEY, bare);
  at("token").value = "";
  set(at("token-error"), "");
  clearReport();
  refresh();
}

/** @param error why the token cannot be used; empty if the user removes it */
function forgetToken(error = "") {
  token = null;
  sessionStorage.removeItem(STORAGE_KEY);
  clearReport();
  set(at("token-error"), error);
  paint();
  at("token").focus();
}

/** Removes what was shown for another token. */
function clearReport() {
  last = null;
  failure = null;
  cards.forEach((card) => card.remove());
  cards.clear();
}

async function refresh() {
  clearTimeout(timer);
  if (token === null || fetching || document.hidden) {
    paint();
    return;
  }
  fetching = true;
  paint();
  const used = token;
  const apply = await fetchReport(used);
  fetching = false;
  if (token === used) {
    apply();
    timer = setTimeout(refresh, INTERVAL_MS);
  } else {
    refresh();
  }
  paint();
}

/** Fetches the report and returns the function that applies the result. */
async function fetchReport(used) {
  try {
    const response = await fetch("health", {
      headers: { Authorization: `Bearer ${used}` },
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = await response.json();
    if (response.ok) {
      return () => show(body);
    }
    const detail = body.detail ?? body.title ?? `status ${response.status}`;
    return [401, 403].includes(response.status)
      ? () => forgetToken(`The service rejected this token (${response.status}): ${detail}`)
      : () => (failure = { summary: NO_REPORT, reason: `status ${response.status}: ${detail}` });
  } catch (e) {
    const known = {
      SyntaxError: { summary: NO_REPORT, reason: "the response is not JSON" },
      TimeoutError: { summary: NO_RESPONSE, reason: `no response within ${TIMEOUT_MS / 1000} s` },
    };
    return () => (failure = known[e.name] ?? { summary: NO_RESPONSE, reason: "the service is unreachable" });
  }
}

function show(report) {
  failure = null;
  const measured = Date.parse(report.measured_at);
  // A proxy may return an old response again
  if (last?.report.measured_at !== report.measured_at) {
    last = { report, receivedAt: Date.now(), clockOffset: Date.now() - measured };
  }
  for (const name of cards.keys()) {
    if (!report.carriers.some((carrier) => carrier.carrier === name)) {
      cards.get(name).remove();
      cards.delete(name);
    }
  }
  const observedSince = new Date(report.observed_since);
  set(at("version"), `Version ${report.service_version}.`);
  at("runbook").hidden = !report.runbook_url;
  at("runbook").href = report.runbook_url ?? "";
  for (const carrier of report.carriers) {
    const card = cards.get(carrier.carrier) ?? newCard();
    cards.set(carrier.carrier, card);
    fill(card, carrier, observedSince);
    at("carriers").append(card);
  }
}

/** Updates what depends on the time; called every second. */
function paint() {
  const age = last === null ? 0 : Date.now() - last.receivedAt;
  const isStale = failure !== null || age > MAX_AGE_MS;
  const [state, summary] = summarize(isStale);
  document.body.dataset.state = state;
  at("summary").dataset.state = state;
  set(at("summary"), summary);
  set(at("updated"), updated(age, isStale));
  document.title = `${SYMBOLS[state]} ${summary}`;
  const badge = `${["unreachable", "idle"].includes(state) ? "unknown" : state}.svg`;
  if (at("badge").getAttribute("href") !== badge) {
    at("badge").href = badge;
  }
  at("token-form").hidden = token !== null;
  at("token-error").hidden = at("token-error").textContent === "";
  at("foot").hidden = token === null;
  at("carriers").hidden = last === null;
  // Times in a report that is out of date stand still
  last?.report.carriers.forEach((carrier) =>
    updateTimes(cards.get(carrier.carrier), carrier, new Date((isStale ? last.receivedAt : Date.now()) - last.clockOffset), isStale),
  );
}

function summarize(isStale) {
  if (token === null) {
    return ["unknown", "Carriers: access token required"];
  }
  if (isStale) {
    return ["unreachable", failure?.summary ?? NO_RESPONSE];
  }
  if (last === null) {
    return ["unknown", "Loading …"];
  }
  const carriers = last.report.carriers;
  const those = (state) => carriers.filter((carrier) => stateOf(carrier) === state).map((carrier) => carrier.carrier);
  const worst = WORST_FIRST.find((state) => those(state).length > 0);
  if (worst === undefined) {
    return ["unknown", "No carrier is enabled"];
  }
  if (worst === "idle") {
    return ["idle", isWindowObserved() ? "No calls in 15 minutes" : "No traffic yet"];
  }
  if (worst === "up") {
    return ["up", those("idle").length === 0 && carriers.length > 1 ? "All carriers are up" : are(those("up"), "up")];
  }
  return [
    worst,
    WORST_FIRST.slice(0, 2)
      .filter((state) => those(state).length > 0)
      .map((state) => are(those(state), state))
      .join(", "),
  ];
}

function are(names, state) {
  return `${list(names)} ${names.length > 1 ? "are" : "is"} ${state}`;
}

function isWindowObserved() {
  const { measured_at: measured, observed_since: since, window_s: seconds } = last.report;
  return Date.parse(measured) - Date.parse(since) >= seconds * 1000;
}

function updated(age, isStale) {
  if (token === null) {
    return "";
  }
  if (isStale) {
    const received = last === null ? "" : ` Showing the report of ${time(last.receivedAt)}, ${duration(age)} ago.`;
    return `${failure === null ? "Retrying." : `Last attempt: ${failure.reason}.`}${received}`;
  }
  if (last === null) {
    return "";
  }
  const { scope, replicas } = last.report;
  const whose =
    scope === "all"
      ? `${replicas} ${replicas === 1 ? "replica" : "replicas"}`
      : "this replica only (Redis unavailable)";
  return `Updated ${duration(age)} ago · ${whose}`;
}

at("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  useToken(at("token").value);
});
at("forget").addEventListener("click", () => forgetToken());
addEventListener("hashchange", takeTokenFromFragment);
document.addEventListener("visibilitychange", refresh);
set(at("zone"), Intl.DateTimeFormat().resolvedOptions().timeZone);
takeTokenFromFragment();
refresh();
setInterval(() => document.hidden || paint(), 1_000);
