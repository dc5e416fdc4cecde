// The three parts of Experience, below its heading.

import { link, path } from "../router";
import { words } from "../words";

const parts = [["/experience", words.pages.openings], ["/experience/schedule", words.pages.schedule],
    ["/experience/board", words.pages.board]] as const;

export const ExperienceTabs = () => (
    <nav class="tabs no-print" aria-label={words.pages.experienceParts}>
        {parts.map(([href, label]) => (
            <a key={href} href={link(href)} aria-current={path.value === href ? "page" : undefined}>{label}</a>
        ))}
    </nav>
);
