/** What every contender creates: stacks of one network and one container, alike but for names and addresses. */
export interface Workload {
  /** Value of the bench's label, part of every name. */
  readonly run: string;
  readonly image: string;
  readonly stacks: readonly Stack[];
}

export interface Stack {
  /** Compose project, container and folder. */
  readonly name: string;
  readonly network: string;
  /** CIDR form. */
  readonly subnet: string;
  readonly gateway: string;
}

/** By this label, whoever created them, the objects of a run are found and removed. */
export const benchLabel = "smallboat.bench";

export const serviceName = "app";

/** The labels of one stack's objects; Compose adds the same of its own accord. */
export function labelsOf(workload: Workload, stack: Stack): Record<string, string> {
  return {
    [benchLabel]: workload.run,
    "com.docker.compose.project": stack.name,
    "com.docker.compose.service": serviceName,
  };
}

/** Runs that happen to go on at the same time on one engine take different blocks of addresses. */
export const addressBlocks = 32;

const blockSize = 2 ** 16 / addressBlocks;
const subnetSize = 16;
/** The first half of 198.18.0.0/15, set aside for benchmarks by RFC 2544; tests take theirs from the other. */
const prefix = "198.18";

/**
 * Stacks with subnets of their own: a default engine has address pools for some 31 networks, but any number of
 * networks that say where they are.
 *
 * @param block from 0 to `addressBlocks` - 1
 * @param size number of stacks. More than 128 take several blocks
 */
export function makeWorkload(run: string, image: string, block: number, size: number): Workload {
  const first = Math.min(block, addressBlocks - Math.ceil((size * subnetSize) / blockSize));
  const stacks = Array.from({ length: size }, (_, index) => {
    const name = `bench-${run}-${String(index + 1).padStart(3, "0")}`;
    const start = first * blockSize + index * subnetSize;
    return {
      name,
      network: `${name}_default`,
      subnet: `${address(start)}/28`,
      gateway: address(start + 1),
    };
  });
  return { run, image, stacks };
}

function address(offset: number): string {
  return [prefix, offset >> 8, offset & 255].join(".");
}
