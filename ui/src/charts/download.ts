// download.ts: a picture or a table as a file
//
// A picture that leaves the page takes its colours and its type along: what the style
// sheet says is written into the copy.
import { saveFile } from "../parts/save_file";
import { tableCsv, type Chart } from "./chart";

const carried = [
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap",
    "opacity", "font-family", "font-size", "font-weight",
] as const;

// The picture as a document of its own, on the ground of the page.
export function standalone(svg: SVGSVGElement, title: string): string {
    const copy = svg.cloneNode(true) as SVGSVGElement;
    const from = [svg, ...svg.querySelectorAll<SVGElement>("*")];
    const to = [copy, ...copy.querySelectorAll<SVGElement>("*")];
    from.forEach((element, i) => {
        const style = getComputedStyle(element);
        for (const name of carried) to[i]!.setAttribute(name, style.getPropertyValue(name));
        to[i]!.removeAttribute("class");
    });
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    ground.setAttribute("width", "100%");
    ground.setAttribute("height", "100%");
    ground.setAttribute("fill", getComputedStyle(svg.closest(".card") ?? document.body).backgroundColor);
    const name = document.createElementNS("http://www.w3.org/2000/svg", "title");
    name.textContent = title;
    copy.prepend(name, ground);
    return new XMLSerializer().serializeToString(copy);
}

export const handSvg = (chart: Chart, svg: SVGSVGElement): void =>
    saveFile(`${chart.name}.svg`, new Blob([standalone(svg, chart.title)], { type: "image/svg+xml" }));

// The byte order mark tells a spreadsheet that it is UTF-8.
export const handCsv = (chart: Chart): void =>
    saveFile(`${chart.name}.csv`, new Blob(["\ufeff", tableCsv(chart.table)], { type: "text/csv;charset=utf-8" }));
