// The notice, and where the numbers come from: at the end of every page.

import { pages } from "../pages";
import { link } from "../router";
import { session } from "../state";
import { words } from "../words";

export function Foot() {
    const data = pages.find((page) => page.name === "data");
    const version = session.value?.version;
    return (
        <footer class="foot">
            <p>{words.notice} {words.footer.private}</p>
            <p class="row">
                {data && <a href={link(data.href)}>{words.footer.sources}</a>}
                <a href="/licenses.txt">{words.footer.licences}</a>
                {version && <span>{words.footer.version(version)}</span>}
            </p>
        </footer>
    );
}
