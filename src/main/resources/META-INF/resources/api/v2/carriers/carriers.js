/** Asks for the report on the carriers again and again, and shows it; or says that what is shown is old. */

import { fill, newCard, set, stateOf, tell } from "./card.js";
import { duration, list, time } from "./words.js";

const PACE = 5_000;
const PATIENCE = 4_000;
/** What is older is not shown as if it were so now. */
const OLD = 3 * PACE;
const TOKEN = "carriers.token";
/** As RFC 6750 spells one. */
const SPELLED = /^[A-Za-z0-9._~+/-]+=*$/;
const WORST_FIRST = ["down", "degraded", "up", "idle"];
const NO_ANSWER = "No answer from the service";
const NO_REPORT = "No report from the service";
const SIGNS = { up: "✓", degraded: "▲", down: "✕", away: "?", unknown: "?", idle: "–" };

const at = (id) => document.getElementById(id);
const cards = new Map();

let token = sessionStorage.getItem(TOKEN);
/** The report, when it came by our clock, and what that clock is ahead of the service's. */
let shown = null;
/** What came instead of a report the last time, and why. */
let trouble = null;
let asking = false;
let next = 0;

function takeFromAddress() {
  const found = new URLSearchParams(location.hash.slice(1)).get("token");
  if (found !== null) {
    history.replaceState(null, "", location.pathname + location.search);
    take(found);
  }
}

function take(text) {
  const bare = text.trim().replace(/^Bearer\s+/i, "");
  if (!SPELLED.test(bare)) {
    forget("This cannot be an access token: it has signs that none has");
    return;
  }
  token = bare;
  sessionStorage.setItem(TOKEN, bare);
  at("token").value = "";
  set(at("refusal"), "");
  forgetReport();
  refresh();
}

/** @param why it is of no use; nothing if somebody wants it forgotten */
function forget(why = "") {
  token = null;
  sessionStorage.removeItem(TOKEN);
  forgetReport();
  set(at("refusal"), why);
  paint();
  at("token").focus();
}

/** What one token has opened is not shown to who has another, or none. */
function forgetReport() {
  shown = null;
  trouble = null;
  cards.forEach((card) => card.remove());
  cards.clear();
}

async function refresh() {
  clearTimeout(next);
  if (token === null || asking || document.hidden) {
    paint();
    return;
  }
  asking = true;
  paint();
  const used = token;
  const answer = await ask(used);
  asking = false;
  if (token === used) {
    answer();
    next = setTimeout(refresh, PACE);
  } else {
    refresh();
  }
  paint();
}

/** What is to be done about the answer. */
async function ask(used) {
  try {
    const response = await fetch("health", {
      headers: { Authorization: `Bearer ${used}` },
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const body = await response.json();
    if (response.ok) {
      return () => show(body);
    }
    const said = body.detail ?? body.title ?? `status ${response.status}`;
    return [401, 403].includes(response.status)
      ? () => forget(`The service refused this token (${response.status}): ${said}`)
      : () => (trouble = { verdict: NO_REPORT, why: `it said ${response.status}: ${said}` });
  } catch (e) {
    const why = {
      SyntaxError: { verdict: NO_REPORT, why: "what came was something else" },
      TimeoutError: { verdict: NO_ANSWER, why: `nothing came within ${PATIENCE / 1000} s` },
    };
    return () => (trouble = why[e.name] ?? { verdict: NO_ANSWER, why: "it cannot be reached" });
  }
}

function show(report) {
  trouble = null;
  const measured = Date.parse(report.measured_at);
  // Whoever stands between may give an old answer again
  if (shown?.report.measured_at !== report.measured_at) {
    shown = { report, came: Date.now(), ahead: Date.now() - measured };
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

/** All that depends on the time, every second. */
function paint() {
  const age = shown === null ? 0 : Date.now() - shown.came;
  const isOld = trouble !== null || age > OLD;
  const [state, verdict] = judge(isOld);
  document.body.dataset.state = state;
  at("verdict").dataset.state = state;
  set(at("verdict"), verdict);
  set(at("heard"), heard(age, isOld));
  document.title = `${SIGNS[state]} ${verdict}`;
  const badge = `${["away", "idle"].includes(state) ? "unknown" : state}.svg`;
  if (at("badge").getAttribute("href") !== badge) {
    at("badge").href = badge;
  }
  at("entry").hidden = token !== null;
  at("refusal").hidden = at("refusal").textContent === "";
  at("foot").hidden = token === null;
  at("carriers").hidden = shown === null;
  // What is old goes no further: nobody knows whether it still is so
  shown?.report.carriers.forEach((carrier) =>
    tell(cards.get(carrier.carrier), carrier, new Date((isOld ? shown.came : Date.now()) - shown.ahead), isOld),
  );
}

function judge(isOld) {
  if (token === null) {
    return ["unknown", "Carriers: token needed"];
  }
  if (isOld) {
    return ["away", trouble?.verdict ?? NO_ANSWER];
  }
  if (shown === null) {
    return ["unknown", "Asking for the carriers …"];
  }
  const carriers = shown.report.carriers;
  const those = (state) => carriers.filter((carrier) => stateOf(carrier) === state).map((carrier) => carrier.carrier);
  const worst = WORST_FIRST.find((state) => those(state).length > 0);
  if (worst === undefined) {
    return ["unknown", "No carrier is switched on"];
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
  const { measured_at: measured, observed_since: since, window_s: seconds } = shown.report;
  return Date.parse(measured) - Date.parse(since) >= seconds * 1000;
}

function heard(age, isOld) {
  if (token === null) {
    return "";
  }
  if (isOld) {
    const last = shown === null ? "" : ` Last heard ${duration(age)} ago, at ${time(shown.came)}: all below was so then.`;
    return `${trouble === null ? "Asking again." : `Asked just now: ${trouble.why}.`}${last}`;
  }
  if (shown === null) {
    return "";
  }
  const { scope, replicas } = shown.report;
  const whose =
    scope === "all"
      ? `${replicas} ${replicas === 1 ? "replica" : "replicas"}`
      : "one replica only, as Redis is away";
  return `${duration(age)} ago · ${whose}`;
}

at("entry").addEventListener("submit", (event) => {
  event.preventDefault();
  take(at("token").value);
});
at("forget").addEventListener("click", () => forget());
addEventListener("hashchange", takeFromAddress);
document.addEventListener("visibilitychange", refresh);
set(at("zone"), Intl.DateTimeFormat().resolvedOptions().timeZone);
takeFromAddress();
refresh();
setInterval(() => document.hidden || paint(), 1_000);
