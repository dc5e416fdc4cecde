// Signals moved by hand: which program gets which, within the rules of the season.  They stand
// in the address as CODE:gold,CODE:none.

import type { Signal, SignalRule, SignalsAnswer } from "../../types";

export type Moves = Record<string, Signal>;
type Sent = SignalsAnswer["allocation"][number];

const kinds = new Set<string>(["gold", "silver", "signal", "none"]);

export function parseMoves(text: string | null): Moves {
    const found: Moves = {};
    for (const one of (text ?? "").split(",")) {
        const [code, signal] = one.split(":");
        if (code && /^[A-Za-z0-9]{9}$/.test(code) && signal && kinds.has(signal)) found[code] = signal as Signal;
    }
    return found;
}

export const writeMoves = (moves: Moves): string | null =>
    Object.entries(moves).map(([code, signal]) => `${code}:${signal}`).join(",") || null;

// The kinds of signal of a rule, the strongest first, and how many there are of each.
export function kindsOf(rule: SignalRule): { kind: Signal; most: number }[] {
    if (rule.tiered) return [{ kind: "gold", most: rule.gold }, { kind: "silver", most: rule.silver }];
    return [{ kind: "signal", most: rule.total }];
}

export interface Moved { moves: Moves; gaveWay: Sent | null }

// Moves one program to another kind.  When that kind is used up, the program that needs its
// signal least gives way and takes the place of the one that came.
export function move(all: Sent[], rule: SignalRule, code: string, to: Signal): Moved {
    const one = all.find((sent) => sent.nrmp_code === code);
    const moves: Moves = {};
    for (const sent of all) if (sent.signal !== sent.best) moves[sent.nrmp_code] = sent.signal;
    if (!one || one.signal === to) return { moves, gaveWay: null };
    const put = (sent: Sent, signal: Signal) => {
        if (signal === sent.best) delete moves[sent.nrmp_code];
        else moves[sent.nrmp_code] = signal;
    };
    const most = kindsOf(rule).find(({ kind }) => kind === to)?.most ?? Infinity;
    const there = all.filter((sent) => sent.signal === to && sent.specialty === one.specialty);
    let gaveWay: Sent | null = null;
    if (to !== "none" && there.length >= most) {
        gaveWay = there.reduce((least, sent) => ((sent.cost_of_moving ?? 0) < (least.cost_of_moving ?? 0) ? sent : least));
        put(gaveWay, one.signal);
    }
    put(one, to);
    return { moves, gaveWay };
}
