import type { DraftProject } from "../canonical/project.ts";

/** Removes services without an active profile. @returns their names */
export function selectProfiles(draft: DraftProject, profiles: readonly string[]): Set<string> {
  const disabled = new Set<string>();
  for (const [name, { profiles: own }] of Object.entries(draft.services ?? {})) {
    if (!own || profiles.includes("*") || own.some((each) => profiles.includes(each))) continue;
    disabled.add(name);
    delete draft.services?.[name];
  }
  return disabled;
}

/** Removes networks, volumes, configs and secrets that no service uses. */
export function dropUnused(draft: DraftProject): void {
  const services = Object.values(draft.services ?? {});
  const used = {
    networks: services.flatMap(({ networks }) => Object.keys(networks ?? {})),
    volumes: services.flatMap(({ volumes }) =>
      (volumes ?? []).flatMap(({ type, source }) => (type === "volume" && source ? [source] : [])),
    ),
    configs: services.flatMap(({ configs }) => (configs ?? []).map(({ source }) => source)),
    secrets: services.flatMap(({ secrets, build }) =>
      [...(secrets ?? []), ...(build?.secrets ?? [])].map(({ source }) => source),
    ),
  };
  for (const [section, names] of Object.entries(used) as [keyof typeof used, string[]][]) {
    const resources = draft[section];
    if (!resources) continue;
    for (const name of Object.keys(resources)) if (!names.includes(name)) delete resources[name];
    if (Object.keys(resources).length === 0) delete draft[section];
  }
}
