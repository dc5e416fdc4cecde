// One control for each kind of field of the schema.  A control gets a value and hands on the
// next one, undefined when the field is not said any more.

import { useEffect, useRef, useState } from "preact/hooks";
import { session } from "../../state";
import type { SchemaField } from "../../types";
import { dateOf, numberOf, partsOf } from "./paths";
import { valueWords, words } from "./words";

export interface ControlProps {
    field: SchemaField; id: string; value: unknown; set: (value: unknown) => void;
    describedBy?: string | undefined;
}

export const inWords = (value: string): string => valueWords[value] ?? value.replaceAll("_", " ").replace(/^./, (c) => c.toUpperCase());

const PAUSE = 500; // ms after the last keystroke

// Text that becomes a value a moment after the last keystroke, and at once when it is left.
function useTyped(given: string, take: (text: string) => string) {
    const [text, setText] = useState(given);
    const [error, setError] = useState("");
    const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
    const dirty = useRef(false);
    useEffect(() => {
        if (!dirty.current) setText(given);
    }, [given]);
    useEffect(() => () => clearTimeout(timer.current), []);
    const commit = (now: string) => {
        clearTimeout(timer.current);
        if (!dirty.current) return;
        const wrong = take(now);
        setError(wrong);
        dirty.current = wrong !== "";
    };
    const input = (now: string) => {
        dirty.current = true;
        setText(now);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => commit(now), PAUSE);
    };
    return { text, error, input, commit };
}

const Wrong = ({ id, text }: { id: string; text: string }) =>
    text ? <p class="field-error" id={`${id}-wrong`} role="alert">{text}</p> : null;

export function NumberControl({ field, id, value, set, describedBy }: ControlProps) {
    const shown = typeof value === "number" ? String(value) : "";
    const typed = useTyped(shown, (text) => {
        const number = numberOf(text, field);
        if (number === null || (number === undefined && field.required))
            return words.wrongNumber(String(field.min ?? 0), String(field.max ?? ""), !!field.whole);
        set(number);
        return "";
    });
    const [asked, setAsked] = useState(false); // "no score yet" was unticked, and none is typed yet
    const none = field.nullable && value === null && !asked;
    return (
        <>
            <Wrong id={id} text={typed.error} />
            <input id={id} type="text" inputMode={field.whole ? "numeric" : "decimal"} class="four" value={none ? "" : typed.text}
                disabled={none} aria-invalid={typed.error ? true : undefined} aria-describedby={describedBy} autocomplete="off"
                onInput={(event) => typed.input(event.currentTarget.value)}
                onBlur={(event) => typed.commit(event.currentTarget.value)} />
            {field.nullable && (
                <label class="choice">
                    <input type="checkbox" checked={none}
                        onChange={(event) => {
                            setAsked(!event.currentTarget.checked);
                            if (event.currentTarget.checked) set(null);
                        }} />
                    <span>{words.noScore}</span>
                </label>
            )}
        </>
    );
}

export function TextControl({ field, id, value, set, describedBy }: ControlProps) {
    const typed = useTyped(typeof value === "string" ? value : "", (text) => {
        if (!text.trim() && field.required) return words.missing(field.label);
        set(text.trim() || undefined);
        return "";
    });
    const proposals = field.of === "specialty" ? session.value?.specialties.map((one) => one.name) : undefined;
    return (
        <>
            <Wrong id={id} text={typed.error} />
            <input id={id} type="text" maxLength={60} value={typed.text} aria-describedby={describedBy} autocomplete="off"
                list={proposals ? `${id}-proposals` : undefined} aria-invalid={typed.error ? true : undefined}
                onInput={(event) => typed.input(event.currentTarget.value)}
                onBlur={(event) => typed.commit(event.currentTarget.value)} />
            {proposals && <datalist id={`${id}-proposals`}>{proposals.map((one) => <option key={one} value={one} />)}</datalist>}
        </>
    );
}

export function ChoiceControl({ field, id, value, set, describedBy }: ControlProps) {
    const states = field.of === "state" ? session.value?.states : undefined;
    const options = states ? states.map((one) => [one.code, one.name] as const)
        : (field.values ?? []).map((one) => [one, inWords(one)] as const);
    return (
        <select id={id} value={typeof value === "string" ? value : ""} aria-describedby={describedBy}
            onChange={(event) => set(event.currentTarget.value || undefined)}>
            {(!field.required || value === undefined) && <option value="">{field.required ? words.choose : words.notSaid}</option>}
            {options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
        </select>
    );
}

// Yes, no, or not said: a field left out is never read as no.
export function BoolControl({ field, id, value, set }: ControlProps) {
    const options: [boolean | undefined, string][] = [[true, words.yes], [false, words.no], [undefined, words.notSaid]];
    return (
        <div class="three" role="radiogroup" aria-label={field.label}>
            {options.map(([key, text], i) => (
                <label class="choice" key={text}>
                    <input type="radio" id={i === 0 ? id : undefined} name={id} checked={value === key} onChange={() => set(key)} />
                    <span>{text}</span>
                </label>
            ))}
        </div>
    );
}

const monthNames = Array.from({ length: 12 }, (_, i) => new Intl.DateTimeFormat(
    typeof navigator === "undefined" ? "en" : navigator.language, { month: "long", timeZone: "UTC" })
    .format(new Date(Date.UTC(2024, i, 1))));

export function DateControl({ field, id, value, set, describedBy }: ControlProps) {
    const [parts, setParts] = useState(partsOf(value));
    const [error, setError] = useState("");
    useEffect(() => {
        if (typeof value === "string") setParts(partsOf(value));
    }, [value]);
    const change = (next: typeof parts) => {
        setParts(next);
        const text = dateOf(next.day, next.month, next.year);
        const started = next.year.length >= 4 || (!next.year && !next.month && !next.day);
        if (text === null || (text === undefined && field.required)) return setError(started ? words.wrongDate : "");
        setError("");
        if (text !== value) set(text);
    };
    return (
        <>
            <Wrong id={id} text={error} />
            <div class="row tight date" role="group" aria-label={field.label}>
                <label class="part">{words.month}
                    <select id={id} value={parts.month} aria-describedby={describedBy}
                        onChange={(event) => change({ ...parts, month: event.currentTarget.value })}>
                        <option value="">–</option>
                        {monthNames.map((name, i) => <option key={name} value={String(i + 1).padStart(2, "0")}>{name}</option>)}
                    </select>
                </label>
                <label class="part">{words.day}
                    <input type="text" inputMode="numeric" class="two" maxLength={2} value={parts.day}
                        onInput={(event) => change({ ...parts, day: event.currentTarget.value.trim() })} />
                </label>
                <label class="part">{words.year}
                    <input type="text" inputMode="numeric" class="four" maxLength={4} value={parts.year}
                        aria-invalid={error ? true : undefined}
                        onInput={(event) => change({ ...parts, year: event.currentTarget.value.trim() })} />
                </label>
            </div>
        </>
    );
}

// A list of values out of a few: a box each.
export function BoxesControl({ field, value, set, id }: ControlProps) {
    const chosen = Array.isArray(value) ? (value as string[]) : [];
    const options = field.of === "division" ? [...new Set(session.value?.states.map((one) => one.division) ?? [])]
        : field.values ?? [];
    const full = field.max !== null && field.max !== undefined && chosen.length >= field.max;
    const toggle = (one: string) => {
        const next = options.filter((option) => (option === one ? !chosen.includes(one) : chosen.includes(option)));
        set(next.length ? next : undefined);
    };
    return (
        <div class="boxes">
            {options.map((one, i) => (
                <label class="choice" key={one}>
                    <input type="checkbox" id={i === 0 ? id : undefined} checked={chosen.includes(one)}
                        disabled={full && !chosen.includes(one)} onChange={() => toggle(one)} />
                    <span>{inWords(one)}</span>
                </label>
            ))}
        </div>
    );
}

// A list of free words, typed with commas between them.
export function WordsControl({ id, value, set, describedBy }: ControlProps) {
    const typed = useTyped(Array.isArray(value) ? value.join(", ") : "", (text) => {
        const all = [...new Set(text.split(",").map((one) => one.trim()).filter(Boolean))];
        set(all.length ? all : undefined);
        return "";
    });
    return <input id={id} type="text" value={typed.text} aria-describedby={describedBy} autocomplete="off"
        onInput={(event) => typed.input(event.currentTarget.value)}
        onBlur={(event) => typed.commit(event.currentTarget.value)} />;
}

export function Control(props: ControlProps) {
    const { field } = props;
    if (field.kind === "enum" || field.of === "state") return <ChoiceControl {...props} />;
    if (field.kind === "bool") return <BoolControl {...props} />;
    if (field.kind === "number") return <NumberControl {...props} />;
    if (field.kind === "date") return <DateControl {...props} />;
    if (field.kind === "list") return field.values || field.of === "division" ? <BoxesControl {...props} /> : <WordsControl {...props} />;
    return <TextControl {...props} />;
}

// Controls that are several inputs are a group with a legend, not a label for one.
export const isGroup = (field: SchemaField): boolean =>
    field.kind === "bool" || field.kind === "date" || (field.kind === "list" && (!!field.values || field.of === "division"));
