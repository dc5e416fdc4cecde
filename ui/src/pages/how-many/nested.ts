// The nested lists behind the curve: its n-th point says which track the n-th application adds,
// so the list of n is the first n of them, and no request is needed to move along it.

import { pointFor } from "../../charts/curve";
import type { Chance, Knee, PickAnswer, Point, Profile } from "../../types";

export interface Entry {
    n: number;
    nrmp_code: string;
    institution: string;
    city: string;
    state: string;
    specialty: string;
    chance: Chance | null;
    marginal: number;
}

// How long the list of the profile is as it is saved: to its limits, or to the bend without any.
export function savedLength(curve: Point[], knee: Knee | null, profile: Profile): number {
    const { budget_usd, max_applications } = profile;
    if (budget_usd === undefined && max_applications === undefined) return knee?.n ?? curve.length;
    const paid = budget_usd === undefined ? curve.length : (pointFor(curve, budget_usd * 100)?.n ?? 0);
    return Math.min(paid, max_applications ?? curve.length, curve.length);
}

// The places of the order from `from` up to `to`, both counted from 1.
export function entries(answer: PickAnswer, from: number, to: number): Entry[] {
    const known = new Map([...answer.left_out, ...answer.picked].map((one) => [one.nrmp_code, one]));
    return answer.curve.slice(Math.max(0, from - 1), Math.max(0, to)).map((point) => {
        const one = known.get(point.nrmp_code);
        return {
            n: point.n, nrmp_code: point.nrmp_code, institution: one?.institution ?? point.nrmp_code,
            city: one?.city ?? "", state: one?.state ?? "", specialty: one?.specialty ?? "",
            chance: one?.chance_match ?? null, marginal: point.marginal,
        };
    });
}

// How far the sliders go: well past the bend and past where the list ends now.
export function reach(curve: Point[], knee: number, now: number): number {
    const far = Math.max(40, Math.ceil((knee * 2) / 10) * 10, Math.ceil((now * 1.6) / 10) * 10);
    return Math.min(curve.length, far);
}
