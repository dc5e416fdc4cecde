// The keys, shown by `?`.  Those of a single letter can be switched off, for people whose
// speech or switch would press them by accident.

import { keysOpen, letterKeys } from "../keys";
import { words } from "../words";
import { Dialog } from "./dialog";

const Rows = ({ title, rows }: { title: string; rows: [string, string][] }) => (
    <section>
        <h3>{title}</h3>
        <dl class="keys">
            {rows.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}
        </dl>
    </section>
);

export function KeyList() {
    if (!keysOpen.value) return null;
    return (
        <Dialog title={words.keys.title} close={() => (keysOpen.value = false)}>
            <Rows title={words.keys.everywhere} rows={words.keys.rows} />
            <Rows title={words.keys.inList} rows={words.keys.list} />
            <label class="switch">
                <input type="checkbox" checked={letterKeys.value}
                    onChange={(event) => (letterKeys.value = event.currentTarget.checked)} />
                {words.keys.letters}
            </label>
        </Dialog>
    );
}
