import { describe, expect, test } from "vitest";
import { LABEL, oneService, plan, problems } from "./support.ts";

const at = (text: string) => `${LABEL}/compose.yaml:${text}`;

describe("a key that no container can be given is refused", () => {
  const refusal = (position: string, key: string, found: string, remedy: string) =>
    at(
      `${position}: expected services.a.${key} that the Docker provider can express, found ${found}; ${remedy}`,
    );
  test.each<[string, string]>([
    ["annotations: {a: b}", refusal("4:5", "annotations", "annotations", "use labels")],
    ["pids_limit: 5", refusal("4:5", "pids_limit", "pids_limit", "use ulimits: {nproc: ...}")],
    [
      "command: ['']",
      refusal("4:5", "command", "an empty word", "leave it out, or wrap the command in a shell"),
    ],
    [
      "entrypoint: []",
      refusal("4:5", "entrypoint", "an empty entrypoint without command", "write the command too"),
    ],
    ["mem_limit: 1000", refusal("4:5", "mem_limit", "1000 bytes", "write whole mebibytes, such as 512m")],
    [
      "restart: sometimes",
      refusal(
        "4:5",
        "restart",
        '"sometimes"',
        "write no, always, unless-stopped, on-failure or on-failure:<times>",
      ),
    ],
    [
      "ports: ['3000-3005:80']",
      refusal("4:13", "ports.0", "the range 3000-3005 for one port", "choose one port of the host"),
    ],
    [
      "network_mode: container:other",
      refusal(
        "4:5",
        "network_mode",
        '"container:other"',
        "put both services into one file and write service:<name>",
      ),
    ],
    [
      "dns: [9.9.9.9, 1.1.1.1]",
      refusal("4:5", "dns", "the order 9.9.9.9, 1.1.1.1", "write them in the order 1.1.1.1, 9.9.9.9"),
    ],
    [
      "volumes: [{type: image, source: x, target: /y}]",
      refusal("4:15", "volumes.0", "a mount of type image", "use bind, volume or tmpfs"),
    ],
    ["deploy: {mode: global}", refusal("4:14", "deploy.mode", "global", "remove it, or use replicas")],
    [
      "security_opt: ['systempaths=unconfined']",
      refusal("4:5", "security_opt", '"systempaths=unconfined"', "remove it, or use privileged"),
    ],
  ])("%s", (lines, want) => expect(problems(() => plan(oneService(lines)))).toEqual([want]));

  test("and every one of a stack at once", () => {
    const text =
      "services:\n  a: {image: x, uts: host}\n  b: {image: y, build: no, oom_score_adj: 5}\nnetworks: {default: {enable_ipv4: false}}";
    expect(problems(() => plan(text))).toEqual([
      at("4:22: expected networks.default with IPv4, found enable_ipv4: false; remove it"),
      at(
        "3:17: expected services.b.build.context: a folder that exists, found none; create it or correct the path",
      ),
      at("2:17: expected services.a.uts that the Docker provider can express, found uts; remove it"),
      at(
        "3:28: expected services.b.oom_score_adj that the Docker provider can express, found oom_score_adj; remove it",
      ),
    ]);
  });

  test("a port wanted twice in one stack", () => {
    const text = "services:\n  a: {image: x, ports: ['80:80']}\n  b: {image: y, ports: ['127.0.0.1:80:81']}";
    expect(problems(() => plan(text))).toEqual([
      at(
        "3:3: expected services.b with a port of its own, found 127.0.0.1:80/tcp, which web-a-1 publishes too; change one port",
      ),
    ]);
  });

  test("a port of several replicas", () => {
    expect(problems(() => plan("services: {a: {image: x, scale: 2, ports: ['80:80']}}"))).toEqual([
      at(
        "1:12: expected services.a with a port of its own, found 80/tcp, which web-a-1 publishes too; run one replica, or drop the host port",
      ),
    ]);
  });
});
