// The map as the page needs it: one outline for each state, in the units of the picture.
//
// us-atlas has the states in Albers' projection, 975 by 610, with Alaska and Hawaii in insets;
// Puerto Rico is in the unprojected file only and gets an inset of its own.  The outlines are
// simplified to half a unit, rounded to a tenth and written as relative moves, which is a
// quarter of the size of the file they come from.  src/parts/us_map.tsx places programs with
// the same projections.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { feature } from "topojson-client";
import { geoMercator, geoPath } from "d3-geo";

export const inset = { name: "PR", x: 858, y: 548, width: 112, height: 50 };

const postal = {
    "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT",
    "10": "DE", "11": "DC", "12": "FL", "13": "GA", "15": "HI", "16": "ID", "17": "IL",
    "18": "IN", "19": "IA", "20": "KS", "21": "KY", "22": "LA", "23": "ME", "24": "MD",
    "25": "MA", "26": "MI", "27": "MN", "28": "MS", "29": "MO", "30": "MT", "31": "NE",
    "32": "NV", "33": "NH", "34": "NJ", "35": "NM", "36": "NY", "37": "NC", "38": "ND",
    "39": "OH", "40": "OK", "41": "OR", "42": "PA", "44": "RI", "45": "SC", "46": "SD",
    "47": "TN", "48": "TX", "49": "UT", "50": "VT", "51": "VA", "53": "WA", "54": "WV",
    "55": "WI", "56": "WY", "72": "PR",
};

// Relative moves in tenths, of the points that are at least half a unit apart.
function outline(rings) {
    let text = "";
    for (const ring of rings) {
        const points = [];
        for (const [x, y] of ring) {
            const last = points.at(-1);
            const next = [Math.round(x * 10), Math.round(y * 10)];
            if (!last || Math.abs(next[0] - last[0]) + Math.abs(next[1] - last[1]) >= 6)
                points.push(next);
        }
        if (points.length < 4) continue;
        text += `M${points[0][0] / 10} ${points[0][1] / 10}l`;
        for (let i = 1; i < points.length; i++)
            text += `${(points[i][0] - points[i - 1][0]) / 10} ${(points[i][1] - points[i - 1][1]) / 10} `;
        text = text.trimEnd() + "z";
    }
    return text.replaceAll(" -", "-").replace(/(^|[^0-9])0\./g, "$1.");
}

const polygons = (geometry) =>
    geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();

export async function map() {
    const at = createRequire(import.meta.url);
    const albers = JSON.parse(await readFile(at.resolve("us-atlas/states-albers-10m.json")));
    const plain = JSON.parse(await readFile(at.resolve("us-atlas/states-10m.json")));
    const states = feature(albers, albers.objects.states).features
        .filter((state) => postal[state.id])
        .map((state) => ({ state: postal[state.id], path: outline(polygons(state.geometry)) }));
    const island = feature(plain, plain.objects.states).features.find((state) => state.id === "72");
    const projection = geoMercator().fitExtent(
        [[inset.x + 8, inset.y + 8], [inset.x + inset.width - 8, inset.y + inset.height - 8]], island);
    const projected = [];
    const pen = geoPath(projection, {
        moveTo: (x, y) => projected.push([[x, y]]),
        lineTo: (x, y) => projected.at(-1).push([x, y]),
        closePath: () => {},
        arc: () => {},
    });
    pen(island);
    states.push({ state: "PR", path: outline(projected) });
    return {
        width: 975, height: 610, states: states.sort((a, b) => a.state.localeCompare(b.state)),
        inset, island: { scale: projection.scale(), translate: projection.translate() },
    };
}
