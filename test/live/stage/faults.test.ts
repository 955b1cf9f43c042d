import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { docker, dockerLines, type Outcome } from "../support/command.ts";
import { freePort } from "../support/names.ts";
import { engine, Project } from "../support/project.ts";

const project = new Project();
const { stage } = project;
const file = `Pulumi.${stage}.yaml`;
const nginx = { image: "nginx:1.26" };

/** The faults that a run reports, a line each; nothing else may be an error, and nothing may have been made. */
async function refused(): Promise<string[]> {
  const outcome = await project.operation("up");
  const made = await dockerLines(
    "container",
    "ls",
    "--all",
    "--quiet",
    `--filter=label=smallboat.stage=${stage}`,
  );
  expect({ failed: outcome.code !== 0, made, resources: await resources() }).toEqual({
    failed: true,
    made: [],
    resources: [],
  });
  return faults(outcome);
}

/** Types of what the state records, but for the stage's own id. */
async function resources(): Promise<string[]> {
  const { stdout } = await project.pulumi("stack", "export");
  const { deployment } = JSON.parse(stdout) as { deployment: { resources?: { type: string }[] } };
  const own = ["pulumi:pulumi:Stack", "pulumi:providers:pulumi", "pulumi:index:Stash"];
  return (deployment.resources ?? []).map(({ type }) => type).filter((type) => !own.includes(type));
}

function faults({ stdout, stderr }: Outcome): string[] {
  const lines = `${stdout}\n${stderr}`.split("\n").map((line) => line.trim().replace(/^error: /, ""));
  return lines.filter((line) => /: expected |error\b/i.test(line));
}

test("settings: every mistake at once, with its path", async () => {
  project.configure({
    hosts: { Local: { engine, engin: engine } },
    registri: { host: "Local" },
    pypi: { host: "Locl", port: 99999 },
    generateSecrets: true,
  });
  onTestFinished(() =>
    project.configure({
      hosts: { Local: { engine } },
      registri: undefined,
      pypi: undefined,
      generateSecrets: undefined,
    }),
  );
  const at = `${file} smallboat:`;
  expect(await refused()).toEqual([
    `${at}hosts.Local.engin: expected one of engine, certPath, found the unknown setting engin; write engine`,
    `${at}pypi.host: expected one of the hosts Local, found "Locl"; write Local`,
    `${at}pypi.port: expected a port from 1 to 65535, found 99999; correct it`,
    `${at}registri: expected one of hosts, registry, pypi, gitlab, projects, runners, values, secrets, ` +
      "adopted, allowDelete, locked, promote, policy, drift, notify, strict, unreachable, incarnation, renew, generateSecrets, found the unknown setting registri; write registry",
  ]);
});

test("the message for a missing secret names the command that sets it", async () => {
  project.configure({ registry: { host: "Local", port: await freePort() } });
  onTestFinished(() => project.configure({ registry: undefined }));
  expect(await refused()).toEqual([
    `${file} smallboat:secrets.AFCRED: expected a secret, found nothing; set it with: pulumi config set --stack ` +
      `${stage} --secret --path 'smallboat:secrets.AFCRED'`,
  ]);
});

test("an engine that does not answer", async () => {
  project.stack("Local/web", { services: { web: nginx } });
  project.configure({ hosts: { Local: { engine: "unix:///nonexistent/docker.sock" } } });
  onTestFinished(() => {
    project.configure({ hosts: { Local: { engine } } });
    project.remove("Local/web");
  });
  expect(await refused()).toEqual([
    `${file} smallboat:hosts.Local.engine: expected a Docker engine at unix:///nonexistent/docker.sock, found ` +
      '"connect ENOENT /nonexistent/docker.sock"; start Docker ("make setup" does on Debian and Ubuntu), or ' +
      "correct the address",
  ]);
});

test("stack folders: every mistake at once, with file, line and column", async () => {
  project.stack("Elsewhere/web", { services: { web: nginx } });
  project.write(
    "Local/bind/compose.yaml",
    "services:\n  web:\n    image: nginx:1.26\n    volumes: [./page.html:/page.html, ./data:/data]\n",
  );
  project.write("Local/syntax/compose.yaml", "services:\n  web:\n    image: [nginx\n");
  project.write("Local/key/compose.yaml", "services:\n  web:\n    image: nginx:1.26\n    restrat: always\n");
  project.write(
    "Local/network/compose.yaml",
    "services:\n  web:\n    image: nginx:1.26\n    networks: [absent]\n",
  );
  project.write(
    "Local/volume/compose.yaml",
    "services:\n  web:\n    image: nginx:1.26\n    volumes: [absent:/data]\n",
  );
  project.write(
    "Local/port/compose.yaml",
    'services:\n  web:\n    image: nginx:1.26\n    ports: ["70000:80"]\n',
  );
  project.write(
    "Local/cycle/compose.yaml",
    "services:\n  a: {image: nginx:1.26, depends_on: [b]}\n  b: {image: nginx:1.26, depends_on: [a]}\n",
  );
  onTestFinished(() => project.remove(""));
  expect(await refused()).toEqual([
    "stacks/Elsewhere: expected a folder for one of the hosts Local, found the unknown host Elsewhere; add it to " +
      `smallboat:hosts of ${file}, or rename or remove the folder`,
    "stacks/Local/bind/compose.yaml:4:15: expected a file at ./page.html, found nothing; make it, or correct the path",
    "stacks/Local/cycle/compose.yaml:2:39: expected depends_on without a cycle, found a -> b -> a; remove one of " +
      "these dependencies",
    'stacks/Local/key/compose.yaml:4:5: expected a key of services.web, found "restrat"; write restart',
    'stacks/Local/network/compose.yaml:4:16: expected a defined network, found "absent"; define it: networks: ' +
      "{absent: {}}",
    "stacks/Local/port/compose.yaml:4:13: expected services.web.ports[0] as a port from 1 to 65535, found " +
      '"70000:80"; choose one in range',
    "stacks/Local/syntax/compose.yaml:4:1: expected valid YAML, found Flow sequence in block collection must be " +
      "sufficiently indented and end with a ]; close the bracket",
    'stacks/Local/volume/compose.yaml:4:15: expected a defined volume, found "absent"; define it: volumes: ' +
      "{absent: {}}, or write ./ before it",
  ]);
});

test("names and ports that foreign containers use", async () => {
  const [twice, bound] = [await freePort(), await freePort()];
  const server = createServer();
  await new Promise<void>((done) => server.listen(bound, "127.0.0.1", done));
  const name = `${stage}-theirs`;
  await docker("create", "--name", name, "nginx:1.26");
  onTestFinished(async () => {
    server.close();
    await docker("rm", name);
    project.remove("");
  });
  for (const each of ["one", "two"]) {
    project.stack(`Local/${each}`, { services: { web: { ...nginx, ports: [`127.0.0.1:${twice}:80`] } } });
  }
  project.stack("Local/named", { services: { web: { ...nginx, container_name: name } } });
  project.stack("Local/bound", { services: { web: { ...nginx, ports: [`127.0.0.1:${bound}:80`] } } });
  expect(await refused()).toEqual([
    `stacks/Local/two/compose.yaml:10:9: expected port 127.0.0.1:${twice}/tcp once on an engine, found it also in ` +
      "stacks/Local/one/compose.yaml:10:9; change one port",
    `stacks/Local/named/compose.yaml:9:5: expected the container name "${name}" to be free, found a container of ` +
      `image "nginx:1.26" that smallboat did not create; run "docker rm -f ${name}" or choose another container_name`,
    `stacks/Local/bound/compose.yaml:10:9: expected port 127.0.0.1:${bound}/tcp to be free, found it bound by ` +
      `node (pid ${process.pid}); stop that process or choose another port`,
  ]);
});

test("a broken rule of level deny: a preview warns, and up creates nothing", async () => {
  const exception = { rule: "image-tag", reason: "It has no versions.", until: "2126-12-31" };
  project.configure({
    policy: {
      rules: { "image-tag": "deny", healthcheck: "warn" },
      exceptions: [{ ...exception, stack: "Local/old" }],
    },
  });
  for (const each of ["web", "old"])
    project.stack(`Local/${each}`, { services: { web: { image: "nginx" } } });
  onTestFinished(() => {
    project.remove("");
    project.configure({ policy: undefined });
  });
  const denied =
    "stacks/Local/web/compose.yaml:8:5: expected an image with a tag other than latest, found nginx; name a version " +
    "[policy image-tag: deny]";
  const unchecked = (stack: string) =>
    `stacks/Local/${stack}/compose.yaml:7:3: expected a healthcheck, found none; write healthcheck ` +
    "[policy healthcheck: warn]";
  expect(await refused()).toEqual([denied]);
  const { code, stdout } = await project.pulumi("preview", "--non-interactive");
  const warnings = stdout
    .split("\n")
    .flatMap((line) => /^\s*warning: (.*\[policy .*)$/.exec(line)?.[1] ?? []);
  expect([code, warnings]).toEqual([0, [`${denied} [stops an update]`, unchecked("old"), unchecked("web")]]);
});

test("a missing passphrase", async () => {
  expect(faults(await project.operation("up", { PULUMI_CONFIG_PASSPHRASE: undefined }))).toEqual([
    `PULUMI_CONFIG_PASSPHRASE: expected the passphrase of stage "${stage}", found none; export it, or set ` +
      "PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it",
  ]);
});

test("a wrong passphrase", async () => {
  expect(faults(await project.operation("up", { PULUMI_CONFIG_PASSPHRASE: "wrong" }))).toEqual([
    `PULUMI_CONFIG_PASSPHRASE: expected the passphrase with which stage "${stage}" was made, found another one; ` +
      "restore it: without it the stage's secrets cannot be read",
  ]);
});
