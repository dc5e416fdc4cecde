// Light, dark, or as the system has it.  first.ts sets it before the first paint.

import { effect, signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";
const KEY = "smartpick.theme";

function kept(): Theme {
    try {
        const text = localStorage.getItem(KEY);
        return text === "light" || text === "dark" ? text : "system";
    } catch {
        return "system";
    }
}

export const theme = signal<Theme>(kept());

export function startTheme(): void {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const systemDark = signal(system.matches);
    system.addEventListener("change", () => (systemDark.value = system.matches));
    effect(() => {
        const dark = theme.value === "system" ? systemDark.value : theme.value === "dark";
        document.documentElement.dataset.theme = dark ? "dark" : "light";
        try {
            if (theme.value === "system") localStorage.removeItem(KEY);
            else localStorage.setItem(KEY, theme.value);
        } catch {
            // No storage: the choice lasts as long as the page.
        }
    });
}
