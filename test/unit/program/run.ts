/**
 * Runs the program in the working folder with the configuration that the language host hands over in variables,
 * but on Pulumi's mock engine. Prints `{"outputs"}`, secret ones as `{"secret"}`, or `{"refused"}`: the message of
 * a RunError, of which Pulumi shows no stack trace. Any other failure is a crash.
 */
import * as pulumi from "@pulumi/pulumi";

await pulumi.runtime.setMocks(
  { newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: ({ inputs }) => inputs },
  "smallboat",
  "dev",
);
const monitor = pulumi.runtime.getMonitor() as unknown as Record<string, unknown>;
monitor.registerResourceHook = (_: unknown, callback: (error: null) => void) => callback(null);
monitor.registerErrorHook = monitor.registerResourceHook;
try {
  const program = await import("../../../index.ts");
  const outputs = await revealed(await program.default());
  console.log(JSON.stringify({ outputs }));
} catch (error) {
  if (!pulumi.RunError.isInstance(error)) throw error;
  console.log(JSON.stringify({ refused: error.message.split("\n") }));
}
await pulumi.runtime.disconnect();

async function revealed(value: unknown): Promise<unknown> {
  if (pulumi.Output.isInstance(value)) {
    const plain = await new Promise((resolve) => value.apply(resolve));
    return (await pulumi.isSecret(value)) ? { secret: plain } : plain;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(async ([key, each]) => [key, await revealed(each)]);
  return Object.fromEntries(await Promise.all(entries));
}
