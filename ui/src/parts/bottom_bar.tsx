// The navigation of a phone: four pages, and the rest behind "More".

import { useEffect, useState } from "preact/hooks";
import { covers, inNavigation, onPhone, type Page } from "../pages";
import { link, path } from "../router";
import { words } from "../words";
import { Icon } from "./icon";

export function BottomBar() {
    const [open, setOpen] = useState(false);
    const rest = inNavigation.filter((page) => !onPhone.includes(page));
    const here = path.value;
    useEffect(() => setOpen(false), [here]);
    const current = (page: Page) => (covers(page, here) ? "page" as const : undefined);
    return (
        <nav class="bottom-bar" aria-label={words.pages.navigation}
            onKeyDown={(event) => event.key === "Escape" && setOpen(false)}>
            {open && (
                <ul class="bottom-more" id="bottom-more">
                    {rest.map((page) => (
                        <li key={page.name}>
                            <a href={link(page.href)} aria-current={current(page)}>
                                <Icon name={page.icon} />{page.label}
                            </a>
                        </li>
                    ))}
                </ul>
            )}
            <ul>
                {onPhone.map((page) => (
                    <li key={page.name}>
                        <a href={link(page.href)} aria-current={current(page)}>
                            <Icon name={page.icon} /><span>{page.label}</span>
                        </a>
                    </li>
                ))}
                {rest.length > 0 && (
                    <li>
                        <button type="button" aria-expanded={open} aria-controls="bottom-more"
                            onClick={() => setOpen(!open)}>
                            <Icon name="more" /><span>{words.pages.more}</span>
                        </button>
                    </li>
                )}
            </ul>
        </nav>
    );
}
