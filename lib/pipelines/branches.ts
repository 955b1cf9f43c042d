import type { ProtectedBranch } from "./kind.ts";

/** Changes come by merge requests, which maintainers merge. */
export const main: ProtectedBranch = { name: "main", push: "maintainer", merge: "maintainer" };

export const dev: ProtectedBranch = { name: "dev", push: "developer", merge: "developer" };

/** Only maintainers merge into it. They merge what has been on staging. */
export const production: ProtectedBranch = { name: "production", push: "maintainer", merge: "maintainer" };

export const mainAndDev: readonly ProtectedBranch[] = [main, dev];
