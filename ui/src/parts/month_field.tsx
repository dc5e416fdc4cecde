// A month and a year, as two plain controls: date pickers differ too much between browsers.

import { words } from "../pages/start/words";

const locale = navigator.language;
const names = Array.from({ length: 12 }, (_, i) =>
    new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2024, i, 1))));

export function MonthField({ id, month, year, set, describedBy, wrong }: {
    id: string; month: string; year: string; set: (month: string, year: string) => void;
    describedBy?: string | undefined; wrong?: boolean;
}) {
    return (
        <div class="row">
            <label class="part">{words.graduation.month}
                <select id={id} value={month} aria-describedby={describedBy} aria-invalid={wrong || undefined}
                    onChange={(event) => set(event.currentTarget.value, year)}>
                    <option value="">–</option>
                    {names.map((name, i) => (
                        <option key={name} value={String(i + 1).padStart(2, "0")}>{name}</option>
                    ))}
                </select>
            </label>
            <label class="part">{words.graduation.year}
                <input type="text" inputMode="numeric" class="four" value={year} maxLength={4}
                    aria-invalid={wrong || undefined}
                    onInput={(event) => set(month, event.currentTarget.value.trim())} />
            </label>
        </div>
    );
}
