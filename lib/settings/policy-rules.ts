/** The effect of a broken rule: nothing, a warning, or no update. */
export const levels = ["off", "warn", "deny"] as const;

export type Level = (typeof levels)[number];

/** A rule about what a stage declares or what a run would change. */
export interface PolicyRule {
  /** What the rule checks. An exception names one of these. */
  readonly scope: "service" | "project" | "run";
  /** The expected state, for a message. */
  readonly expected: string;
  readonly reason: string;
  readonly remedy: string;
  readonly default: Level;
}

/** All rules by name. `lib/policy` has a check for each. */
export const rules = {
  "image-tag": {
    scope: "service",
    expected: "an image with a tag other than latest",
    reason: "What latest means changes without a commit: nobody can review it, or roll back to it.",
    remedy: "name a version",
    default: "off",
  },
  "image-digest": {
    scope: "service",
    expected: "an image with its digest",
    reason: "A tag can be moved to another image, a digest cannot.",
    remedy: "add the digest of the tested image after an @",
    default: "off",
  },
  privileged: {
    scope: "service",
    expected: "a container without the rights of the host's root",
    reason: "A privileged container can do on its host whatever root can.",
    remedy: "give it only the capabilities and devices that it needs",
    default: "off",
  },
  "host-namespaces": {
    scope: "service",
    expected: "namespaces of its own",
    reason:
      "In the host's network a container reaches every local port. Among the host's processes it sees their secrets.",
    remedy: "remove the key, and publish the ports that it needs",
    default: "off",
  },
  "docker-socket": {
    scope: "service",
    expected: "no access to a container engine",
    reason: "Whoever reaches the engine is root on its host, also through a read-only mount.",
    remedy: "remove the mount, or let a proxy that filters requests stand between them",
    default: "off",
  },
  "host-root": {
    scope: "service",
    expected: "no mount of the host's root folder",
    reason:
      "It shows every secret of the host. Unless it is read-only, the container can also change every file.",
    remedy: "mount only the folders that it needs",
    default: "off",
  },
  "internal-ports": {
    scope: "service",
    expected: "ports of an internal service on one address",
    reason: "Docker publishes a port without an address on all of them, past the host's firewall.",
    remedy: "write 127.0.0.1 or another address before the port, or remove it",
    default: "off",
  },
  "plain-secrets": {
    scope: "service",
    expected: "secrets from smallboat:secrets only",
    reason:
      "Git keeps a password of a compose file, of .env or of smallboat:values for ever, and everybody with a checkout can read it.",
    remedy: "move it to smallboat:secrets, and write its name as a variable",
    default: "off",
  },
  healthcheck: {
    scope: "service",
    expected: "a healthcheck",
    reason:
      "Without one a container counts as healthy once it runs, so a broken version replaces one that works. The healthcheck of an image does not count: nobody sees it in a review.",
    remedy: "write healthcheck",
    default: "off",
  },
  "memory-limit": {
    scope: "service",
    expected: "a memory limit",
    reason: "A leak takes the memory of everything else on its host.",
    remedy: "write mem_limit, such as 512m",
    default: "off",
  },
  "restart-policy": {
    scope: "service",
    expected: "a restart policy",
    reason: "Without one a service stays down after a crash, and after a reboot of its host.",
    remedy: 'write restart: unless-stopped, or restart: "no" if it is to end',
    default: "off",
  },
  "masked-variables": {
    scope: "project",
    expected: "secret CI variables masked",
    reason: "A job that prints its environment shows what is not masked to everybody who reads its log.",
    remedy: "mask it, and take its value from smallboat:secrets",
    default: "off",
  },
  "protected-variables": {
    scope: "project",
    expected: "secret CI variables for protected branches and tags only",
    reason: "Whoever may push a branch can read the variables of its pipelines.",
    remedy: "set protected: true for it in variables of the project",
    default: "off",
  },
  "protected-branch": {
    scope: "project",
    expected: "a default branch that takes changes by merge requests only",
    reason: "Its pipelines get the secrets, so every change of it should be reviewed first.",
    remedy: "let maintainers push, or no one",
    default: "off",
  },
  deletions: {
    scope: "run",
    expected: "every deletion of data to be allowed by name",
    reason: "A line that is lost in a merge would delete a repository or a volume for good.",
    remedy: "undo the change, or allow it with ALLOW_DELETE",
    default: "deny",
  },
  replacements: {
    scope: "run",
    expected: "at most `maxReplacements` replaced containers",
    reason: "A change of one line can replace more containers than its author expects.",
    remedy: "make the change in parts, or raise maxReplacements",
    default: "off",
  },
} as const satisfies Readonly<Record<string, PolicyRule>>;

export type RuleName = keyof typeof rules;

/** The names of the rules of a scope. */
export type RuleOf<Scope extends PolicyRule["scope"]> = {
  [Name in RuleName]: (typeof rules)[Name]["scope"] extends Scope ? Name : never;
}[RuleName];

export const ruleNames = Object.keys(rules) as [RuleName, ...RuleName[]];
