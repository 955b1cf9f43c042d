import { describe, expect, test } from "vitest";
import { judgeDeclared } from "../../../lib/policy/index.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import type { RuleOf } from "../../../lib/settings/policy-rules.ts";
import { loaded, settings } from "../plan/stage.ts";

const secrets = { AFCRED: "hunter2", TWINE_PASSWORD: "hunter3", DB_PASSWORD: "correct horse" };
const file = "stacks/Local/app/compose.yaml";

/** What one rule says of a service with these lines, in a file with these further lines. */
function said(rule: string, service: string, further: string): string[] {
  const text = `services:\n  web:\n${service.replace(/^/gm, "    ")}\n${further}`;
  const checked = settings({ secrets, policy: { rules: { [rule]: "deny" } } });
  const { stacks, lines } = loaded({ [file]: text, "stacks/Local/app/.env": "OWN=hunter4\n" }, checked);
  expect(lines).toEqual([]);
  const { refusals, warnings } = judgeDeclared(checked, { stacks, projects: [] });
  expect(warnings).toEqual([]);
  return refusals.map(problemLine);
}

interface Examples {
  /** The line that a finding becomes. */
  readonly line: (where: string, found: string) => string;
  /** Lines of a service, further lines of the file, and of each finding where it is and what was found. */
  readonly bad: readonly (readonly [
    service: string,
    found: Readonly<Record<string, string>>,
    further?: string,
  ])[];
  readonly good: readonly (readonly [service: string, further?: string])[];
}

const nginx = "image: nginx:1.26";
const digest = `@sha256:${"a".repeat(64)}`;
const built = "build: {context: ., dockerfile_inline: FROM scratch}";
const always = "restart: always";
const awaited = `  after:\n    ${nginx}\n    depends_on: {web: {condition: service_completed_successfully}}\n`;

const table: Readonly<Record<RuleOf<"service">, Examples>> = {
  "image-tag": {
    line: (where, found) =>
      `${file}:${where}: expected an image with a tag other than latest, found ${found}; name a version [policy image-tag: deny]`,
    bad: [
      ["image: nginx", { "3:5": "nginx" }],
      ["image: nginx:latest", { "3:5": "nginx:latest" }],
      ["image: harbor.example.com:5000/team/app", { "3:5": "harbor.example.com:5000/team/app" }],
    ],
    good: [
      [nginx],
      ["image: a.example.com:5000/team/app:2"],
      [`image: nginx${digest}`],
      [built],
      [`${built}\nimage: app`],
    ],
  },
  "image-digest": {
    line: (where, found) =>
      `${file}:${where}: expected an image with its digest, found ${found}; ` +
      "add the digest of the tested image after an @ [policy image-digest: deny]",
    bad: [[nginx, { "3:5": "nginx:1.26" }]],
    good: [[`${nginx}${digest}`], [built]],
  },
  privileged: {
    line: (where, found) =>
      `${file}:${where}: expected a container without the rights of the host's root, found ${found}; ` +
      "give it only the capabilities and devices that it needs [policy privileged: deny]",
    bad: [
      [`${nginx}\nprivileged: true`, { "4:5": "privileged: true" }],
      [`${nginx}\ncap_add: [CAP_ALL]`, { "4:5": "cap_add: ALL" }],
    ],
    good: [[`${nginx}\nprivileged: false\ncap_add: [NET_ADMIN]`]],
  },
  "host-namespaces": {
    line: (where, found) =>
      `${file}:${where}: expected namespaces of its own, found ${found}; ` +
      "remove the key, and publish the ports that it needs [policy host-namespaces: deny]",
    bad: [
      [`${nginx}\nnetwork_mode: host`, { "4:5": "network_mode: host" }],
      [`${nginx}\npid: host\nipc: host`, { "4:5": "pid: host", "5:5": "ipc: host" }],
    ],
    good: [[`${nginx}\nnetwork_mode: none\nipc: shareable`]],
  },
  "docker-socket": {
    line: (where, found) =>
      `${file}:${where}: expected no access to a container engine, found ${found}; ` +
      "remove the mount, or let a proxy that filters requests stand between them [policy docker-socket: deny]",
    bad: [
      [`${nginx}\nvolumes:\n  - /var/run/docker.sock:/s:ro`, { "5:9": "a mount of /var/run/docker.sock" }],
      [`${nginx}\nvolumes:\n  - {type: bind, source: /run/, target: /run}`, { "5:9": "a mount of /run/" }],
      [
        `${nginx}\nvolumes:\n  - run:/run`,
        { "5:9": "a mount of /var/run" },
        "volumes: {run: {driver_opts: {type: none, o: bind, device: /var/run}}}",
      ],
    ],
    good: [
      [`${nginx}\nvolumes:\n  - /var/lib/app:/a\n  - /run/app:/b\n  - data:/data`, "volumes: {data: {}}"],
      [
        `${nginx}\nvolumes:\n  - data:/data`,
        "volumes: {data: {driver_opts: {type: nfs, o: addr=10.0.0.5, device: ':/var/run'}}}",
      ],
    ],
  },
  "host-root": {
    line: (where, found) =>
      `${file}:${where}: expected no mount of the host's root folder, found ${found}; ` +
      "mount only the folders that it needs [policy host-root: deny]",
    bad: [
      [`${nginx}\nvolumes:\n  - /:/host:ro`, { "5:9": "a mount of /" }],
      [`${nginx}\nvolumes:\n  - /srv/..:/host`, { "5:9": "a mount of /srv/.." }],
    ],
    good: [[`${nginx}\nvolumes:\n  - /proc:/host/proc:ro`]],
  },
  "internal-ports": {
    line: (where, found) =>
      `${file}:${where}: expected ports of an internal service on one address, found ${found}; ` +
      "write 127.0.0.1 or another address before the port, or remove it [policy internal-ports: deny]",
    bad: [
      [
        `${nginx}\nx-smallboat: {internal: true}\nports:\n  - "8080:80"\n  - "80"\n  - "0.0.0.0:8081:81"`,
        {
          "6:9": "port 8080 on all addresses",
          "7:9": "any port on all addresses",
          "8:9": "port 8081 on all addresses",
        },
      ],
    ],
    good: [
      [`${nginx}\nx-smallboat: {internal: true}\nports: ["127.0.0.1:8080:80", "10.0.0.9:8080:80"]`],
      [`${nginx}\nx-smallboat: {internal: false}\nports: ["8080:80"]`],
      [`${nginx}\nports: ["8080:80"]`],
    ],
  },
  "plain-secrets": {
    line: (where, found) =>
      `${file}:${where}: expected secrets from smallboat:secrets only, found ${found}; ` +
      "move it to smallboat:secrets, and write its name as a variable [policy plain-secrets: deny]",
    bad: [
      [`${nginx}\nenvironment:\n  DB_PASSWORD: horse`, { "5:7": "DB_PASSWORD in plain text" }],
      [`${nginx}\nenvironment:\n  - API_TOKEN=$OWN`, { "5:9": "API_TOKEN in plain text" }],
      [
        `${nginx}\nenvironment:\n  DB: postgres://app:horse@db/app\n  SEED: q8Zt2LmX0vR7bKfW3nYc`,
        {
          "5:7": "a value of DB that looks like a secret",
          "6:7": "a value of SEED that looks like a secret",
        },
      ],
    ],
    good: [
      [`${nginx}\nenvironment:\n  DB_PASSWORD: $DB_PASSWORD\n  DB: "postgres://app:$\{DB_PASSWORD}@db/app"`],
      [`${nginx}\nenvironment:\n  DB_PASSWORD_FILE: /run/secrets/db\n  API_TOKEN: ""\n  STAGE: dev`],
    ],
  },
  healthcheck: {
    line: (where, found) =>
      `${file}:${where}: expected a healthcheck, found ${found}; write healthcheck [policy healthcheck: deny]`,
    bad: [
      [nginx, { "2:3": "none" }],
      [`${nginx}\nrestart: on-failure\nhealthcheck: {disable: true}`, { "5:5": "none" }],
      [`${nginx}\nhealthcheck: {interval: 5s}`, { "4:5": "none" }],
    ],
    good: [
      [`${nginx}\nhealthcheck: {test: curl -f http://127.0.0.1}`],
      [`${nginx}\nrestart: "no"`],
      [`${nginx}\nrestart: always\ndeploy: {restart_policy: {condition: none}}`],
      [nginx, awaited.replace("depends_on", 'restart: "no"\n    depends_on')],
    ],
  },
  "memory-limit": {
    line: (where, found) =>
      `${file}:${where}: expected a memory limit, found ${found}; write mem_limit, such as 512m [policy memory-limit: deny]`,
    bad: [[`${nginx}\n${always}`, { "2:3": "none" }]],
    good: [
      [`${nginx}\nmem_limit: 1g`],
      [`${nginx}\ndeploy: {resources: {limits: {memory: 1g}}}`],
      [`${nginx}\nrestart: "no"`],
    ],
  },
  "restart-policy": {
    line: (where, found) =>
      `${file}:${where}: expected a restart policy, found ${found}; ` +
      'write restart: unless-stopped, or restart: "no" if it is to end [policy restart-policy: deny]',
    bad: [[nginx, { "2:3": "none" }]],
    good: [
      [`${nginx}\n${always}`],
      [`${nginx}\nrestart: "no"`],
      [`${nginx}\ndeploy: {restart_policy: {condition: any}}`],
      [nginx, awaited.replace("depends_on", `${always}\n    depends_on`)],
    ],
  },
};

describe.each(Object.entries(table))("%s", (rule, { line, bad, good }) => {
  test.each(bad.map((each) => [each] as const))("refuses %j", ([service, found, further = ""]) => {
    expect(said(rule, service, further)).toEqual(
      Object.entries(found).map(([where, what]) => line(where, what)),
    );
  });

  test.each(good.map((each) => [each] as const))("accepts %j", ([service, further = ""]) => {
    expect(said(rule, service, further)).toEqual([]);
  });
});
