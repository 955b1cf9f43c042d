/** The stack outputs that the summary shows; the others are not looked at. */
export interface Outputs {
  readonly stage: string;
  readonly registry?: { readonly address: string; readonly user: string };
  readonly pypi?: { readonly url: string; readonly user: string };
  /** By `<host>/<stack>`, then by service. */
  readonly stacks?: Readonly<Record<string, Readonly<Record<string, Service>>>>;
}

interface Service {
  readonly container: string;
  readonly image: string;
  readonly ports: readonly string[];
}

/** A short table of what runs where, a line each. Secrets are not among it. */
export function outputLines({ stage, registry, pypi, stacks = {} }: Outputs): string[] {
  const services = Object.entries(stacks).flatMap(([stack, each]) =>
    Object.entries(each).map(([service, { container, image, ports }]) => [
      stack,
      service,
      container,
      image,
      ports.join(" "),
    ]),
  );
  const servers = [
    ...(registry ? [["registry", registry.address, `login ${registry.user}`]] : []),
    ...(pypi ? [["pypi", pypi.url, `login ${pypi.user}`]] : []),
  ];
  const head = ["STACK", "SERVICE", "CONTAINER", "IMAGE", "PORTS"];
  const tables = [servers, services.length > 0 ? [head, ...services] : []].filter((rows) => rows.length > 0);
  return [`Stage ${stage} is up.`, ...tables.flatMap((rows) => ["", ...aligned(rows)])];
}

/** Columns as wide as their widest cell, two blanks apart. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
