import { type Problem, refuse } from "../problems/index.ts";
import { ownEntry } from "../problems/own-entry.ts";
import { checkValues } from "./container/check-values.ts";
import { ContainerBuilder } from "./container/container-builder.ts";
import { engineNeeds } from "./container/engine-needs.ts";
import { applyHandlers } from "./container/handlers.ts";
import { volumePaths } from "./container/host-paths.ts";
import { containerLabels } from "./container/labels.ts";
import { graceSeconds } from "./container/lifecycle.ts";
import { refuseLateLimits } from "./container/limits.ts";
import { linkedNames } from "./container/links.ts";
import { attachment, byPriority } from "./container/networking.ts";
import { portsOf, replicas } from "./container/port-spans.ts";
import { shipFiles } from "./container/ship-files.ts";
import { withoutUndefined } from "./defined.ts";
import { dependencyOrder } from "./dependency-order.ts";
import { contentLines, hashOf } from "./hash/content-hash.ts";
import { imageKey, planImages } from "./images.ts";
import type { LoadedStack } from "./load.ts";
import { absentPaths, unsentPaths } from "./missing-host-paths.ts";
import type { Service } from "./model.ts";
import { planNetworks, planVolumes } from "./networks-and-volumes.ts";
import { type PortClaim, portFields, portsOverlap, portText } from "./ports.ts";
import type { ContainerFields } from "./provider-fields.ts";
import type { ContainerPlan, Dependency, PlanContext, StackPlan } from "./stack-plan.ts";
import { stackSources } from "./stack-sources.ts";

/**
 * Plans what a loaded stack creates on its engine.
 * @throws ProblemError with every key that the provider cannot express and every port that is used twice
 */
export function planStack(stack: LoadedStack, context: PlanContext): StackPlan {
  const problems: Problem[] = [];
  const subjects = dependencyOrder(stack.model).map((name) => new ContainerBuilder(name, stack));
  for (const subject of subjects) {
    checkValues(subject);
    applyHandlers(subject);
    if (isAwaited(subject, "service_completed_successfully")) refuseLateLimits(subject);
    if (context.isRemote) shipFiles(subject);
  }
  const paths = [...subjects.flatMap(({ hostPaths }) => hostPaths), ...volumePaths(stack)];
  // Files of another machine cannot be seen from here.
  const absent = context.isRemote ? unsentPaths(stack, paths) : absentPaths(stack, paths);
  const plan = {
    project: stack.model.name,
    networks: planNetworks(stack, context, problems),
    volumes: planVolumes(stack, context, problems),
    images: planImages(stack, problems),
    containers: subjects.flatMap((subject) => planContainers(subject, context)),
    notes: subjects.flatMap(({ notes }) => notes),
    sources: stackSources(stack, subjects),
    ...(absent.length > 0 && { absent }),
  };
  refuse([
    ...problems,
    ...subjects.flatMap((subject) => subject.problems),
    ...portsWantedTwice(plan.containers),
  ]);
  return plan;
}

/** A container for each replica. They differ only in name, number and ports. */
function planContainers(subject: ContainerBuilder, context: PlanContext): ContainerPlan[] {
  const length = replicas(subject);
  return Array.from({ length }, (_, index) => planContainer(subject, index + 1, context));
}

function planContainer(subject: ContainerBuilder, number: number, context: PlanContext): ContainerPlan {
  const { name, service, stack } = subject;
  const { platform } = service;
  const containerName = service.container_name ?? `${stack.model.name}-${name}-${number}`;
  const dependsOn = dependencies(service, stack);
  const networks = byPriority(service.networks ?? {}).map(([network, settings], index) => ({
    network,
    fields: attachment(
      name,
      containerName,
      settings,
      index === 0 ? service.mac_address : undefined,
      linkedNames(name, network, stack.model),
    ),
  }));
  const ports = portsOf(subject, number);
  const own = withoutUndefined({
    name: containerName,
    platform,
    destroyGraceSeconds: graceSeconds(subject),
    ports: ports.length > 0 ? ports.map(portFields) : undefined,
  });
  const fields = { restart: "no", ...subject.fields, ...own };
  const updates = Object.keys(subject.updates).length > 0 ? subject.updates : undefined;
  const image = imageKey(stack, name);
  const { shares, volumesFrom, afterEntrypoint } = subject;
  const needs = engineNeeds(subject);
  const hostFiles = [...subject.hostFiles].sort();
  const contents = hostFiles.map((path) => contentLines(path, stack.files));
  const hashWith = (own: typeof fields) =>
    hashOf(
      withoutUndefined({
        fields: own,
        networks,
        image,
        shares,
        volumesFrom,
        contents,
        updates,
        afterEntrypoint,
      }),
    );
  const hash = hashWith(withSortedMounts(fields));
  const written = hashWith(fields);
  const unreadable = new Set([...subject.unreadable, ...(platform ? ["platform"] : [])]);
  return withoutUndefined({
    service: name,
    number,
    image,
    networks,
    dependsOn,
    shares,
    volumesFrom,
    healthAwaited: isAwaited(subject, "service_healthy") || undefined,
    runsToCompletion: isAwaited(subject, "service_completed_successfully"),
    fields: { ...fields, labels: containerLabels(stack, context, name, number, dependsOn, hash) },
    sameHashes: written === hash ? undefined : [written],
    updates,
    afterEntrypoint,
    ignoreChanges: [...unreadable].sort(),
    secretFiles: secretUploads(subject),
    hostFiles,
    ports: ports.filter(({ published }) => published !== 0),
    needs: needs.length > 0 ? needs : undefined,
    where: subject.where("container_name"),
  });
}

/** Sorts mounts, because Docker mounts by depth and ignores their order in the file. */
function withSortedMounts<Fields extends Partial<ContainerFields>>(fields: Fields): Fields {
  const by = <Each>(list: readonly Each[] | undefined, key: (each: Each) => string) =>
    list && [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const volumes = by(fields.volumes, ({ containerPath = "" }) => containerPath);
  const mounts = by(fields.mounts, ({ target }) => target);
  return { ...fields, ...withoutUndefined({ volumes, mounts }) };
}

function secretUploads({ fields, secretFiles }: ContainerBuilder): string[] | undefined {
  const found = (fields.uploads ?? []).map(({ file }) => file).filter((file) => secretFiles.has(file));
  return found.length > 0 ? found : undefined;
}

function dependencies(service: Service, { model }: LoadedStack): Dependency[] {
  return Object.entries(service.depends_on ?? {})
    .filter(([name]) => ownEntry(model.services, name))
    .map(([name, { condition, required, restart = false }]) => ({
      service: name,
      condition,
      required,
      restart,
    }))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
}

function isAwaited({ name, model }: ContainerBuilder, condition: string): boolean {
  return Object.values(model.services).some(
    ({ depends_on }) => ownEntry(depends_on, name)?.condition === condition,
  );
}

function portsWantedTwice(containers: readonly ContainerPlan[]): Problem[] {
  const taken = new Map<string, { port: PortClaim; container: ContainerPlan }[]>();
  return containers.flatMap((container) =>
    container.ports.flatMap((port) => {
      const key = `${port.published}/${port.protocol}`;
      const same = taken.get(key) ?? [];
      const other = same.find((each) => portsOverlap(each.port, port))?.container;
      taken.set(key, [...same, { port, container }]);
      if (!other) return [];
      return [
        {
          path: port.where,
          expected: `services.${container.service} with a port of its own`,
          found: `${portText(port)}, which ${other.fields.name} publishes too`,
          remedy:
            other.service === container.service
              ? "run one replica, or drop the host port"
              : "change one port",
        },
      ];
    }),
  );
}
