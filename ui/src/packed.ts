// A packed document (docs/api.md, packed), read: each key and each text stands in it once.

export interface Packed { value: unknown; shapes: string[][] }

export function unpack(packed: Packed): unknown {
    const texts: string[] = [];
    const text = (said: string): string => {
        if (said.startsWith("~~")) return said.slice(2);
        if (said.startsWith("~")) return texts[Number(said.slice(1))]!;
        texts.push(said);
        return said;
    };
    const read = (said: unknown): unknown => {
        if (typeof said === "string") return text(said);
        if (!Array.isArray(said)) return said;
        const keys = packed.shapes[said[said.length - 1] as number];
        if (!keys) return said.slice(0, -1).map(read);
        const made: Record<string, unknown> = {};
        keys.forEach((key, i) => (made[key] = read(said[i])));
        return made;
    };
    return read(packed.value);
}
