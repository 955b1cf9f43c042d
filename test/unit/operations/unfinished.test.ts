import { expect, test } from "vitest";
import { unfinished } from "../../../operations/unfinished.ts";

const local = "urn:pulumi:dev::boat::pulumi:providers:docker::Local";
const remote = "urn:pulumi:dev::boat::pulumi:providers:docker::remote";
const resources = [
  { urn: local, type: "pulumi:providers:docker", inputs: { host: "unix:///a.sock" } },
  { urn: remote, type: "pulumi:providers:docker", inputs: { host: "tcp://b:2376", certPath: "/certs" } },
];

function pending(type: string, kind: string, name: unknown, provider: string) {
  return { type, resource: { urn: `urn:${name}`, type: `docker:index/${kind}`, inputs: { name }, provider } };
}

test("only containers and networks that were being created count, the containers first", () => {
  expect(
    unfinished({
      resources,
      pending: [
        pending("creating", "network:Network", "net", `${local}::id-1`),
        pending("creating", "container:Container", "web", `${remote}::id-2`),
        pending("deleting", "container:Container", "old", `${local}::id-1`),
        pending("updating", "container:Container", "kept", `${local}::id-1`),
        pending("creating", "volume:Volume", "data", `${local}::id-1`),
        pending("creating", "container:Container", "lost", "urn:none::id-3"),
        pending("creating", "container:Container", undefined, `${local}::id-1`),
      ],
    }),
  ).toEqual([
    { kind: "container", name: "web", urn: "urn:web", engine: "tcp://b:2376", certPath: "/certs" },
    { kind: "network", name: "net", urn: "urn:net", engine: "unix:///a.sock" },
  ]);
});
