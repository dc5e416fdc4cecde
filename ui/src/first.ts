// Runs before the first paint: the theme that was chosen, or the system's, so that nothing flashes.

let chosen: string | null = null;
try {
    chosen = localStorage.getItem("smartpick.theme");
} catch {
    // Storage is closed to this page: the system's theme holds.
}
const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
document.documentElement.dataset.theme = dark ? "dark" : "light";
