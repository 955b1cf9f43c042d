import { parse, TomlError } from "smol-toml";
import { type Engine, EngineError, engineVersion } from "../../lib/docker/client.ts";
import { readFile } from "../../lib/docker/container-files.ts";
import { execute } from "../../lib/docker/exec.ts";
import { tryLogin } from "../../lib/docker/registry.ts";
import {
  type Check,
  httpCheckCommand,
  httpCheckResult,
  type RecordedParts,
  type RecordedRegistry,
  type RunnerContainer,
} from "../../lib/status/index.ts";
import type { HostEngine } from "./hosts.ts";
import { groupByAddress, type HostGroup } from "./look.ts";
import { orAfter, patience } from "./time-limit.ts";

/** Milliseconds for one try, the program in a container included. */
const patienceForOne = 10_000;

/**
 * Tries the stage's servers from where they are used: GitLab and the PyPI server from the containers of runners, the registry
 * with the engines that pull from it. A try creates nothing but its own process. On a host that does not answer in time, nothing
 * is tried.
 */
export async function serverChecks(parts: RecordedParts, hosts: readonly HostEngine[]): Promise<Check[]> {
  const { runnerContainers, pypiUrl, registry } = parts;
  const inRunners = runnerContainers.flatMap((runner) => {
    const at = hosts.find(({ host }) => host.provider === runner.provider);
    return at ? [inTime(at, checksInRunner(runner, pypiUrl, at))] : [];
  });
  const users = hosts.filter(({ host }) => registry?.users.includes(host.provider));
  const withEngines = groupByAddress(users.map(({ host }) => host)).flatMap((group) => {
    const at = users.find(({ host }) => host === group[0]);
    return at && registry ? [inTime(at, registryCheck(registry, group, at))] : [];
  });
  return (await Promise.all([...inRunners, ...withEngines])).flat();
}

async function inTime({ engine }: HostEngine, checks: Promise<Check[]>): Promise<Check[]> {
  const late = new EngineError(engine.address, "no answer in time");
  return (await orAfter(patience, checks, late).catch(orNothing)) ?? [];
}

async function checksInRunner(
  { runner, container }: RunnerContainer,
  pypiUrl: string | undefined,
  { host, engine }: HostEngine,
): Promise<Check[]> {
  const from = `container ${container} on ${host.name}`;
  const check = async (server: string, user: string, url: string, authority?: string): Promise<Check> => {
    return {
      ...{ server, user, from, tried: `GET ${url}` },
      ...(await tryUrl(engine, container, url, authority)),
    };
  };
  const gitlab = await gitlabOf(engine, container);
  return Promise.all([
    ...(gitlab ? [check("gitlab", `runner ${runner}`, gitlab.url, gitlab["tls-ca-file"])] : []),
    ...(pypiUrl === undefined ? [] : [check("pypi", `jobs of runner ${runner}`, pypiUrl)]),
  ]);
}

type Result = Pick<Check, "health" | "found">;

async function tryUrl(engine: Engine, container: string, url: string, authority?: string): Promise<Result> {
  try {
    return httpCheckResult(
      await execute(engine, container, httpCheckCommand(url, authority), patienceForOne),
    );
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // A container that does not run cannot try anything. That is named elsewhere.
    return error.status === undefined
      ? withoutAnswer(engine, error)
      : { health: "unknown", found: firstLine(error) };
  }
}

interface RunnerConfig {
  readonly runners?: readonly { readonly url: string; readonly "tls-ca-file"?: string }[];
}

/** How a runner reaches GitLab, by its own file. Undefined if nobody knows. */
async function gitlabOf(engine: Engine, container: string) {
  const file = await readFile(engine, container, runnerFile).catch(orNothing);
  try {
    return file && (parse(file.content.toString()) as RunnerConfig).runners?.[0];
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return undefined;
  }
}

const runnerFile = "/etc/gitlab-runner/config.toml";

async function registryCheck(
  login: RecordedRegistry,
  users: HostGroup,
  { host, engine }: HostEngine,
): Promise<Check[]> {
  const user = `host ${users.map(({ name }) => name).join(", ")}`;
  const said = {
    server: "registry",
    user,
    tried: `login at ${login.address}`,
    from: `engine of ${host.name}`,
  };
  return [{ ...said, ...(await tryRegistry(engine, login)) }];
}

async function tryRegistry(engine: Engine, login: RecordedRegistry): Promise<Result> {
  try {
    await tryLogin(engine, login.address, login, patienceForOne);
    return { health: "healthy", found: "accepts the login" };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return error.status === undefined
      ? withoutAnswer(engine, error)
      : { health: "unhealthy", found: firstLine(error) };
  }
}

/** Either the engine or the server that it asked did not answer. */
async function withoutAnswer(engine: Engine, error: EngineError): Promise<Result> {
  const isEngineThere = (await engineVersion(engine).catch(orNothing)) !== undefined;
  return { health: isEngineThere ? "unhealthy" : "unknown", found: firstLine(error) };
}

function orNothing(error: unknown): undefined {
  if (!(error instanceof EngineError)) throw error;
}

function firstLine({ message }: Error): string {
  return message.split("\n")[0] ?? message;
}
