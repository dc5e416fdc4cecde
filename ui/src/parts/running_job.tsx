// A file on its way in as a job: how far it is, and the button that stops it.

import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api";
import { count } from "../format";
import { followJob, stopJob, type Progress } from "../job";
import { words } from "../words";

export interface Running extends Progress { id: number; keep: boolean }

// Sends a file to a request that begins a job, and follows it.  Who leaves the page does not
// want to look any more; what is to be kept goes on.
export function useJob() {
    const [running, setRunning] = useState<Running | null>(null);
    const leave = useRef(new AbortController());
    const last = useRef<Running | null>(null);
    last.current = running;
    useEffect(() => () => {
        leave.current.abort();
        if (last.current && !last.current.keep) void stopJob(last.current.id);
    }, []);
    const run = async <T,>(path: string, file: File, keep: boolean): Promise<T> => {
        const { id } = await api.send<{ id: number }>(path, file, leave.current.signal);
        setRunning({ id, keep, done: 0, total: 0, what: null });
        return followJob<T>(id, (now) => setRunning({ id, keep, ...now }), leave.current.signal)
            .finally(() => setRunning(null));
    };
    return { running, run };
}

export function RunningJob({ running, label }: { running: Running; label: string }) {
    const { done, total, what } = running;
    const known = total > 0 && what !== null;
    return (
        <div class="job">
            <progress value={known ? done : undefined} max={total || 1} aria-label={label} />
            <span>{known ? (words.job.step[what] ?? words.job.stepOther)(count(done), count(total)) : label}</span>
            <button type="button" class="small" onClick={() => void stopJob(running.id)}>{words.job.stop}</button>
        </div>
    );
}
