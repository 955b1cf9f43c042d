/** What a run would change, as data. It turns Pulumi's preview into words of compose files; it reads and asks nothing. */
export type * from "./model.ts";
