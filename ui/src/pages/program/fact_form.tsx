// What a person found out about a program: the answer, where, and when.

import { useState } from "preact/hooks";
import { api } from "../../api";
import { isNumber } from "../../facts";
import { Dialog } from "../../parts/dialog";
import { session } from "../../state";
import { did } from "../../undo";
import { words } from "./words";

export function FactForm({ code, name, label, close, kept }: {
    code: string; name: string; label: string; close: () => void; kept: () => void;
}) {
    const number = isNumber(name);
    const [value, setValue] = useState(number ? "" : "yes");
    const [source, setSource] = useState("");
    const [day, setDay] = useState(session.value?.today ?? "");
    const [error, setError] = useState<string | null>(null);
    const keep = async (event: Event) => {
        event.preventDefault();
        try {
            await api.saveFact(code, name, { value, source: source.trim(), as_of: day });
            did(words.didFact(label), async () => (await api.removeFact(code, name), kept()));
            kept();
        } catch (problem) {
            setError((problem as Error).message);
        }
    };
    return (
        <Dialog title={words.dialogTitle(label)} close={close}>
            <form onSubmit={keep}>
                {error && <p class="field-error" role="alert">{error}</p>}
                <div class="field">
                    <label for="found-value">{words.foundValue}</label>
                    {number
                        ? <input id="found-value" type="number" min={0} step="any" required value={value} onInput={(event) => setValue(event.currentTarget.value)} />
                        : <select id="found-value" value={value} onChange={(event) => setValue(event.currentTarget.value)}>
                            <option value="yes">{words.yes}</option><option value="no">{words.no}</option>
                        </select>}
                </div>
                <div class="field">
                    <label for="found-source">{words.foundSource}</label>
                    <p class="hint" id="found-source-hint">{words.foundSourceHint}</p>
                    <input id="found-source" type="text" required maxLength={200} aria-describedby="found-source-hint" value={source} onInput={(event) => setSource(event.currentTarget.value)} />
                </div>
                <div class="field">
                    <label for="found-date">{words.foundDate}</label>
                    <input id="found-date" type="date" required max={session.value?.today} value={day} onInput={(event) => setDay(event.currentTarget.value)} />
                </div>
                <button type="submit" class="main">{words.keep}</button>
            </form>
        </Dialog>
    );
}
