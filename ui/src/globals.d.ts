declare const MAP_URL: string; // set by build.mjs
