import { Host } from "../../../components/Host.ts";
import { HostStack, type HostStackArgs } from "../../../components/HostStack.ts";
import type { ContainerPlan, StackPlan } from "../../../lib/compose/index.ts";
import { type Recorded, record } from "./recording.ts";

/** A container of a service that says nothing but its image. */
export function containerPlan(service: string, facts: Partial<ContainerPlan> = {}): ContainerPlan {
  const { fields, ...rest } = facts;
  return {
    service,
    number: 1,
    image: "app:1",
    networks: [],
    dependsOn: [],
    shares: [],
    volumesFrom: [],
    runsToCompletion: false,
    ignoreChanges: [],
    hostFiles: [],
    ports: [],
    where: "stacks/h/s/compose.yaml:2:3",
    fields: { name: service, restart: "no", labels: [], ...fields } as ContainerPlan["fields"],
    ...rest,
  };
}

/** Images that are never pulled, so that containers stand alone. */
export const present = [
  { key: "app:1", reference: "app:1", where: "stacks/h/s/compose.yaml:3:5", pull: "never" },
] as const;

/** What stack `h/s` on host `h` declares beside the host and itself. */
export async function declaredBy(
  plan: Partial<StackPlan>,
  args: Partial<Omit<HostStackArgs, "plan" | "host">> = {},
): Promise<Recorded[]> {
  const whole = {
    project: "s",
    networks: [],
    volumes: [],
    images: present,
    containers: [],
    notes: [],
    ...plan,
  };
  const all = await record(() => {
    const host = new Host("h", { owner: { stage: "dev" }, settings: { engine: "unix:///x" }, logins: [] });
    new HostStack("h/s", { host, plan: whole, ...args }, { parent: host });
  });
  return all.filter(({ type }) => type.startsWith("docker:"));
}

/** The expected container of a `containerPlan`. */
export function declaredContainer(
  name: string,
  inputs: object = {},
  options: Partial<Recorded> = {},
): Recorded {
  return {
    type: "docker:index/container:Container",
    name: `h/s/${name}`,
    parent: "HostStack h/s",
    provider: "docker h",
    inputs: { name, image: "app:1", restart: "no", mustRun: true, ...inputs },
    beforeCreate: ["h: left-over container"],
    afterCreate: ["h: serving"],
    onError: ["h: refused"],
    ...options,
  };
}
