/** Rules over what a stage declares, and over what a run would change. It loads nothing of Pulumi. */
export { type DeclaredGitLab, judgeChanges, mayDelete, type RunPolicy } from "./changes.ts";
export { judgeDeclared } from "./declared.ts";
export { exceptionProblems } from "./exceptions.ts";
export { type PolicyResult, parsePolicyLine, policyProblem } from "./result.ts";
