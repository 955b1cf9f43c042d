/** The remedy for a change that is more than data. */
export const readFirst = "let a maintainer read it first";
