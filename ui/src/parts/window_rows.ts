// Which of many rows to draw: those near the window, as it scrolls.  Heights are known before a
// row is drawn, but for the open one, which says its own.

import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { RefObject } from "preact";

export interface Span { from: number; to: number; before: number; after: number }

// `tops[i]` is where item i starts; the last element is the whole height.
export function spanOf(tops: Float64Array, low: number, high: number): Span {
    const items = tops.length - 1;
    const find = (y: number): number => {
        let a = 0, b = items;
        while (a < b) {
            const middle = (a + b) >> 1;
            if (tops[middle + 1]! <= y) a = middle + 1;
            else b = middle;
        }
        return a;
    };
    const from = find(low), to = Math.min(items, find(high) + 1);
    return { from, to, before: tops[from] ?? 0, after: (tops[items] ?? 0) - (tops[to] ?? 0) };
}

export function topsOf(heights: readonly number[]): Float64Array {
    const tops = new Float64Array(heights.length + 1);
    for (let i = 0; i < heights.length; i++) tops[i + 1] = tops[i]! + heights[i]!;
    return tops;
}

const MARGIN = 600; // px drawn beyond the window, so that quick scrolling shows no gaps

// `all` draws everything, for print.
export function useWindowRows(body: RefObject<HTMLElement | null>, tops: Float64Array, all: boolean): Span {
    const measure = (): [number, number] => {
        const top = body.current?.getBoundingClientRect().top ?? 0;
        return [-top - MARGIN, -top + innerHeight + MARGIN];
    };
    const [seen, setSeen] = useState<[number, number]>([0, 2000]);
    const look = () => setSeen((before) => {
        const next = measure();
        return Math.abs(next[0] - before[0]) + Math.abs(next[1] - before[1]) < 100 ? before : next;
    });
    useLayoutEffect(look, [tops]);
    useEffect(() => {
        let asked = 0;
        const moved = () => {
            if (!asked) asked = requestAnimationFrame(() => ((asked = 0), look()));
        };
        addEventListener("scroll", moved, { passive: true });
        addEventListener("resize", moved);
        return () => {
            removeEventListener("scroll", moved);
            removeEventListener("resize", moved);
            cancelAnimationFrame(asked);
        };
    }, []);
    return all ? spanOf(tops, 0, Infinity) : spanOf(tops, seen[0], seen[1]);
}

// True while the page is being printed.
export function usePrinting(): boolean {
    const [printing, setPrinting] = useState(false);
    useEffect(() => {
        const media = matchMedia("print");
        const changed = () => setPrinting(media.matches);
        const before = () => setPrinting(true), after = () => setPrinting(false);
        media.addEventListener("change", changed);
        addEventListener("beforeprint", before);
        addEventListener("afterprint", after);
        return () => {
            media.removeEventListener("change", changed);
            removeEventListener("beforeprint", before);
            removeEventListener("afterprint", after);
        };
    }, []);
    return printing;
}

// Whether a media query holds, as it changes.
export function useMedia(text: string): boolean {
    const [holds, setHolds] = useState(() => matchMedia(text).matches);
    useEffect(() => {
        const media = matchMedia(text);
        const changed = () => setHolds(media.matches);
        changed();
        media.addEventListener("change", changed);
        return () => media.removeEventListener("change", changed);
    }, [text]);
    return holds;
}
