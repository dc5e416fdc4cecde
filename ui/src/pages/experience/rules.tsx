// Which visa allows what, and who else pays: both asked for when they are opened.

import { useState } from "preact/hooks";
import { experience, type Visit } from "../../experience";
import { useLoad } from "../../load";
import { Failed, Loading } from "../../parts/states";
import { link } from "../../router";
import { record, session } from "../../state";
import { ageText, feeText, placeText, sourceText, words } from "./words";

const chip = { allowed: "safer", conditional: "target", "not allowed": "reach", unclear: "ask" } as const;
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

// Kinds of stay with the same answer share a line.
function linesOf(kinds: { kind: string; visas: Visit[] }[], name: string): { kinds: string[]; visit: Visit }[] {
    const lines = new Map<string, { kinds: string[]; visit: Visit }>();
    for (const { kind, visas } of kinds) {
        const visit = visas.find((one) => one.class === name);
        if (!visit || kind === "telehealth") continue;
        const key = [visit.allowed, visit.why, visit.basis].join("|");
        const line = lines.get(key);
        if (line) line.kinds.push(kind);
        else lines.set(key, { kinds: [kind], visit });
    }
    return [...lines.values()];
}

function VisaTable({ who }: { who: string }) {
    const one = record.value!;
    const said = useLoad(`visas ${one.id} ${one.version} ${who}`, (stop) => experience.visas(one.id, who, stop));
    if (said.error) return <Failed error={said.error} again={said.again} inline />;
    if (!said.value) return <Loading text={words.rules.loading} />;
    const today = session.value?.today ?? "";
    const names = said.value.kinds[0]?.visas.map((visit) => visit.class ?? "") ?? [];
    return (
        <table class="plain exp-rules">
            <thead><tr>{words.rules.columns.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
            <tbody>{names.map((name) => linesOf(said.value!.kinds, name).map(({ kinds, visit }, i) => (
                <tr key={name + i}>
                    <th scope="row"><span class={i > 0 ? "exp-again" : ""}>{name}</span></th>
                    <td>{upper(kinds.map((kind) => (words.kind[kind] ?? kind).toLowerCase()).join(", "))}</td>
                    <td><span class={`chip ${chip[visit.allowed]}`}>{words.rules.answer[visit.allowed]}</span></td>
                    <td>{upper(visit.why)}.</td>
                    <td>{visit.basis ? <>{visit.basis}<small>{sourceText(visit.source, visit.as_of)}
                        {visit.as_of && ` (${ageText(visit.as_of, today)})`}{visit.certainty && `; ${words.visaSure.toLowerCase()}: ${visit.certainty}`}</small></>
                        : <span class="unknown">{words.noBasis}</span>}</td>
                </tr>
            )))}</tbody>
        </table>
    );
}

function Visas() {
    const [who, setWho] = useState("");
    return (
        <>
            <p class="hint">{words.rules.lead}</p>
            <label class="facet exp-stay">{words.rules.who}
                <select value={who} onChange={(event) => setWho(event.currentTarget.value)}>
                    <option value="">{words.rules.asProfile}</option>
                    {words.forWhom.slice(0, 2).map(([key, text]) => <option key={key} value={key}>{text}</option>)}
                </select></label>
            <VisaTable who={who} />
            <p class="exp-warning">{words.askBoth}</p>
        </>
    );
}

function Money() {
    const said = useLoad("money", (stop) => experience.money(stop));
    if (said.error) return <Failed error={said.error} again={said.again} inline />;
    if (!said.value) return <Loading text={words.rules.loading} />;
    const { grants, hosts } = said.value;
    return (
        <div class="exp-columns">
            <section><h3>{words.money.grants}</h3>
                <ul class="exp-grants">{grants.map((grant) => (
                    <li key={grant.id}>{grant.link ? <a href={grant.link} target="_blank" rel="noreferrer noopener">{grant.name}</a> : <b>{grant.name}</b>}: {grant.what}{" "}
                        <span class="dim">{upper(words.grantImg[grant.open_to_img === null ? "unknown" : grant.open_to_img ? "yes" : "no"])}; {sourceText(grant.source, grant.as_of)}; {words.visaSure.toLowerCase()}: {grant.certainty}</span></li>
                ))}</ul></section>
            <section><h3>{words.money.hosts(hosts.length)}</h3>
                <p class="hint">{words.money.hostsLead}</p>
                <ul class="exp-grants">{hosts.map((host) => (
                    <li key={host.id}><a href={link("/experience", { open: host.id })}>{host.institution}</a>, {placeText(host)}: {feeText(host.cost)}
                        {host.cost.stated === "estimate" && ` (${words.anEstimate})`}</li>
                ))}</ul></section>
        </div>
    );
}

function Fold({ title, children }: { title: string; children: () => preact.JSX.Element }) {
    const [open, setOpen] = useState(false);
    return (
        <details class="exp-fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
            <summary><h2>{title}</h2></summary>
            {open && children()}
        </details>
    );
}

export const Rules = () => (
    <section class="exp-more">
        <Fold title={words.rules.title}>{() => <Visas />}</Fold>
        <Fold title={words.money.title}>{() => <Money />}</Fold>
    </section>
);
