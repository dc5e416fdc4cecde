// Numbers, money and dates in the reader's own format.  No more digits than the range deserves.

import type { Chance } from "./types";

const locale = typeof navigator === "undefined" ? "en-US" : navigator.language;
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const two = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const dollars = new Intl.NumberFormat(locale, {
    style: "currency", currency: "USD", currencyDisplay: "narrowSymbol", maximumFractionDigits: 0,
});
const cents = new Intl.NumberFormat(locale, {
    style: "currency", currency: "USD", currencyDisplay: "narrowSymbol",
});

export const count = (n: number): string => whole.format(n);

// One digit behind the point: "0.7".
export const tenths = (n: number): string => one.format(n);

// A share in 0..1 as so many in 100: whole from 10 on, one digit from 1 on, below that two.
export function inHundred(share: number): string {
    const n = share * 100;
    if (n >= 9.95 || n === 0) return whole.format(n);
    if (n >= 0.95) return one.format(n);
    if (n < 0.005) return `< ${two.format(0.01)}`;
    return two.format(n);
}

// Both ends with the digits of the wider one: "49–66".
export function range(chance: { low: number; high: number }): string {
    const digits = chance.high >= 0.0995 ? whole : chance.high >= 0.0095 ? one : two;
    return `${digits.format(chance.low * 100)}–${digits.format(chance.high * 100)}`;
}

// "13 in 100 (5–26)"
export const chanceText = (chance: Chance): string =>
    `${inHundred(chance.value)} in 100 (${range(chance)})`;

// A difference of shares, signed: "+1.2".
export function points(share: number): string {
    const n = share * 100;
    const size = Math.abs(n);
    const text = (size >= 9.95 ? whole : size >= 0.95 ? one : two).format(size);
    return n < 0 ? `−${text}` : `+${text}`;
}

export const money = (amount: number): string =>
    (amount % 100 === 0 ? dollars : cents).format(amount / 100);

// A day, month or year of ISO text in the reader's format, days with the weekday.
export function date(text: string): string {
    const [year, month, day] = text.split("-").map(Number);
    if (!year) return text;
    if (!month) return String(year);
    const at = new Date(Date.UTC(year, month - 1, day ?? 1));
    return new Intl.DateTimeFormat(locale, day
        ? { timeZone: "UTC", weekday: "short", year: "numeric", month: "short", day: "numeric" }
        : { timeZone: "UTC", year: "numeric", month: "short" }).format(at);
}

// A time of the server in the reader's own zone.
export const time = (text: string): string => {
    const at = new Date(text);
    return Number.isNaN(at.getTime()) ? text : new Intl.DateTimeFormat(locale, {
        dateStyle: "medium", timeStyle: "short",
    }).format(at);
};

// Thin: nobody counted for this specialty and state, so only a base rate is left.
export const thin = (chance: { basis: string }): boolean => chance.basis.includes("base rate only");

// The NRMP ends a name with its state, which stands beside it anyway: "SUNY HSC Brooklyn-NY".
export const institution = (name: string, state: string): string =>
    state && name.endsWith(`-${state}`) ? name.slice(0, -state.length - 1) : name;
