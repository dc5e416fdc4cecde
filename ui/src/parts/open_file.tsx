// Opens a profile from a file: the file form itself, or the export of everything about a person.

import { useRef, useState } from "preact/hooks";
import { api } from "../api";
import { openProfile } from "../state";
import type { Profile } from "../types";
import { Icon } from "./icon";

const MOST = 1_000_000; // bytes of a profile file

export function readProfile(text: string, file: string): { name: string; profile: Profile } {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null || Array.isArray(read)) throw new Error("no fields in it");
    const all = read as Record<string, unknown>;
    const inner = typeof all.profile === "object" && all.profile !== null ? all.profile : all;
    const name = typeof all.name === "string" && all.name ? all.name : file.replace(/\.json$/i, "");
    return { name: name.slice(0, 60), profile: inner as Profile };
}

export function OpenFile({ label, failed }: { label: string; failed: string }) {
    const input = useRef<HTMLInputElement>(null);
    const [error, setError] = useState("");
    const chosen = async () => {
        const file = input.current?.files?.[0];
        if (!file) return;
        setError("");
        try {
            if (file.size > 20 * MOST) throw new Error("too large");
            const { name, profile } = readProfile(await file.text(), file.name);
            openProfile(await api.makeProfile(name, profile));
        } catch (problem) {
            setError(`${failed} ${(problem as Error).message}`);
        }
        if (input.current) input.current.value = "";
    };
    return (
        <>
            {error && <p class="field-error" role="alert">{error}</p>}
            <input ref={input} type="file" accept=".json,application/json" class="hidden" tabIndex={-1}
                aria-label={label} onChange={() => void chosen()} />
            <button type="button" onClick={() => input.current?.click()}><Icon name="link" />{label}</button>
        </>
    );
}
