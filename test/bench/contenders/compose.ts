import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Contender, ContenderName } from "../contender.ts";
import { inParallel } from "../run.ts";
import { huge, large, remote, small } from "../scenario.ts";
import { benchLabel, type Stack, serviceName, type Workload } from "../workload.ts";

export const sequentialCompose = compose("compose", 1);
export const parallelCompose = compose("compose 16 at a time", 16);

/** `docker compose` for each stack. It has no look for drift. */
function compose(name: ContenderName, limit: number): Contender {
  return {
    name,
    scenarios: limit === 1 ? [small, large, remote] : [small, large, huge],
    creates: true,
    prepare: async ({ folder, engine, bin, workload, run }) => {
      writeStacks(folder, workload);
      const each = (...args: string[]) =>
        inParallel(limit, workload.stacks, (stack) =>
          run(join(bin, "docker-compose"), ["--progress", "quiet", ...args], {
            cwd: join(folder, stack.name),
            env: { DOCKER_HOST: engine },
          }),
        );
      const up = () => each("up", "--detach");
      return { up, unchanged: up, destroy: () => each("down") };
    },
  };
}

/** A folder with a compose.yaml for each stack. */
export function writeStacks(folder: string, workload: Workload): void {
  for (const stack of workload.stacks) {
    mkdirSync(join(folder, stack.name), { recursive: true });
    writeFileSync(join(folder, stack.name, "compose.yaml"), composeFile(workload, stack));
  }
}

export function composeFile({ image, run }: Workload, { name, subnet, gateway }: Stack): string {
  const labels = { [benchLabel]: run };
  return stringify({
    name,
    services: {
      [serviceName]: { image, container_name: name, restart: "unless-stopped", labels },
    },
    networks: { default: { labels, ipam: { config: [{ subnet, gateway }] } } },
  });
}
