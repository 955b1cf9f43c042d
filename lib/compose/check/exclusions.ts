import type { Examined } from "./examined.ts";

/** Checks of keys that need or exclude each other. */
export const EXCLUSION_CHECKS = [source, scale, limits] as const;

function source({ name, service, report }: Examined): void {
  if (service.image === undefined && !service.build && service.provider === undefined) {
    report([], `services.${name} with image or build`, "neither", "write image: name:tag");
  }
  const { dockerfile, dockerfile_inline } = service.build ?? {};
  if (dockerfile && dockerfile_inline) {
    report(["build"], "either dockerfile or dockerfile_inline", "both", "remove one of them");
  }
  const { platform, build } = service;
  if (platform && build?.platforms && !build.platforms.includes(platform)) {
    report(
      ["build", "platforms"],
      `${platform}, the service's platform`,
      build.platforms.join(", "),
      "add it",
    );
  }
}

function scale({ name, service, report }: Examined): void {
  const replicas = service.deploy?.replicas;
  if (service.scale !== undefined && replicas !== undefined && service.scale !== replicas) {
    report(
      ["scale"],
      "scale equal to deploy.replicas",
      `${service.scale} and ${replicas}`,
      "remove one of them",
    );
  }
  const count = service.scale ?? replicas ?? 1;
  if (service.container_name && count > 1) {
    const found = `container_name and ${count} replicas`;
    report(
      ["container_name"],
      `services.${name} with one name for one container`,
      found,
      "remove container_name",
    );
  }
  if (service.scale !== undefined && service.deploy) service.deploy.replicas = service.scale;
}

function limits({ service, report }: Examined): void {
  const { limits: upper, reservations } = service.deploy?.resources ?? {};
  const pairs = [
    ["cpus", service.cpus, upper?.cpus, upper],
    ["mem_limit", service.mem_limit, upper?.memory, upper],
    ["mem_reservation", service.mem_reservation, reservations?.memory, reservations],
    ["pids_limit", service.pids_limit, upper?.pids, upper],
  ] as const;
  for (const [key, own, deployed, section] of pairs) {
    if (own === undefined || !section || own === deployed) continue;
    report(
      [key],
      `${key} equal to deploy.resources`,
      `${own} and ${deployed ?? "none"}`,
      "remove one of them",
    );
  }
}
