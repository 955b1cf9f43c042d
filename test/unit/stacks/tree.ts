import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export const root = new URL("../../../stacks", import.meta.url).pathname;

export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly container_name: string;
  readonly ports: readonly string[];
  readonly volumes?: readonly string[];
}

export interface ShippedStack {
  /** `<host>/<stack>` */
  readonly name: string;
  /** Names in the stack's folder, sorted. */
  readonly files: readonly string[];
  readonly services: Readonly<Record<string, Service>>;
  text(file: string): string;
}

/** The shipped stacks, sorted by name. */
export const stacks: readonly ShippedStack[] = folders(root)
  .flatMap((host) => folders(join(root, host)).map((stack) => `${host}/${stack}`))
  .map((name) => {
    const text = (file: string) => readFileSync(join(root, name, file), "utf8");
    const files = readdirSync(join(root, name)).sort();
    return { name, files, services: parse(text("compose.yaml")).services, text };
  });

export const services = stacks.flatMap((stack) =>
  Object.entries(stack.services).map(([key, service]) => ({ stack, key, service })),
);

function folders(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
