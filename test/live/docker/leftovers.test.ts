import { expect, onTestFinished, test, vi } from "vitest";
import { endRunnerJobs } from "../../../cli/down/runner-jobs.ts";
import { connect } from "../../../lib/docker/client.ts";
import { removeLeftover, removeLeftoverNetwork } from "../../../lib/docker/leftovers.ts";
import { freeSubnet } from "../support/names.ts";
import { container, docker, engine, existing, network, randomName } from "./docker.ts";

vi.setConfig({ testTimeout: 60_000 });

const dev = { stage: "dev", id: "1a" };
const where = "stacks/a/b/compose.yaml:3:5";

function label(stage: string): string {
  return `--label=smallboat.stage=${stage}`;
}

test("a free name stays free", async () => {
  const name = randomName();
  await removeLeftover(engine, { name, where }, dev);
  await removeLeftoverNetwork(engine, { name, where }, dev);
  expect([await existing("container", name), await existing("network", name)]).toEqual([[], []]);
});

test("a container of ours is removed, and its volume stays", async () => {
  const [name, data] = [randomName(), randomName()];
  await container("run", name, label("dev"), `--volume=${data}:/data`);
  await removeLeftover(engine, { name, where }, dev);
  expect(await existing("container", name)).toEqual([]);
  expect(await docker("volume", "rm", data)).toBe(data);
});

test("the containers and the network that Docker Compose made for an adopted stack are removed", async () => {
  const name = randomName();
  const made = (service: string) => ({
    "com.docker.compose.project": name,
    "com.docker.compose.service": service,
  });
  const labels = Object.entries(made("web")).map(([label, value]) => `--label=${label}=${value}`);
  await docker(
    "network",
    "create",
    `--subnet=${freeSubnet()}`,
    `--label=com.docker.compose.project=${name}`,
    name,
  );
  await container("run", name, ...labels, `--network=${name}`);
  const claim = { name, where, adopts: made("db") };
  await expect(removeLeftover(engine, claim, dev)).rejects.toThrow(`of the compose project "${name}"`);
  const adopts = { "com.docker.compose.project": name };
  await removeLeftoverNetwork(engine, { name, where, adopts }, dev);
  await removeLeftover(engine, { name, where, adopts: made("web") }, dev);
  expect([await existing("container", name), await existing("network", name)]).toEqual([[], []]);
});

test.each([
  [
    "without a label",
    [],
    'of image "registry:3" that smallboat did not create',
    (name: string) => `docker rm -f ${name}`,
  ],
  ["of another stage", [label("prod")], 'of stage "prod"', () => "make down STAGE=prod"],
])("a container %s is refused and stays", async (_, options, owner, command) => {
  const name = randomName();
  await container("create", name, ...options);
  await expect(removeLeftover(engine, { name, where }, dev)).rejects.toThrow(
    `${where}: expected the container name "${name}" to be free, found a container ${owner}; ` +
      `run "${command(name)}" or choose another container_name`,
  );
  expect(await existing("container", name)).toEqual([name]);
});

test("every own network of that name is removed, even with an own container on it", async () => {
  const name = randomName();
  await network(name, "dev");
  await container("run", name, label("dev"), `--network=${name}`);
  await network(name, "dev");
  await network(`${name}-more`, "dev");
  await removeLeftoverNetwork(engine, { name, where }, dev);
  expect(await existing("network", name)).toEqual([`${name}-more`]);
});

test("a network with somebody else's container is refused and stays", async () => {
  const name = randomName();
  await network(name, "dev");
  await container("create", name, `--network=${name}`);
  await expect(removeLeftoverNetwork(engine, { name, where }, dev)).rejects.toThrow(
    `${where}: expected the network name "${name}" to be free, found a network of that name that smallboat ` +
      `did not create, or that others use; run "docker network rm ${name}" or choose another name`,
  );
  expect(await existing("network", name)).toEqual([name]);
});

test("an engine that does not answer is a problem of the claim", async () => {
  const unreachable = connect("unix:///nonexistent.sock");
  await expect(removeLeftover(unreachable, { name: "web", where }, dev)).rejects.toThrow(
    `${where}: expected a Docker engine at unix:///nonexistent.sock, found "connect ENOENT /nonexistent.sock"; ` +
      'start Docker ("make setup" does on Debian and Ubuntu), or correct the address',
  );
});

test("a container and a network of a stage of the same name in another checkout are refused and stay", async () => {
  const name = randomName();
  const namesake = [label("dev"), "--label=smallboat.incarnation=2b.life"];
  await container("create", name, ...namesake);
  await docker("network", "create", ...namesake, `--subnet=${freeSubnet()}`, name);
  await expect(removeLeftover(engine, { name, where }, dev)).rejects.toThrow(
    `${where}: expected the container name "${name}" to be free, found a container of stage "dev" of another checkout; ` +
      'run "make down STAGE=dev" there or choose another container_name',
  );
  await expect(removeLeftoverNetwork(engine, { name, where }, dev)).rejects.toThrow(
    "found a network of that name that a stage of the same name in another checkout created",
  );
  expect([await existing("container", name), await existing("network", name)]).toEqual([[name], [name]]);
  await docker("network", "rm", name);
});

test("things that jobs made are removed with the stand-in's runners of a stage", async () => {
  const [stage, system, runner, job, other] = Array.from({ length: 5 }, randomName) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const image = `smallboat-standin-runner:${stage}`;
  await docker("tag", "registry:3", image);
  onTestFinished(async () => {
    await docker("rm", "--force", "--volumes", runner);
    await docker("rmi", image);
  });
  await docker("run", "--detach", "--name", runner, label(stage), image);
  const folder = "/var/lib/smallboat-runner";
  await docker("exec", runner, "sh", "-c", `mkdir -p ${folder} && echo ${system} > ${folder}/system_id`);
  const made = `--label=smallboat.runner.system=${system}`;
  await docker("network", "create", `--subnet=${freeSubnet()}`, made, job);
  await container("run", job, made, `--network=${job}`);
  await container("run", other, "--label=smallboat.runner.system=other");
  await endRunnerJobs({ stage }, [{ engine, where }]);
  expect([await existing("container", job), await existing("network", job)]).toEqual([[], []]);
  expect(await existing("container", other)).toEqual([other]);
  expect(await docker("inspect", "--format={{.State.Running}}", runner)).toBe("false");
});
