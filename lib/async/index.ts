/** Asynchronous work, limited in number. Imports nobody. */
export * from "./map-at-most.ts";
