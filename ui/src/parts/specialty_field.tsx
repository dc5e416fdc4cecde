// Chooses specialties: a text with proposals, the largest as buttons, what is chosen as chips.

import { useState } from "preact/hooks";
import { count } from "../format";
import { session } from "../state";
import { words as text } from "../pages/start/words";
import { Icon } from "./icon";

const words = text.specialties;

export function SpecialtyField({ id, chosen, set, describedBy, wrong }: {
    id: string; chosen: string[]; set: (chosen: string[]) => void; describedBy?: string | undefined;
    wrong?: boolean;
}) {
    const [typed, setTyped] = useState("");
    const [unknown, setUnknown] = useState("");
    const all = session.value?.specialties ?? [];
    const largest = [...all].sort((a, b) => b.tracks - a.tracks).slice(0, 6);
    const add = (given: string) => {
        const wanted = given.trim().toLowerCase();
        if (!wanted) return;
        const starting = all.filter((one) => one.name.toLowerCase().startsWith(wanted));
        const found = all.find((one) => one.name.toLowerCase() === wanted) ??
            (starting.length === 1 ? starting[0] : undefined);
        setUnknown(found ? "" : given.trim());
        if (!found) return;
        setTyped("");
        if (!chosen.includes(found.name)) set([...chosen, found.name]);
    };
    return (
        <div class="specialty-field">
            {chosen.length > 0 && (
                <ul class="chosen" aria-label={words.chosen}>
                    {chosen.map((name) => (
                        <li key={name}>{name}
                            <button type="button" class="quiet" aria-label={words.remove(name)}
                                onClick={() => set(chosen.filter((one) => one !== name))}>
                                <Icon name="close" />
                            </button>
                        </li>
                    ))}
                </ul>
            )}
            {unknown && <p class="field-error" role="alert">{words.unknown(unknown)}</p>}
            <div class="row tight">
                <input id={id} type="text" list={`${id}-all`} value={typed} autocomplete="off"
                    aria-describedby={describedBy} aria-invalid={wrong || unknown !== "" || undefined}
                    onInput={(event) => {
                        const value = event.currentTarget.value;
                        setTyped(value);
                        if (all.some((one) => one.name === value)) add(value); // chosen from the proposals
                    }}
                    onKeyDown={(event) => event.key === "Enter" && (event.preventDefault(), add(typed))} />
                <button type="button" onClick={() => add(typed)}>{words.add}</button>
            </div>
            <datalist id={`${id}-all`}>
                {all.filter((one) => !chosen.includes(one.name)).map((one) => <option key={one.code} value={one.name} />)}
            </datalist>
            <div class="row tight quick">
                {largest.filter((one) => !chosen.includes(one.name)).map((one) => (
                    <button type="button" class="small" key={one.code} onClick={() => add(one.name)}>
                        <Icon name="plus" />{one.name}<span class="dim">{count(one.tracks)}</span>
                    </button>
                ))}
            </div>
        </div>
    );
}
