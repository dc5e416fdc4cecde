// Long work on the server: how far it is, and what came of it.

import { Aborted, Unreachable, api } from "./api";

export interface Progress { done: number; total: number; what: string | null }
export interface Job extends Progress { id: number; state: string; error: string | null }

// Stopped because somebody said so; nothing was changed.
export class Stopped extends Error {}

export const stopJob = (id: number): Promise<void> => api.remove(`/api/v1/jobs/${id}`).catch(() => undefined);

// Follows a job to its end.  Who is no longer interested aborts `leave`; the job goes on.
export function followJob<T>(id: number, tell: (progress: Progress) => void, leave?: AbortSignal): Promise<T> {
    const events = new EventSource(`/api/v1/jobs/${id}/events`);
    const dataOf = (event: Event) => JSON.parse((event as MessageEvent<string>).data) as unknown;
    return new Promise<T>((done, fail) => {
        leave?.addEventListener("abort", () => fail(new Aborted("given up")));
        events.addEventListener("progress", (event) => tell(dataOf(event) as Job));
        events.addEventListener("done", (event) => done(dataOf(event) as T));
        events.addEventListener("failed", (event) => {
            const job = dataOf(event) as Job;
            fail(job.state === "stopped" ? new Stopped("stopped") : new Error(job.error ?? ""));
        });
        // A broken line is mended by the browser; a server that no longer knows the job is not.
        events.addEventListener("error", () => {
            if (events.readyState === EventSource.CLOSED) fail(new Unreachable("the job is not known any more"));
        });
    }).finally(() => events.close());
}
