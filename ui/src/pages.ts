// The pages: address, name, and how to load each.  What stands here is built; the frame shows
// nothing else.  `nav` is the place in the navigation, `phone` in the bottom bar of a phone.

import type { ComponentType } from "preact";
import { words } from "./words";

export interface Page {
    name: string;
    address: RegExp; // its first group, where it has one, is handed to the page as `item`
    href: string;
    label: string;
    icon: string; // of parts/icon.tsx
    nav?: number;
    phone?: number;
    needsProfile?: boolean;
    covers?: RegExp; // addresses of which this is the entry in the navigation
    load: () => Promise<{ default: ComponentType<{ item: string }> }>;
}

const label = words.pages;

export const pages: Page[] = [
    { name: "start", address: /^\/$/, href: "/", label: label.start, icon: "start", nav: 1, phone: 1,
      load: () => import("./pages/start/page") },
    { name: "list", address: /^\/list$/, href: "/list", label: label.list, icon: "list", nav: 2,
      phone: 2, needsProfile: true, load: () => import("./pages/list/page") },
    { name: "how-many", address: /^\/how-many$/, href: "/how-many", label: label.howMany,
      icon: "curve", nav: 3, phone: 3, needsProfile: true, load: () => import("./pages/how-many/page") },
    { name: "what-if", address: /^\/what-if$/, href: "/what-if", label: label.whatIf,
      icon: "whatif", nav: 4, phone: 4, needsProfile: true, load: () => import("./pages/what-if/page") },
    { name: "signals", address: /^\/signals$/, href: "/signals", label: label.signals,
      icon: "signals", nav: 5, needsProfile: true, load: () => import("./pages/signals/page") },
    { name: "program", address: /^\/program\/([A-Za-z0-9]{9})$/, href: "/program/CODE", label: label.program,
      icon: "hospital", needsProfile: true, load: () => import("./pages/program/page") },
    { name: "compare", address: /^\/compare$/, href: "/compare", label: label.compare,
      icon: "compare", needsProfile: true, load: () => import("./pages/compare/page") },
    { name: "experience", address: /^\/experience$/, href: "/experience", label: label.experience,
      icon: "hospital", nav: 6, needsProfile: true, covers: /^\/experience(\/|$)/,
      load: () => import("./pages/experience/page") },
    { name: "schedule", address: /^\/experience\/schedule$/, href: "/experience/schedule", label: label.schedule,
      icon: "list", needsProfile: true, load: () => import("./pages/schedule/page") },
    { name: "board", address: /^\/experience\/board$/, href: "/experience/board", label: label.board,
      icon: "list", needsProfile: true, load: () => import("./pages/board/page") },
    { name: "data", address: /^\/data$/, href: "/data", label: label.data,
      icon: "data", nav: 7, load: () => import("./pages/data/page") },
    { name: "how-it-works", address: /^\/how-it-works$/, href: "/how-it-works", label: label.howItWorks,
      icon: "how", nav: 8, load: () => import("./pages/how-it-works/page") },
    { name: "about-me", address: /^\/about-me$/, href: "/about-me", label: label.aboutMe,
      icon: "person", needsProfile: true, load: () => import("./pages/about-me/page") },
];

export const inNavigation = pages.filter((page) => page.nav).sort((a, b) => a.nav! - b.nav!);
export const onPhone = pages.filter((page) => page.phone).sort((a, b) => a.phone! - b.phone!).slice(0, 5);

export function find(pathname: string): { page: Page; item: string } | null {
    for (const page of pages) {
        const found = page.address.exec(pathname);
        if (found) return { page, item: decodeURIComponent(found[1] ?? "") };
    }
    return null;
}

// Whether an entry of the navigation leads to the page at an address.
export const covers = (page: Page, pathname: string): boolean => (page.covers ?? page.address).test(pathname);
