import type { InspectedContainer } from "../docker/inspected-container.ts";
import { type InputReadings, type Inputs, readAsSet } from "./input-reading.ts";

/** Readings of command, entrypoint, environment and user. */
export const processReadings: InputReadings<
  | "command"
  | "entrypoints"
  | "envs"
  | "workingDir"
  | "user"
  | "groupAdds"
  | "hostname"
  | "domainname"
  | "tty"
  | "stdinOpen"
  | "init"
  | "runtime"
> = {
  // An entrypoint of the compose file drops the image's command.
  command: {
    read: ({ Config }) => words(Config.Cmd),
    expected: (wanted, bare, { entrypoints }) => wanted ?? (entrypoints ? undefined : words(bare.Config.Cmd)),
  },
  entrypoints: {
    read: ({ Config }) => words(Config.Entrypoint),
    expected: (wanted, bare) => words(wanted ?? bare.Config.Entrypoint),
  },
  envs: {
    read: ({ Config }) => [...(Config.Env ?? [])].sort(),
    expected: (wanted = [], bare) => {
      const names = new Set(wanted.map(nameOf));
      const inherited = (bare.Config.Env ?? []).filter((variable) => !names.has(nameOf(variable)));
      return [...wanted, ...inherited].sort();
    },
    input: ({ Config }, bare) =>
      (Config.Env ?? []).filter((variable) => !bare.Config.Env?.includes(variable)).sort(),
  },
  workingDir: { read: ({ Config }) => Config.WorkingDir },
  user: { read: ({ Config }) => Config.User },
  groupAdds: readAsSet(({ HostConfig }) => HostConfig.GroupAdd as string[] | null),
  hostname: {
    read: (container) => (hasOwnHostname(container) ? container.Config.Hostname : undefined),
    expected: (wanted) => wanted,
  },
  domainname: { read: ({ Config }) => Config.Domainname },
  tty: { read: ({ Config }) => Config.Tty },
  stdinOpen: { read: ({ Config }) => Config.OpenStdin },
  init: { read: ({ HostConfig }) => HostConfig.Init ?? undefined },
  runtime: { read: ({ HostConfig }) => HostConfig.Runtime },
};

/**
 * A container whose command has an empty word, written as its inputs: they have the whole command line in the
 * entrypoint (docs/decisions/0010).
 */
export function withWholeCommandLine(
  container: InspectedContainer,
  { command, entrypoints }: Inputs,
): InspectedContainer {
  const { Entrypoint, Cmd } = container.Config;
  const line = [...(Entrypoint ?? []), ...(Cmd ?? [])];
  const isSame = JSON.stringify(line) === JSON.stringify(entrypoints);
  const isWhole = isSame && command === undefined && line.includes("");
  return isWhole ? { ...container, Config: { ...container.Config, Entrypoint: line, Cmd: null } } : container;
}

/** The words of a list. An entrypoint that was cleared is one empty word. */
function words(list: readonly string[] | null): string[] | undefined {
  return list === null || list.join("") === "" ? undefined : [...list];
}

function nameOf(variable: string): string {
  return variable.split("=")[0] ?? "";
}

/** False for a hostname that is the beginning of the id, and for a container in another one's network. */
function hasOwnHostname({ Id, Config, HostConfig }: InspectedContainer): boolean {
  return !/^(host$|container:)/.test(HostConfig.NetworkMode) && !Id.startsWith(Config.Hostname);
}
