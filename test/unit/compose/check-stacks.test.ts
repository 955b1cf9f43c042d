import { describe, expect, test } from "vitest";
import { checkStacks, loadStack, planStack, type StackOnEngine } from "../../../lib/compose/index.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { DIR, memoryFiles } from "./support.ts";

function placed(name: string, engine: string, text: string): StackOnEngine {
  const label = `stacks/Local/${name}`;
  const files = memoryFiles({ "compose.yaml": `name: ${name}\n${text}` });
  return {
    label,
    engine,
    plan: planStack(loadStack({ dir: DIR, label, values: {} }, files), { stage: "dev", host: "Local" }),
  };
}

const conflicts = (a: string, b: string) =>
  checkStacks([placed("one", "engine", a), placed("two", "engine", b)]).map(problemLine);

const port = (text: string) => `services: {a: {image: x, ports: ["${text}"]}}`;

describe("claims of two stacks of one engine", () => {
  test.each<[string, string, string, string[]]>([
    ["nothing", port("80:80"), port("81:80"), []],
    [
      "a port",
      port("80:80"),
      port("127.0.0.1:80:8080"),
      [
        "stacks/Local/two/compose.yaml:2:34: expected port 127.0.0.1:80/tcp once on an engine, found it also in stacks/Local/one/compose.yaml:2:34; change one port",
      ],
    ],
    ["a port of different addresses", port("127.0.0.1:80:80"), port("127.0.0.2:80:80"), []],
    ["a port of different protocols", port("53:53"), port("53:53/udp"), []],
    ["a port of IPv4 and IPv6", port("0.0.0.0:80:80"), port("[::1]:80:80"), []],
    [
      "a port of all IPv6 addresses",
      port("[::]:80:80"),
      port("[::1]:80:80"),
      [
        "stacks/Local/two/compose.yaml:2:34: expected port [::1]:80/tcp once on an engine, found it also in stacks/Local/one/compose.yaml:2:34; change one port",
      ],
    ],
    [
      "a port in the long form",
      "services:\n  a:\n    image: x\n    ports:\n      - target: 80\n        published: 8080\n",
      port("8080:80"),
      [
        "stacks/Local/two/compose.yaml:2:34: expected port 8080/tcp once on an engine, found it also in stacks/Local/one/compose.yaml:7:20; change one port",
      ],
    ],
    [
      "a container name",
      "services: {a: {image: x, container_name: nn}}",
      "services: {b: {image: x, container_name: nn}}",
      [
        "stacks/Local/two/compose.yaml:2:26: expected container nn once on an engine, found it also in stacks/Local/one/compose.yaml:2:26; change container_name",
      ],
    ],
    [
      "a network name",
      "services: {a: {image: x}}\nnetworks: {default: {name: n}}",
      "services: {a: {image: x}}\nnetworks: {default: {name: n}}",
      [
        "stacks/Local/two/compose.yaml:3:22: expected network n once on an engine, found it also in stacks/Local/one/compose.yaml:3:22; rename it, or make it external in one of them",
      ],
    ],
    [
      "an external network",
      "services: {a: {image: x}}\nnetworks: {default: {name: n}}",
      "services: {a: {image: x}}\nnetworks: {default: {name: n, external: true}}",
      [],
    ],
  ])("%s", (_, a, b, want) => expect(conflicts(a, b)).toEqual(want));

  test("a project name", () => {
    const text = "services: {a: {image: x, container_name: ";
    const [one, two] = [placed("same", "e", `${text}nn}}`), placed("same", "e", `${text}mm}}`)];
    expect(checkStacks([one, { ...two, label: "stacks/Other/same" }]).map(problemLine)).toEqual([
      "stacks/Other/same: expected project same once on an engine, found it also in stacks/Local/same; set name: in one of the compose files",
    ]);
  });

  test("other engines do not count", () => {
    expect(checkStacks([placed("one", "a", port("80:80")), placed("two", "b", port("80:80"))])).toEqual([]);
  });
});
