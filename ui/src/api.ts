// The client of the JSON API: every request of the pages goes through `call`.
//
// It adds the CSRF token, aborts what is no longer asked for, and tells three failures apart: an
// answer that says no (ApiError), no answer at all (Unreachable), and a request given up (Aborted).
// While the server does not answer, `reachable` is false and is tried again every two seconds.

import { signal } from "@preact/signals";
import { unpack, type Packed } from "./packed";
import type {
    Catalogue, Conflict, CurveAnswer, ExplainAnswer, Finding, Holdings, Json, KeptName, PickAnswer, PickOptions, Profile,
    ProfileRecord, Scenario, SchemaField, SessionAnswer, Signal, SignalsAnswer, Track,
    WhatIfAnswer, WhyNotAnswer,
} from "./types";

export class ApiError extends Error {
    constructor(
        readonly status: number, readonly code: string, message: string,
        readonly field: string | null, readonly current: ProfileRecord | null,
    ) {
        super(message);
    }
}
export class Unreachable extends Error {}
export class Aborted extends Error {}

export const reachable = signal(true);

let token = "";
let asking: Promise<SessionAnswer> | null = null;

interface Request {
    body?: unknown; // written as JSON
    raw?: Blob; // sent as it is
    version?: number; // If-Match
    signal?: AbortSignal | undefined;
}

async function fetched(method: string, path: string, request: Request): Promise<Response> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (method !== "GET") headers["X-CSRF"] = token;
    if (request.body !== undefined) headers["Content-Type"] = "application/json";
    if (request.raw) headers["Content-Type"] = "application/octet-stream";
    if (request.version !== undefined) headers["If-Match"] = `"${request.version}"`;
    const text = request.body === undefined ? null : JSON.stringify(request.body);
    try {
        const answer = await fetch(path, {
            method, headers, credentials: "same-origin", signal: request.signal ?? null,
            body: request.raw ?? text,
            keepalive: method === "PUT" && (text?.length ?? 0) < 30_000, // survives leaving the page
        });
        reachable.value = true;
        return answer;
    } catch (error) {
        if (request.signal?.aborted) throw new Aborted("given up");
        lost();
        throw new Unreachable(error instanceof Error ? error.message : String(error));
    }
}

let waiting = false;

// Asks until the server answers again.
function lost(): void {
    reachable.value = false;
    if (waiting) return;
    waiting = true;
    const again = async () => {
        const answer = await fetch("/healthz").catch(() => null);
        if (!answer?.ok) return void setTimeout(again, 2000);
        waiting = false;
        await session().catch(() => null); // a server started anew has another token
        reachable.value = true;
    };
    setTimeout(again, 2000);
}

async function refused(answer: Response): Promise<ApiError> {
    const said = await answer.json().catch(() => null);
    const error = said?.error ?? {};
    return new ApiError(answer.status, error.code ?? "unavailable",
        error.message ?? `The server answered ${answer.status}.`, error.field ?? null,
        said?.current ?? null);
}

async function ask(method: string, path: string, request: Request = {}): Promise<Response> {
    if (method !== "GET" && !token) await session();
    let answer = await fetched(method, path, request);
    if (answer.status === 403 && method !== "GET") {
        await session(); // the token may be of a server that has been started anew
        answer = await fetched(method, path, request);
    }
    if (!answer.ok) throw await refused(answer);
    return answer;
}

async function call<T>(method: string, path: string, request: Request = {}): Promise<T> {
    const answer = await ask(method, path, request);
    if (answer.status === 204) return undefined as T;
    try {
        return (await answer.json()) as T;
    } catch (error) {
        if (request.signal?.aborted) throw new Aborted("given up");
        throw new Unreachable(error instanceof Error ? error.message : String(error));
    }
}

export function session(): Promise<SessionAnswer> {
    asking ??= fetched("GET", "/api/v1/session", {})
        .then(async (answer) => {
            if (!answer.ok) throw await refused(answer);
            const said = (await answer.json()) as SessionAnswer;
            token = said.csrf;
            return said;
        })
        .finally(() => (asking = null));
    return asking;
}

// Whose list is asked for: a profile that is kept, or one that is only tried.
export interface Question { profile_id?: number; profile?: Profile; options?: PickOptions }

const one = (id: number) => `/api/v1/profiles/${id}`;
const search = (values: Record<string, string | number | undefined>): string => {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(values))
        if (value !== undefined && value !== "") params.set(name, String(value));
    const text = params.toString();
    return text ? `?${text}` : "";
};

type Stop = AbortSignal | undefined;

export const api = {
    schema: () => call<SchemaField[]>("GET", "/api/v1/schema"),
    catalogue: () => call<Catalogue>("GET", "/api/v1/catalogue"),
    programs: (by: { search?: string; specialty?: string; state?: string; limit?: number }, stop?: Stop) =>
        call<Track[]>("GET", `/api/v1/programs${search(by)}`, { signal: stop }),
    program: (code: string, stop?: Stop) =>
        call<Track>("GET", `/api/v1/programs/${encodeURIComponent(code)}`, { signal: stop }),

    profiles: (by: { search?: string; after?: number; limit?: number }, stop?: Stop) =>
        call<{ profiles: KeptName[]; next: number | null }>("GET", `/api/v1/profiles${search(by)}`, { signal: stop }),
    makeProfile: (name: string, profile: Profile) =>
        call<ProfileRecord>("POST", "/api/v1/profiles", { body: { name, profile } }),
    makeDemo: () => call<ProfileRecord>("POST", "/api/v1/profiles/demo", { body: {} }),
    profile: (id: number, stop?: Stop) => call<ProfileRecord>("GET", one(id), { signal: stop }),
    saveProfile: (id: number, version: number, name: string, profile: Profile) =>
        call<ProfileRecord>("PUT", one(id), { version, body: { name, profile } }),
    undoProfile: (id: number) => call<ProfileRecord>("POST", `${one(id)}/undo`, { body: {} }),
    redoProfile: (id: number) => call<ProfileRecord>("POST", `${one(id)}/redo`, { body: {} }),
    removeProfile: (id: number, forever = false) =>
        call<void>("DELETE", one(id) + (forever ? "?forever=1" : "")),
    restoreProfile: (id: number) => call<ProfileRecord>("POST", `${one(id)}/restore`, { body: {} }),
    everything: (id: number) => call<Json>("GET", `${one(id)}/everything`),

    pick: (body: Question, stop?: Stop) =>
        call<Packed>("POST", "/api/v1/pick/packed", { body, signal: stop }).then((said) => unpack(said) as PickAnswer),
    curve: (body: Question, stop?: Stop) =>
        call<CurveAnswer>("POST", "/api/v1/curve", { body, signal: stop }),
    whatIf: (body: Question & { set?: Record<string, Json>;
            scenarios?: { name: string; set: Record<string, Json> }[]; part?: number }, stop?: Stop) =>
        call<WhatIfAnswer>("POST", "/api/v1/whatif", { body, signal: stop }),
    explain: (body: Question & { code: string }, stop?: Stop) =>
        call<ExplainAnswer>("POST", "/api/v1/explain", { body, signal: stop }),
    whyNot: (body: Question & { code: string }, stop?: Stop) =>
        call<WhyNotAnswer>("POST", "/api/v1/why-not", { body, signal: stop }),
    signals: (body: Question & { signals?: Record<string, Signal> }, stop?: Stop) =>
        call<SignalsAnswer>("POST", "/api/v1/signals", { body, signal: stop }),

    notes: (id: number) => call<{ nrmp_code: string; text: string }[]>("GET", `${one(id)}/notes`),
    saveNote: (id: number, code: string, text: string) =>
        call<void>("PUT", `${one(id)}/notes/${code}`, { body: { text } }),
    removeNote: (id: number, code: string) => call<void>("DELETE", `${one(id)}/notes/${code}`),
    saveFact: (code: string, field: string, fact: { value: Json; source: string; as_of: string }) =>
        call<void>("PUT", `/api/v1/facts/${code}/${field}`, {
            body: { ...fact, value: fact.value === true ? "yes" : fact.value === false ? "no" : String(fact.value) },
        }),
    removeFact: (code: string, field: string) =>
        call<void>("DELETE", `/api/v1/facts/${code}/${field}`),
    conflicts: () => call<{ conflicts: Conflict[] }>("GET", "/api/v1/conflicts").then((said) => said.conflicts),
    sources: () => call<Holdings>("GET", "/api/v1/sources"),
    findings: () => call<{ overrides: Finding[] }>("GET", "/api/v1/facts").then((said) => said.overrides),

    scenarios: (id: number) => call<Scenario[]>("GET", `${one(id)}/scenarios`),
    makeScenario: (id: number, name: string, set: Record<string, Json>) =>
        call<Scenario>("POST", `${one(id)}/scenarios`, { body: { name, set } }),
    removeScenario: (id: number, scenario: number) =>
        call<void>("DELETE", `${one(id)}/scenarios/${scenario}`),

    // A file, as the server names it.
    export: async (body: Question & { format: string }): Promise<{ name: string; bytes: Blob }> => {
        const answer = await ask("POST", "/api/v1/export", { body });
        const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "");
        return { name: name?.[1] ?? `smartpick.${body.format}`, bytes: await answer.blob() };
    },

    // For families of requests that only one page asks.
    get: <T>(path: string, stop?: Stop) => call<T>("GET", path, { signal: stop }),
    post: <T>(path: string, body: unknown, stop?: Stop) => call<T>("POST", path, { body, signal: stop }),
    // To what stands at a version, so that nothing newer is overwritten.
    postTo: <T>(version: number, path: string, body: unknown) => call<T>("POST", path, { version, body }),
    put: <T>(path: string, body: unknown) => call<T>("PUT", path, { body }),
    send: <T>(path: string, raw: Blob, stop?: Stop) => call<T>("POST", path, { raw, signal: stop }),
    remove: (path: string) => call<void>("DELETE", path),
};
