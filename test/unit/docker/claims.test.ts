import { describe, expect, test } from "vitest";
import { nameProblems, portProblems, unpublishedPorts, volumeProblems } from "../../../lib/docker/claims.ts";
import type { Container } from "../../../lib/docker/containers.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { container } from "../support/engine-facts.ts";

const dev = { stage: "dev", id: "1a" };
const claims = {
  containers: [{ name: "web", where: "stacks/a/web/compose.yaml:3" }],
  ports: [
    { ip: "", published: 8080, target: 80, protocol: "tcp", where: "stacks/a/web/compose.yaml:5" },
    { ip: "127.0.0.1", published: 53, target: 53, protocol: "udp", where: "stacks/a/web/compose.yaml:6" },
  ],
};

function labelsOf(owner: string): Record<string, string> {
  return { "smallboat.stage": "dev", "smallboat.incarnation": `${owner}.f3` };
}

function names(...present: Container[]): string[] {
  return nameProblems(claims, present, dev).map(problemLine);
}

function ports(...present: Container[]): string[] {
  return portProblems(claims, present, dev).map(problemLine);
}

const tcp8080 = { ip: "0.0.0.0", published: 8080, target: 80, protocol: "tcp" };

describe("container names", () => {
  test("a free name, and a container of ours, are no problem", () => {
    expect(names()).toEqual([]);
    expect(names(container({ labels: { "smallboat.stage": "dev" } }), container({ name: "web-2" }))).toEqual(
      [],
    );
    expect(names(container({ labels: labelsOf("1a") }))).toEqual([]);
  });

  test.each([
    [
      { labels: labelsOf("2b") },
      'found a container of stage "dev" of another checkout; ' +
        'run "make down STAGE=dev" there or choose another container_name',
    ],
    [
      { labels: { "smallboat.stage": "prod" } },
      'found a container of stage "prod"; run "make down STAGE=prod" or choose another container_name',
    ],
    [
      { labels: { "com.docker.compose.project": "shop" } },
      'found a container of the compose project "shop"; ' +
        'run "docker compose -p shop down" or choose another container_name',
    ],
    [
      {},
      'found a container of image "nginx:1.29" that smallboat did not create; ' +
        'run "docker rm -f web" or choose another container_name',
    ],
  ])("a foreign container with the wanted name is reported with its owner: %o", (facts, rest) => {
    expect(names(container(facts))).toEqual([
      `stacks/a/web/compose.yaml:3: expected the container name "web" to be free, ${rest}`,
    ]);
  });
});

test("Docker Compose's resources of an adopted stack are ours, by name and labels", () => {
  const labels = { "com.docker.compose.project": "shop", "com.docker.compose.service": "web" };
  const adopting = {
    ...claims,
    containers: [{ ...claims.containers[0], name: "web", where: "a:1", adopts: labels }],
  };
  const among = (...present: Container[]) => [
    ...nameProblems(adopting, present, dev),
    ...portProblems(adopting, present, dev),
  ];
  const made = { labels: { ...labels, more: "1" }, ports: [tcp8080] };
  expect(among(container(made))).toEqual([]);
  const others: Partial<Container>[] = [
    { ...made, labels: { ...made.labels, "smallboat.stage": "prod" } },
    { ...made, labels: { ...made.labels, "com.docker.compose.service": "db" } },
  ];
  for (const other of others) expect(among(container(other))).toHaveLength(2);
  expect(among(container({ ...made, name: "web-2" }))).toHaveLength(1);
});

test("a volume is a problem only if a container of a namesake uses it", () => {
  const volumes = [{ name: "web_data", where: "stacks/a/web" }];
  const among = (...present: Container[]) =>
    volumeProblems({ ...claims, volumes }, present, dev).map(problemLine);
  const user = { name: "other", volumes: ["web_data"] };
  expect(
    among(
      container({ ...user, labels: labelsOf("1a") }),
      container({ ...user, labels: {} }),
      container({ labels: labelsOf("2b"), volumes: ["web_data2"] }),
    ),
  ).toEqual([]);
  expect(among(container({ ...user, labels: labelsOf("2b") }))).toEqual([
    'stacks/a/web: expected the volume "web_data" to be free, found it in use by container "other" of stage "dev" ' +
      'of another checkout; run "make down STAGE=dev" there or choose another name',
  ]);
});

describe("published ports", () => {
  test("a port of ours, another protocol, another address are no problem", () => {
    expect(
      ports(
        container({ labels: { "smallboat.stage": "dev" }, ports: [tcp8080] }),
        container({ ports: [{ ...tcp8080, protocol: "udp" }] }),
        container({ ports: [{ ip: "10.0.0.1", published: 53, target: 53, protocol: "udp" }] }),
      ),
    ).toEqual([]);
  });

  test("every port of a stranger is reported", () => {
    const dns = { ip: "0.0.0.0", published: 53, target: 53, protocol: "udp" };
    expect(ports(container({ name: "proxy", ports: [tcp8080, dns] }))).toEqual([
      "stacks/a/web/compose.yaml:5: expected port 8080/tcp to be free, found it published by container " +
        '"proxy" of image "nginx:1.29" that smallboat did not create; ' +
        'run "docker rm -f proxy" or choose another port',
      "stacks/a/web/compose.yaml:6: expected port 127.0.0.1:53/udp to be free, found it published by container " +
        '"proxy" of image "nginx:1.29" that smallboat did not create; ' +
        'run "docker rm -f proxy" or choose another port',
    ]);
  });

  test("only ports that no container publishes are tested", () => {
    expect(unpublishedPorts(claims, [container({ ports: [tcp8080] })])).toEqual([claims.ports[1]]);
  });
});
