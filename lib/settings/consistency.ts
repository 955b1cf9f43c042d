import type { Problem } from "../problems/index.ts";
import { credentials } from "../servers/credentials.ts";
import { truncates } from "../servers/htpasswd.ts";
import { gitlabProblems, namesIn, settingCommand, unknownName } from "./gitlab-consistency.ts";
import { engineOf, type Path, type SettingsSource, settingPath, valueAt } from "./settings-source.ts";

/** Faults between sections. A value with a fault of its own is not checked again. */
export function consistencyProblems(stage: string, source: SettingsSource): Problem[] {
  return [
    ...["registry", "pypi", "gitlab"].flatMap((section) => unknownHost(source, [section, "host"])),
    ...namesIn(source, "runners").flatMap((runner) => unknownHost(source, ["runners", runner, "host"])),
    ...unknownHosts(source, "unreachable"),
    ...unreachable(source, "registry"),
    ...unreachable(source, "pypi"),
    ...passwordProblem(stage, source, "registry"),
    ...passwordProblem(stage, source, "pypi"),
    ...gitlabProblems(stage, source),
  ];
}

function unknownHosts(source: SettingsSource, section: string): Problem[] {
  const list = valueAt(source, [section]);
  return Array.isArray(list) ? list.flatMap((_, index) => unknownHost(source, [section, index])) : [];
}

function unknownHost(source: SettingsSource, path: Path): Problem[] {
  const known = namesIn(source, "hosts");
  if (known.length === 0) return [];
  const otherwise = "correct it or add the host to smallboat:hosts";
  return unknownName(source, path, { what: "hosts", known, otherwise });
}

/** A server on this machine that other machines use needs an address that is not loopback. */
function unreachable(source: SettingsSource, section: string): Problem[] {
  const isHere = (engine: unknown) => typeof engine === "string" && engine.startsWith("unix:");
  const others = Object.keys((valueAt(source, ["hosts"]) ?? {}) as object);
  const isLocalServer = isHere(engineOf(source, valueAt(source, [section, "host"])));
  const path = [section, "address"];
  if (!isLocalServer || others.every((host) => isHere(engineOf(source, host))) || valueAt(source, path))
    return [];
  return [
    {
      path: settingPath(source.file, path),
      expected: "the address by which the other hosts reach this machine",
      found: "nothing",
      remedy: "add it as host:port",
    },
  ];
}

/** A password that is missing or too long. */
function passwordProblem(stage: string, source: SettingsSource, section: "registry" | "pypi"): Problem[] {
  const name = credentials[section].password;
  if (valueAt(source, [section]) === undefined) return [];
  const isOurs = valueAt(source, [section, "external"]) === undefined;
  const password = valueAt(source, ["secrets", name]);
  const problem = (expected: string, found: string): Problem[] => {
    const path = settingPath(source.file, ["secrets", name]);
    return [{ path, expected, found, remedy: settingCommand(stage, name) }];
  };
  if (password === undefined) {
    // The password of a server that exists already cannot be generated.
    const isMade = isOurs && valueAt(source, ["generateSecrets"]) === true;
    return isMade ? [] : problem("a secret", "nothing");
  }
  const isTooLong = isOurs && typeof password === "string" && truncates(password);
  return isTooLong ? problem("at most 72 bytes, all that bcrypt reads", "a longer secret") : [];
}
