import { gitlabIdentity, isGitLab } from "../changes/index.ts";
import {
  changedProperties,
  type Deployment,
  nameOf,
  type PreviewStep,
  type Resource,
} from "../state/index.ts";
import { finding } from "./finding.ts";
import type { Finding, PartialReport, Thing } from "./model.ts";
import { placeOf } from "./recorded-things.ts";
import { syncOf } from "./thing.ts";

/** The resources of GitLab that the state records. */
export function gitlabResources({ resources }: Deployment): readonly Resource[] {
  return resources.filter(({ type, delete: isGoing }) => isGitLab(type) && !isGoing);
}

/** What a refresh of GitLab's resources has found. */
export function gitlabReport(deployment: Deployment, steps: readonly PreviewStep[]): PartialReport {
  const found = new Map(steps.map((step) => [step.urn, step]));
  const judged = gitlabResources(deployment).map((resource) => {
    const thing = gitlabThing(resource, deployment);
    const findings = differences(thing, found.get(resource.urn));
    const health = findings.some(({ field }) => field === "existence") ? "missing" : "healthy";
    return { thing: { ...thing, sync: syncOf(findings), health } as const, findings };
  });
  return {
    things: judged.map(({ thing }) => thing),
    findings: judged.flatMap(({ findings }) => findings),
    unanswered: [],
  };
}

/** What is known if GitLab does not answer. @param text a line that says why, and what to do */
export function silentGitLab(deployment: Deployment, text: string): PartialReport {
  const things = gitlabResources(deployment).map((each) => gitlabThing(each, deployment));
  return { things, findings: [], unanswered: [{ who: "gitlab", text }] };
}

function gitlabThing(resource: Resource, { resources }: Deployment): Thing {
  const { urn, type, inputs = {} } = resource;
  const place = placeOf(resource, new Map(resources.map((each) => [each.urn, each])));
  const { kind, name } = gitlabIdentity(type, inputs) ?? { kind: type, name: nameOf(urn) };
  return { address: `${place} ${kind} ${name}`, place, kind, name, sync: "unknown", health: "unknown", urn };
}

/** GitLab changes properties itself, such as the latest commit. Only properties that the program sets count. */
function differences(thing: Thing, step: PreviewStep | undefined): Finding[] {
  if (step?.op === "delete") return [finding(thing, { field: "existence", text: "removed" })];
  if (step?.op !== "update") return [];
  const { oldState, newState } = step;
  const declared = changedProperties(step).filter((name) => Object.hasOwn(oldState?.inputs ?? {}, name));
  return declared.sort().map((name) => {
    const [was, is] = [oldState?.outputs?.[name], newState?.outputs?.[name]];
    const values = isShort(was) && isShort(is) ? ` ${was} -> ${is}` : "";
    return finding(thing, { field: name, text: `${name} changed${values}` });
  });
}

/** False for a secret, which Pulumi shows as [secret], and for a text of several lines. */
function isShort(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value) && !/^\[secret\]$|\n/.test(String(value));
}
