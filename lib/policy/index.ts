/** Rules about what a stage declares and about what a run would change. Does not import Pulumi. */
export { type DeclaredGitLab, judgeChanges, mayDelete, type RunPolicy } from "./change-rules.ts";
export { judgeDeclared } from "./declared.ts";
export { exceptionProblems } from "./exceptions.ts";
export { isAboutRun, type PolicyResult, parsePolicyLine, policyLine, policyProblem } from "./result.ts";
