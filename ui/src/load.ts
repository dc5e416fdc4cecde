// What a page asks the server for, with all that can become of it.
//
// A value that was there stays while the next one is on its way (`busy`), so that a page does
// not go blank when a slider moves; what is no longer asked for is given up.

import { useEffect, useRef, useState } from "preact/hooks";
import { Aborted, Unreachable, reachable } from "./api";

export interface Load<T> { value: T | null; error: Error | null; busy: boolean; again: () => void }

// Asks anew whenever `key` changes; with the key null it asks for nothing.
export function useLoad<T>(key: string | number | null, ask: (stop: AbortSignal) => Promise<T>): Load<T> {
    const [state, setState] = useState<{ key: string | number | null; value: T | null; error: Error | null }>(
        { key: null, value: null, error: null });
    const [round, setRound] = useState(0);
    const latest = useRef(ask);
    latest.current = ask;
    useEffect(() => {
        if (key === null) return;
        const stop = new AbortController();
        latest.current(stop.signal).then(
            (value) => setState({ key, value, error: null }),
            (error: Error) => {
                if (error instanceof Aborted || stop.signal.aborted) return;
                setState((before) => ({ key, value: before.value, error }));
            });
        return () => stop.abort();
    }, [key, round]);
    // What nobody answered is asked again when somebody does.
    useEffect(() => {
        if (reachable.value && state.error instanceof Unreachable) setRound((n) => n + 1);
    }, [reachable.value]);
    const current = state.key === key;
    return {
        value: state.value, error: current ? state.error : null,
        busy: key !== null && !current, again: () => setRound((n) => n + 1),
    };
}
