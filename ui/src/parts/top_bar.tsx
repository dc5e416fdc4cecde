// Whose profile and which season, search, whether all is saved, light and dark.

import { keysOpen, openSearch } from "../keys";
import { link } from "../router";
import { record, saving, session } from "../state";
import { theme, type Theme } from "../theme";
import { words } from "../words";
import { Icon } from "./icon";
import { Menu } from "./menu";

const order: Theme[] = ["system", "light", "dark"];

function ThemeButton() {
    const now = theme.value;
    const label = `${words.top.theme}: ${words.top[now]}`;
    const next = () => (theme.value = order[(order.indexOf(now) + 1) % order.length]!);
    return (
        <button type="button" class="quiet" aria-label={label} title={label} onClick={next}>
            <Icon name={now} />
        </button>
    );
}

function ProfileMenu() {
    const one = record.value;
    const others = session.value?.profiles.filter((other) => other.id !== one?.id) ?? [];
    if (!one && others.length === 0) return <span class="dim">{words.top.noProfile}</span>;
    return (
        <Menu label={`${words.top.profile}: ${one?.name ?? words.top.noProfile}`} shown={
            <><Icon name="person" /><span class="profile-name">{one?.name ?? words.top.noProfile}</span></>
        }>
            <ul>
                {one && <li><a href={link("/about-me")}><Icon name="person" />{words.pages.aboutMe}</a></li>}
                {others.map((other) => (
                    <li key={other.id}>
                        <a href={`/list?p=${other.id}`}>
                            <Icon name="right" /><span class="profile-name">{other.name}</span>
                        </a>
                    </li>
                ))}
                {(session.value?.profile_count ?? 0) > (session.value?.profiles.length ?? 0) &&
                    <li><a href="/#kept-title"><Icon name="search" />{words.top.allProfiles}</a></li>}
                <li><a href="/"><Icon name="plus" />{words.pages.start}</a></li>
            </ul>
        </Menu>
    );
}

export function TopBar() {
    const season = Number(record.value?.profile.season ?? session.value?.season ?? 0);
    const state = saving.value;
    return (
        <header class="top-bar">
            <a class="brand" href={link("/")}>{words.name}</a>
            <ProfileMenu />
            {season > 0 && (
                <span class="season" title={words.top.seasonHint(season)}>{words.top.season(season)}</span>
            )}
            <span class="spring" />
            {record.value && (
                <span class={`saving ${state}`} role="status">
                    {state === "saved" && <Icon name="check" />}{words.saving[state]}
                </span>
            )}
            <button type="button" class="search-button" aria-keyshortcuts="/"
                onClick={openSearch} aria-label={words.top.search}>
                <Icon name="search" /><span>{words.top.searchShort}</span><kbd aria-hidden="true">/</kbd>
            </button>
            <ThemeButton />
            <button type="button" class="quiet wide-only" aria-label={words.keys.title} title={`${words.keys.title} (?)`}
                onClick={() => (keysOpen.value = true)}>
                <Icon name="keys" />
            </button>
        </header>
    );
}
