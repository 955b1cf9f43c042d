/** The reaction of a Docker engine. `forbidden` is a socket that this user may not open. */
export type Answer = "answers" | "forbidden" | "unreachable";

/** Facts that decide how this machine gets an engine. */
export interface MachineFacts {
  readonly answer: Answer;
  readonly dockerHost: string | undefined;
  /** `ID` and `ID_LIKE` of /etc/os-release. Empty if there is no such file. */
  readonly systems: readonly string[];
  readonly mayInstall: "root" | "sudo" | "no";
  readonly hasSystemd: boolean;
  readonly hasDockerd: boolean;
}

export type EnginePlan =
  | { readonly kind: "use" }
  | { readonly kind: "start"; readonly install: boolean; readonly by: "systemd" | "dockerd" }
  | { readonly kind: "refuse"; readonly reason: string };

/** Decides how this machine gets an engine. Changes nothing. A running engine is used as it is. */
export function planEngine(facts: MachineFacts): EnginePlan {
  const { answer, dockerHost, systems, mayInstall, hasSystemd, hasDockerd } = facts;
  const refuse = (reason: string): EnginePlan => ({ kind: "refuse", reason });
  if (answer === "answers") return { kind: "use" };
  if (dockerHost) {
    return refuse(`No Docker engine answers at DOCKER_HOST=${dockerHost}: start it, or unset DOCKER_HOST.`);
  }
  if (answer === "forbidden") {
    return refuse(
      "This user may not use the Docker engine: run `sudo usermod -aG docker $USER` and log in again.",
    );
  }
  if (!systems.includes("debian") && !systems.includes("ubuntu")) {
    return refuse("No Docker engine answers: install and start Docker (docs.docker.com/engine/install).");
  }
  if (mayInstall === "no") {
    return refuse("No Docker engine answers, and starting one needs root or sudo: start Docker.");
  }
  return { kind: "start", install: !hasDockerd, by: hasSystemd ? "systemd" : "dockerd" };
}

/** The arguments of apt-cache whose output `companions` reads. */
export const offersOf = ["madison", "docker-cli", "docker-compose-v2", "docker-compose"];

/** Packages that an engine needs: its client, if docker.io does not include it, and Docker Compose 2 or newer. */
export function companions(offers: string): string[] {
  const majors = [...offers.matchAll(/^ *(\S+) \| (?:\d+:)?(\d+)/gm)];
  const offered = (name: string, oldest: number) =>
    majors.some(([, offer, major]) => offer === name && Number(major) >= oldest);
  const compose = ["docker-compose-v2", "docker-compose"].find((name) => offered(name, 2));
  return [...(offered("docker-cli", 0) ? ["docker-cli"] : []), ...(compose ? [compose] : [])];
}
