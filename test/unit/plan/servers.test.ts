import { describe, expect, test } from "vitest";
import { planPypi } from "../../../lib/plan/pypi.ts";
import { planRegistry } from "../../../lib/plan/registry.ts";
import { settings } from "./stage.ts";

/** Where clients find a server, and where its container publishes it. */
function places(plan: ReturnType<typeof planRegistry> | ReturnType<typeof planPypi>) {
  const { server, ...places } = plan ?? {};
  return { ...places, published: server?.plan.containers.map(({ fields }) => fields.ports) };
}

function port(ip: string, internal: number, external: number) {
  return [[{ internal, external, ip, protocol: "tcp" }]];
}

/** A server on Local has this machine to itself. */
function hostsFor(server: object): object {
  const isLocal = "host" in server && server.host === "Local";
  return isLocal ? { hosts: { Local: { engine: "unix:///var/run/docker.sock" } } } : {};
}

describe("the registry", () => {
  const login = { user: "repouser" };
  test.each<[string, object, object]>([
    [
      "on this machine: loopback, plain",
      { host: "Local" },
      {
        ...login,
        address: "127.0.0.1:5000",
        url: "http://127.0.0.1:5000",
        repositories: "127.0.0.1:5000/docker-local",
        published: port("127.0.0.1", 5000, 5000),
      },
    ],
    [
      "on another machine with TLS: its address, every interface",
      { host: "far", port: 5443, tls: "self-signed", prefix: "team/app", user: "deploy" },
      {
        user: "deploy",
        address: "10.0.0.60:5443",
        url: "https://10.0.0.60:5443",
        repositories: "10.0.0.60:5443/team/app",
        published: port("", 5000, 5443),
      },
    ],
    [
      "with an address of its own: behind a proxy, say",
      { host: "far", address: "images.example.com" },
      {
        ...login,
        address: "images.example.com",
        url: "http://images.example.com",
        repositories: "images.example.com/docker-local",
        published: port("", 5000, 5000),
      },
    ],
    [
      "on Docker's bridge: for this machine and its containers",
      { host: "far", address: "172.17.0.1:5000", bind: "172.17.0.1" },
      {
        ...login,
        address: "172.17.0.1:5000",
        url: "http://172.17.0.1:5000",
        repositories: "172.17.0.1:5000/docker-local",
        published: port("172.17.0.1", 5000, 5000),
      },
    ],
    [
      "that exists already: nothing is run",
      { external: "harbor.example.com:8443" },
      {
        ...login,
        address: "harbor.example.com:8443",
        url: "https://harbor.example.com:8443",
        repositories: "harbor.example.com:8443/docker-local",
        published: undefined,
      },
    ],
  ])("%s", (_, registry, want) => {
    expect(places(planRegistry(settings({ registry, ...hostsFor(registry) })))).toEqual(want);
  });

  test("on this machine, for other machines too: every interface", () => {
    const registry = { host: "Local", address: "10.0.0.5:5000" };
    expect(places(planRegistry(settings({ registry })))).toEqual({
      ...login,
      address: "10.0.0.5:5000",
      url: "http://10.0.0.5:5000",
      repositories: "10.0.0.5:5000/docker-local",
      published: port("", 5000, 5000),
    });
  });

  test("on this machine, for other machines, without an address", () => {
    expect(() => settings({ registry: { host: "Local" }, pypi: { host: "Local" } })).toThrow(
      ["pypi", "registry"]
        .map(
          (section) =>
            `Pulumi.dev.yaml smallboat:${section}.address: expected the address by which the other hosts reach ` +
            "this machine, found nothing; add it as host:port",
        )
        .join("\n"),
    );
  });

  test("a stage may have none", () => {
    expect(planRegistry(settings())).toBe(undefined);
  });
});

describe("PyPI", () => {
  const login = { user: "pypiuser" };
  test.each<[string, object, object]>([
    [
      "on this machine",
      { host: "Local" },
      { ...login, url: "http://127.0.0.1:8010", published: port("127.0.0.1", 8080, 8010) },
    ],
    [
      "on another machine",
      { host: "far", port: 80, user: "ci" },
      { user: "ci", url: "http://10.0.0.60:80", published: port("", 8080, 80) },
    ],
    [
      "that exists already",
      { external: "https://pypi.example.com/simple" },
      { ...login, url: "https://pypi.example.com/simple", published: undefined },
    ],
  ])("%s", (_, pypi, want) => {
    expect(places(planPypi(settings({ pypi, ...hostsFor(pypi) })))).toEqual(want);
  });

  test.each([
    ["anonymous", "--authenticate=update"],
    ["login", "--authenticate=update,download,list"],
  ])("with downloads set to %s, uploads and deletions need a login", (downloads, flag) => {
    const server = planPypi(
      settings({ pypi: { host: "far", downloads, ready: "1m30s", image: "pypi:9" } }),
    )?.server;
    const container = server?.plan.containers[0];
    expect({ ready: server?.ready, flag: container?.fields.command?.[3], image: container?.image }).toEqual({
      ready: 90,
      flag,
      image: "pypi:9",
    });
  });

  test("a stage may have none", () => {
    expect(planPypi(settings())).toBe(undefined);
  });
});
