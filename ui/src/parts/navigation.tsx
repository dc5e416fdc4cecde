// The pages, at the start edge of a wide window.

import { covers, inNavigation } from "../pages";
import { link, path } from "../router";
import { words } from "../words";
import { Icon } from "./icon";

export function Navigation() {
    return (
        <nav class="navigation" aria-label={words.pages.navigation}>
            <a class="brand" href={link("/")}>{words.name}</a>
            <ul>
                {inNavigation.map((page) => (
                    <li key={page.name}>
                        <a href={link(page.href)} aria-current={covers(page, path.value) ? "page" : undefined}>
                            <Icon name={page.icon} />{page.label}
                        </a>
                    </li>
                ))}
            </ul>
        </nav>
    );
}
