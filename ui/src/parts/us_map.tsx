// The states in quiet grey, and circles on them.  The picture of the states is made by
// ui/map.mjs; places are projected here in the same way, Puerto Rico into its inset.

import { geoAlbersUsa, geoMercator } from "d3-geo";
import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";

interface Picture {
    width: number; height: number; states: { state: string; path: string }[];
    inset: { x: number; y: number; width: number; height: number };
    island: { scale: number; translate: [number, number] };
}
const picture = signal<Picture | null>(null);
let asked = false;

function needPicture(): void {
    if (asked) return;
    asked = true;
    fetch(MAP_URL).then((answer) => answer.json()).then(
        (map: Picture) => (picture.value = map), () => (asked = false));
}

export interface Spot {
    id: string; longitude: number; latitude: number; state: string;
    size: number; // positions
    strength: number; // 0..1, of the colour
    title: string;
}

interface Circle { spot: Spot; x: number; y: number; r: number }

const radius = (size: number): number => 4.5 + 1.7 * Math.sqrt(Math.max(1, size));

// Large ones first, so that small ones lie on top; those of one city are set side by side on a
// spiral instead of behind each other.
export function placed(spots: Spot[], project: (spot: Spot) => [number, number] | null): Circle[] {
    const taken = new Map<string, number>();
    return [...spots].sort((a, b) => b.size - a.size || a.id.localeCompare(b.id)).flatMap((spot) => {
        const at = project(spot);
        if (!at) return [];
        const key = `${at[0].toFixed(0)} ${at[1].toFixed(0)}`;
        const n = taken.get(key) ?? 0;
        taken.set(key, n + 1);
        const angle = n * 2.4, far = 7 * Math.sqrt(n);
        return [{ spot, x: at[0] + far * Math.cos(angle), y: at[1] + far * Math.sin(angle), r: radius(spot.size) }];
    });
}

function projections(map: Picture): (spot: Spot) => [number, number] | null {
    const usa = geoAlbersUsa().scale(1300).translate([487.5, 305]);
    const island = geoMercator().scale(map.island.scale).translate(map.island.translate);
    return (spot) => (spot.state === "PR" ? island : usa)([spot.longitude, spot.latitude]);
}

export function UsMap({ spots, label, state, chooseState, choose, chosen }: {
    spots: Spot[]; label: string; state: string; chooseState: (state: string) => void;
    choose: (id: string) => void; chosen: string;
}) {
    useEffect(needPicture, []);
    const map = picture.value;
    const circles = useMemo(() => (map ? placed(spots, projections(map)) : []), [map, spots]);
    if (!map) return <div class="us-map waiting" />;
    const { inset } = map;
    return (
        <svg class="us-map" viewBox={`0 0 ${map.width} ${map.height}`} role="img" aria-label={label}>
            <rect class="inset" x={inset.x} y={inset.y} width={inset.width} height={inset.height} rx="6" />
            <g class="states">
                {map.states.map((one) => (
                    <path key={one.state} d={one.path} class={state && state !== one.state ? "off" : undefined}
                        onClick={() => chooseState(state === one.state ? "" : one.state)} />
                ))}
            </g>
            <text class="inset-name" x={inset.x + inset.width} y={inset.y - 8}>Puerto Rico</text>
            <g class="circles">
                {circles.map(({ spot, x, y, r }) => (
                    <circle key={spot.id} cx={x} cy={y} r={r} fill-opacity={0.25 + 0.75 * spot.strength}
                        class={spot.id === chosen ? "chosen" : undefined} onClick={() => choose(spot.id)}>
                        <title>{spot.title}</title>
                    </circle>
                ))}
            </g>
        </svg>
    );
}
