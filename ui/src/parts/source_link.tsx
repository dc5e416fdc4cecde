// A source with its date, and the way to its row on the page Data.

import { useEffect } from "preact/hooks";
import { date } from "../format";
import { link } from "../router";
import { needSources, shortTitle, sources } from "../sources";

export function SourceLink({ name, asOf }: { name: string; asOf?: string }) {
    useEffect(needSources, []);
    const found = sources.value.get(name);
    return (
        <>
            {found ? <a class="source-link" title={found.title} href={link("/data", { source: name })}>{shortTitle(found.title)}</a> : name}
            {asOf ? `, ${date(asOf)}` : ""}
        </>
    );
}
