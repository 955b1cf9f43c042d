import * as pulumi from "@pulumi/pulumi";

/**
 * Leaves out what the SDK does for those who debug it.
 *
 * - It takes a stack trace for each promise, a seventh of a run. The first frame is always the SDK's own, so none is taken.
 * - Of each resource it records the whole trace, a sixth of a state. The first frame outside the SDK says where the program declares
 *   it.
 * - It sends three messages for each resource to the engine, one after the other. Only `pulumi --debug` would show them.
 */
export function leaveOutSdkCosts(): void {
  Error.stackTraceLimit = 1;
  Error.prepareStackTrace = (error, frames) =>
    frames[0]?.getFunctionName() === "debuggablePromise"
      ? ""
      : [String(error), ...frames.slice(0, 6)].join("\n    at ");
  Object.assign(pulumi.log, { debug: async () => {} });
}
