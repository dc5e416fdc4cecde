// A number that is handed on when its field is left, or at Enter, brought within its limits.
// Until then what is typed stands, whatever else on the page is drawn anew meanwhile.

import { useState } from "preact/hooks";

export function NumberInput({ value, min, max, step = 1, label, set }: {
    value: number; min: number; max: number; step?: number | "any"; label?: string; set: (value: number) => void;
}) {
    const [typed, setTyped] = useState<string | null>(null);
    return (
        <input type="number" min={min} max={max} step={step} value={typed ?? value} aria-label={label}
            inputMode={step === "any" ? "decimal" : "numeric"}
            onInput={(event) => setTyped(event.currentTarget.value)}
            onChange={(event) => {
                setTyped(null);
                set(Math.min(max, Math.max(min, Number(event.currentTarget.value) || 0)));
            }}
            onBlur={() => setTyped(null)} />
    );
}
