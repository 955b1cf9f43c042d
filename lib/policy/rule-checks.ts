import type { RuleOf } from "../settings/policy-rules.ts";
import { dockerSocket, hostNamespaces, hostRoot, privileged } from "./host-access.ts";
import { imageDigest, imageTag } from "./image-rules.ts";
import { internalPorts } from "./internal-ports.ts";
import { plainSecrets } from "./plain-secrets.ts";
import {
  maskedVariables,
  type ProjectRuleContext,
  protectedBranch,
  protectedVariables,
} from "./project-rules.ts";
import { healthcheck, memoryLimit, restartPolicy } from "./running.ts";
import type { PolicyProject, RuleBreach, ServiceSubject } from "./subject.ts";

/** The check of each rule. A rule without a check does not compile. */
export const serviceChecks: Readonly<Record<RuleOf<"service">, (subject: ServiceSubject) => RuleBreach[]>> = {
  "image-tag": imageTag,
  "image-digest": imageDigest,
  privileged,
  "host-namespaces": hostNamespaces,
  "docker-socket": dockerSocket,
  "host-root": hostRoot,
  "internal-ports": internalPorts,
  "plain-secrets": plainSecrets,
  healthcheck,
  "memory-limit": memoryLimit,
  "restart-policy": restartPolicy,
};

type ProjectCheck = (project: PolicyProject, context: ProjectRuleContext) => RuleBreach[];

export const projectChecks: Readonly<Record<RuleOf<"project">, ProjectCheck>> = {
  "masked-variables": maskedVariables,
  "protected-variables": protectedVariables,
  "protected-branch": protectedBranch,
};
