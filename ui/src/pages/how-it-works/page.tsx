// How it works: the model in plain words, how well it repeats what was published, what it
// rests on, and what it cannot know.

import { dots } from "../../charts/dots";
import { Figure } from "../../charts/figure";
import { link } from "../../router";
import { answer } from "../../state";
import { Term } from "../../parts/term";
import { ValidationPart } from "./validation";
import { words } from "./words";

// For a reader without a profile, a chance that is nobody's.
const example = { value: 0.5, low: 0.35, high: 0.65, basis: "" };

export default function HowItWorks() {
    const chance = answer.value?.chance ?? example;
    return (
        <div class="how-it-works">
            <h1>{words.title}</h1>
            <p class="big-lead">{words.lead}</p>
            <section>
                <h2>{words.steps}</h2>
                <ol class="steps">{words.step.map(([head, text]) => <li key={head}><b>{head}</b> {text}</li>)}</ol>
                <p class="hint">“<Term word="signal" />”, “<Term word="IMG" />”, “<Term word="NRMP" />”, “<Term word="rank list" />”: {words.press}</p>
            </section>
            <section class="card">
                <h2>{words.hundred}</h2>
                <p>{words.hundredText}</p>
                <Figure draw={(width) => dots({ chance, what: words.dotsWhat, basis: chance.basis ? `Your own chance. Rests on: ${chance.basis}.` : "An example, nobody's chance." }, width)} />
                <p class="hint">{words.hundredRead}</p>
            </section>
            <section>
                <h2>{words.two}</h2>
                <p>{words.twoText}</p>
            </section>
            <section>
                <h2>{words.from}</h2>
                <div class="scroll" tabIndex={0} role="region" aria-label={words.from}>
                    <table class="plain rests-on">
                        <thead><tr>{words.fromHead.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
                        <tbody>{words.fromRows.map(([what, on, sure]) => <tr key={what}><th scope="row">{what}</th><td>{on}</td><td>{sure}</td></tr>)}</tbody>
                    </table>
                </div>
                <p><a href={link("/data")}>{words.allSources}</a></p>
            </section>
            <section>
                <h2>{words.check}</h2>
                <p>{words.checkText}</p>
                <ValidationPart />
            </section>
            <div class="side-by-side">
                <section class="card"><h2>{words.cannot}</h2><ul>{words.cannotList.map((one) => <li key={one}>{one}</li>)}</ul></section>
                <section class="card"><h2>{words.never}</h2><ul>{words.neverList.map((one) => <li key={one}>{one}</li>)}</ul></section>
            </div>
            <p class="dim">{words.after}</p>
        </div>
    );
}
