// Hands a file to the person, as a download.

export function saveFile(name: string, bytes: Blob): void {
    const url = URL.createObjectURL(bytes);
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export const saveJson = (name: string, value: unknown): void =>
    saveFile(name, new Blob([JSON.stringify(value, null, 2) + "\n"], { type: "application/json" }));

// A name for a file, from what a person called something.
export const fileName = (name: string): string =>
    name.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "profile";
