// Two tabs changed the same profile: both versions side by side, and the person chooses.

import { conflict, settle } from "../state";
import type { Profile } from "../types";
import { words } from "../words";
import { Dialog } from "./dialog";

const shown = (value: unknown): string =>
    value === undefined ? words.conflict.none
        : typeof value === "string" ? value : JSON.stringify(value);

export function differences(mine: Profile, theirs: Profile): { field: string; mine: string; theirs: string }[] {
    const fields = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
    return [...fields]
        .filter((field) => JSON.stringify(mine[field]) !== JSON.stringify(theirs[field]))
        .map((field) => ({ field, mine: shown(mine[field]), theirs: shown(theirs[field]) }));
}

export function ConflictDialog() {
    const both = conflict.value;
    if (!both) return null;
    const rows = differences(both.mine.profile, both.theirs.profile);
    return (
        <Dialog title={words.conflict.title} close={() => settle("mine")} wide>
            <p>{words.conflict.text}</p>
            <div class="scroll" tabIndex={0} role="region" aria-label={words.conflict.differs}>
                <table class="plain">
                    <caption>{words.conflict.differs}</caption>
                    <thead><tr><th scope="col">{words.conflict.field}</th>
                        <th scope="col">{words.conflict.here}</th>
                        <th scope="col">{words.conflict.there}</th></tr></thead>
                    <tbody>{rows.map((row) => (
                        <tr key={row.field}><th scope="row">{row.field.replaceAll("_", " ")}</th>
                            <td>{row.mine}</td><td>{row.theirs}</td></tr>
                    ))}</tbody>
                </table>
            </div>
            <p class="row">
                <button type="button" class="main" onClick={() => settle("mine")}>{words.conflict.mine}</button>
                <button type="button" onClick={() => settle("theirs")}>{words.conflict.theirs}</button>
            </p>
        </Dialog>
    );
}
