/** Formats of numbers and times. */

const NUMBER = new Intl.NumberFormat("en");
const TIME = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const MINUTE = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat("en", { month: "short", day: "numeric" });

/** In place of a value that was not measured. */
export const NO_VALUE = "–";

export const number = (value) => NUMBER.format(value);

export const percent = (share) => {
  const value = share * 100;
  return `${value === 0 || value >= 10 ? Math.round(value) : value.toFixed(value < 1 ? 2 : 1)} %`;
};

/** Per second. */
export const rate = (value) => number(value >= 10 ? Math.round(value) : value);

export const millis = (value) => `${number(value)} ms`;

export const time = (at) => TIME.format(at);

export const minute = (at) => MINUTE.format(at);

/** With the day, unless it is today. */
export const moment = (at, now) => (DAY.format(at) === DAY.format(now) ? time(at) : `${DAY.format(at)}, ${time(at)}`);

/** In the two largest units, such as 2 min 31 s; without seconds from ten minutes on. */
export const duration = (ms) => {
  const exact = Math.max(0, Math.round(ms / 1000));
  const seconds = exact < 600 ? exact : exact - (exact % 60);
  const units = [
    [Math.floor(seconds / 86400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const first = units.findIndex(([count]) => count > 0);
  return first < 0
    ? "0\u00a0s"
    : units
        .slice(first, first + 2)
        .filter(([count]) => count > 0)
        .map(([count, unit]) => `${count}\u00a0${unit}`)
        .join("\u00a0");
};

/** Joins names, as in "one, two and three". */
export const list = (names) => new Intl.ListFormat("en").format(names);
