// number.ts: estimates as they are read in charts: "13 (5–26)", "+6.5 (4.5–9.0)"

import { count, inHundred, range } from "../format";
import type { Estimate } from "./chart";

const signedText = (n: number, digits: number): string =>
    `${Number(n.toFixed(digits)) < 0 ? "\u2212" : ""}${Math.abs(n).toFixed(digits)}`;

export const withRange = (estimate: Estimate): string =>
    `${inHundred(estimate.value)} (${range(estimate)})`;

// Hundredths with a sign: "+3.2", "−0.7", "0.0".
export function signed(hundredths: number, digits = 1): string {
    return `${Number(hundredths.toFixed(digits)) > 0 ? "+" : ""}${signedText(hundredths, digits)}`;
}

// A difference of shares with its range.  An end below zero has its sign, and "to" between.
export function gainText({ value, low, high }: Estimate): string {
    const digits = (high - low) * 100 >= 10 ? 0 : 1;
    const [from, to] = [signedText(low * 100, digits), signedText(high * 100, digits)];
    return `${signed(value * 100, digits)} (${low < 0 ? `${from} to ${to}` : `${from}\u2013${to}`})`;
}

export const counted = (n: number, one: string, many = `${one}s`): string =>
    `${count(n)} ${n === 1 ? one : many}`;
