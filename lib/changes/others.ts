import { classOf, isProvider, types } from "../state/index.ts";
import { isGitLab } from "./gitlab-identity.ts";
import { differingInputs } from "./inputs.ts";
import type { Change } from "./model.ts";
import { type StepItem, type StepTree, stateOf } from "./step-tree.ts";

/** A name for people for a component with only one resource, by the component's class. */
const kinds: Readonly<Record<string, string>> = {
  GeneratedSecret: "password",
  SelfSignedCertificate: "certificate",
  RegistryCopy: "copy in the registry",
  RegistryTrust: "trust in the registry",
  AwaitedImage: "wait for an image",
  AwaitedPipelines: "wait for pipelines",
  ProjectContent: "starter of a project",
};

/** The changes of resources that belong neither to a compose file nor to GitLab. Components themselves are left out. */
export function otherChanges(tree: StepTree): Change[] {
  return tree.items.filter((item) => isOther(item, tree)).map((item) => otherChange(item, tree));
}

function isOther(item: StepItem, tree: StepTree): boolean {
  const { type } = item;
  const isCustom = stateOf(item).custom === true;
  if (!isCustom || isGitLab(type) || type === types.stash) return false;
  const parent = tree.parentOf(item);
  if (parent?.type === types.hostStack || parent?.type === types.host) return false;
  // A provider comes and goes with the resources that need it.
  return (
    !isProvider(item) ||
    (type === types.gitlabProvider && item.action !== "create" && item.action !== "delete")
  );
}

function otherChange(item: StepItem, tree: StepTree): Change {
  const { action, name } = item;
  const isChanged = action === "update" || action === "replace";
  const names = isChanged ? differingInputs(item).map((entry) => entry.name) : [];
  const why = names.map((what) => ({ what, text: `${what} changed` }));
  // The log shows nothing of a token, not even that it differs.
  const told = why.length > 0 ? why : [{ what: "token", text: "token changed" }];
  if (isProvider(item)) return { kind: "access to GitLab", name: "", action, why: told };
  return { kind: kindOf(item, tree), name, action, why };
}

function kindOf(item: StepItem, tree: StepTree): string {
  const component = tree.parentOf(item)?.type ?? "";
  return kinds[classOf(component)] ?? classOf(item.type);
}
