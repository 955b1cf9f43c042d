import type {
  ContainerFields,
  ContainerPlan,
  FileSystem,
  LoadedStack,
  Service,
  StackPlan,
} from "../../../lib/compose/index.ts";
import { loadStack, planStack } from "../../../lib/compose/index.ts";
import { ProblemError } from "../../../lib/problems/index.ts";

export const DIR = "/repo/stacks/Local/web";
export const LABEL = "stacks/Local/web";

/** A file system of what a test says: paths relative to the stack's folder. `*` before a name: executable. */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>>): FileSystem {
  const all = new Map(
    Object.entries(contents).map(([name, text]) => [`${DIR}/${name.replace("*", "")}`, text]),
  );
  const executable = new Set(
    Object.keys(contents).flatMap((name) => (name.startsWith("*") ? [`${DIR}/${name.slice(1)}`] : [])),
  );
  const isDir = (path: string) => [...all.keys()].some((each) => each.startsWith(`${path}/`));
  return {
    kind: (path) => (all.has(path) ? "file" : isDir(path) ? "dir" : undefined),
    isAbsent: (path) => !all.has(path) && !isDir(path),
    link: () => undefined,
    read: (path) => Buffer.from(all.get(path) ?? ""),
    list: (path) =>
      [
        ...new Set(
          [...all.keys()]
            .filter((each) => each.startsWith(`${path}/`))
            .map((each) => each.slice(path.length + 1).split("/")[0] ?? ""),
        ),
      ].sort(),
    isExecutable: (path) => executable.has(path),
  };
}

/** The files of a stack: one text is its compose.yaml. */
export type Given = string | Readonly<Record<string, string | Uint8Array>>;

export function load(given: Given, values: Record<string, string> = {}): LoadedStack {
  const files = memoryFiles(typeof given === "string" ? { "compose.yaml": given } : given);
  return loadStack({ dir: DIR, label: LABEL, values }, files);
}

export function plan(given: Given, values: Record<string, string> = {}): StackPlan {
  return planStack(load(given, values), { stage: "dev", host: "Local" });
}

/** The canonical form of one service, given by the lines below its name, image aside. */
export function service(lines: string, values: Record<string, string> = {}): Partial<Service> {
  const {
    command,
    entrypoint,
    image: _,
    networks,
    ...rest
  } = load(oneService(lines), values).model.services.a as Service;
  return {
    ...(command === null ? {} : { command }),
    ...(entrypoint === null ? {} : { entrypoint }),
    ...(JSON.stringify(networks) === '{"default":null}' ? {} : { networks }),
    ...rest,
  } as Partial<Service>;
}

/** What a service's lines add to the fields that every container has. */
export function fields(lines: string): Partial<ContainerFields> {
  const container = plan(oneService(lines)).containers[0] as ContainerPlan;
  const { name: _name, labels: _labels, restart, destroyGraceSeconds, ...rest } = container.fields;
  return {
    ...(restart === "no" ? {} : { restart }),
    ...(destroyGraceSeconds === 10 ? {} : { destroyGraceSeconds }),
    ...rest,
  };
}

export function oneService(lines: string): string {
  const indented = lines
    .trim()
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
  return `services:\n  a:\n    image: example/a:1\n${indented}\n`;
}

/** The lines of a ProblemError. Anything else that is thrown is a fault of the program. */
export function problems(run: () => unknown): string[] {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof ProblemError) return thrown.message.split("\n");
    throw thrown;
  }
  return [];
}
