// The chance of matching, at the same place on every page.

import { count, money } from "../format";
import { profileId } from "../router";
import { answer, answerBusy, record } from "../state";
import { words } from "../words";
import { DotStrip } from "./dot_strip";

export function ChanceBand() {
    if (!profileId.value || !record.value) return null;
    const now = answer.value;
    if (!now)
        return (
            <section class="chance-band" aria-label={words.chance.label}>
                <p class="chance-figure dim">{answerBusy.value ? words.chance.waiting : "–"}</p>
            </section>
        );
    const share = now.chance;
    return (
        <section class={answerBusy.value ? "chance-band busy" : "chance-band"} aria-label={words.chance.label}
            aria-busy={answerBusy.value}>
            <div class="chance-words">
                <p class="chance-label">{words.chance.label}</p>
                <p class="chance-figure">
                    {words.chance.text(count(share.value * 100))}{" "}
                    <span class="dim">({count(share.low * 100)}–{count(share.high * 100)})</span>
                </p>
            </div>
            <DotStrip chance={share} />
            <p class="chance-basis">
                {words.chance.list(count(now.applications), money(now.cost_cents))}.{" "}
                {words.chance.rests}: {share.basis}.
            </p>
        </section>
    );
}
