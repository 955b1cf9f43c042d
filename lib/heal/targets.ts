import { isGitLab } from "../changes/index.ts";
import { type Deployment, engineKind, nameOf, type Resource, typeOf, types } from "../state/index.ts";
import type { Finding } from "../status/model.ts";

/** A finding that a run of the program puts right. */
export type HealableFinding = Finding & { readonly urn: string };

/** True if a run of the program puts it right. Ignored findings are left alone. */
export function isHealable(finding: Finding): finding is HealableFinding {
  return finding.remedy === "heal" && finding.urn !== undefined && !finding.ignored;
}

/**
 * The resources that a run changes to put these findings right: the found resources, and all that are replaced with
 * them. In the order of the state.
 */
export function healTargets(findings: readonly HealableFinding[], { resources }: Deployment): Resource[] {
  const urns = new Set(findings.map(({ urn }) => urn));
  // A resource comes after those that it depends on, so one pass finds all.
  return resources.filter((each) => {
    if (each.delete) return false;
    if (follows(each, urns)) urns.add(each.urn);
    return urns.has(each.urn);
  });
}

/** Inputs of a container by which it is replaced together with another container or with a network. */
const followed = ["networksAdvanced", "networkMode", "pidMode", "ipcMode", "volumes"];

/** True if a resource changes together with one of the others. An object of GitLab that is created again has a new id or token. */
function follows({ type, propertyDependencies = {} }: Resource, urns: ReadonlySet<string>): boolean {
  return Object.entries(propertyDependencies).some(([input, leading]) =>
    (leading ?? []).some((urn) => {
      const isLed = isGitLab(typeOf(urn)) || (type === types.container && followed.includes(input));
      return isLed && urns.has(urn);
    }),
  );
}

/** What `smallboat:renew` calls a resource. */
export function renewalName({ type, urn }: Pick<Resource, "type" | "urn">): string {
  return `${engineKind(type)} ${nameOf(urn)}`;
}
