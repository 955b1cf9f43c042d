import { describe, expect, test } from "vitest";
import { LABEL, oneService, plan, problems } from "./support.ts";

const at = (text: string) => `${LABEL}/compose.yaml:${text}`;

describe("a key that no container can have is refused", () => {
  const refusal = (position: string, key: string, found: string, remedy: string) =>
    at(
      `${position}: expected services.a.${key} that the Docker provider can express, found ${found}; ${remedy}`,
    );
  test.each<[string, string]>([
    ["annotations: {a: b}", refusal("4:5", "annotations", "annotations", "use labels")],
    [
      "entrypoint: ['', x]",
      at(
        "4:5: expected services.a.entrypoint that begins with a program, found an empty word; name a program, or remove the empty word",
      ),
    ],
    [
      "entrypoint: []\ncommand: ['']",
      at(
        "5:5: expected services.a.command that begins with a program, found an empty word; name a program, or remove the empty word",
      ),
    ],
    [
      "entrypoint: ['']",
      refusal("4:5", "entrypoint", "an empty entrypoint without command", "write the command too"),
    ],
    [
      "entrypoint: []",
      refusal("4:5", "entrypoint", "an empty entrypoint without command", "write the command too"),
    ],
    ["shm_size: 1000", refusal("4:5", "shm_size", "1000 bytes", "write whole mebibytes, such as 512m")],
    [
      "restart: sometimes",
      `${LABEL}/compose.yaml:4:5: expected services.a.restart as one of no, always, unless-stopped, on-failure, on-failure:<times>, found "sometimes"; write one of them`,
    ],
    [
      "ports: ['3000-3001:80']\nscale: 3",
      refusal("4:13", "ports.0", "3000-3001 for 3 replicas", "widen the range"),
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
      "dns_search: [a.example, b.example]",
      refusal(
        "4:5",
        "dns_search",
        "the order a.example, b.example",
        "write them in the order b.example, a.example",
      ),
    ],
    [
      "tmpfs: ['$UNSET', /b]",
      refusal("4:5", "tmpfs", "empty text", "remove it, or give its variable a value"),
    ],
    [
      "volumes: [{type: image, source: x, target: /y}]",
      refusal("4:15", "volumes.0", "a mount of type image", "use bind, volume or tmpfs"),
    ],
    [
      "blkio_config: {weight_device: [{path: /dev/sda, weight: 5}]}",
      refusal("4:20", "blkio_config.weight_device", "weight_device", "use device_read_bps and its like"),
    ],
    [
      "external_links: ['db:database']",
      refusal("4:5", "external_links", '"db:database"', "put both containers into one external network"),
    ],
    ["uts: host", refusal("4:5", "uts", "uts", "remove it")],
    ["oom_score_adj: 5", refusal("4:5", "oom_score_adj", "oom_score_adj", "remove it")],
    [
      "oom_kill_disable: true",
      refusal("4:5", "oom_kill_disable", "oom_kill_disable", "remove it, or set a memory limit"),
    ],
    ["mem_swappiness: 5", refusal("4:5", "mem_swappiness", "mem_swappiness", "remove it")],
    ["cpu_count: 1", refusal("4:5", "cpu_count", "cpu_count", "use cpus: it is for Windows")],
    ["cpu_percent: 1", refusal("4:5", "cpu_percent", "cpu_percent", "use cpus: it is for Windows")],
    ["isolation: hyperv", refusal("4:5", "isolation", "isolation", "remove it: it is for Windows")],
    [
      "credential_spec: {file: x}",
      refusal("4:5", "credential_spec", "credential_spec", "remove it: it is for Windows"),
    ],
    ["use_api_socket: true", refusal("4:5", "use_api_socket", "use_api_socket", "bind /var/run/docker.sock")],
    [
      "volume_driver: x",
      refusal("4:5", "volume_driver", "volume_driver", "name the driver below the top-level volumes"),
    ],
    ["provider: {type: x}", refusal("4:5", "provider", "provider", "write the service with image or build")],
    [
      "post_start: [{command: x}]",
      refusal("4:5", "post_start", "post_start", "put it into the image's entrypoint"),
    ],
    [
      "pre_stop: [{command: x}]",
      refusal("4:5", "pre_stop", "pre_stop", "handle the stop signal in the image"),
    ],
    [
      "volumes_from: ['container:other']",
      refusal("4:5", "volumes_from", '"container:other"', "name a service of this file"),
    ],
    [
      "volumes: [{type: bind, source: /a, target: /b, bind: {recursive: disabled}}]",
      refusal("4:15", "volumes.0", "bind.recursive", "remove it: binds are recursive"),
    ],
    [
      "security_opt: ['seccomp=none.json']",
      refusal("4:5", "security_opt", "no file none.json", "create the profile or correct the path"),
    ],
  ])("%s", (lines, want) => expect(problems(() => plan(oneService(lines)))).toEqual([want]));

  test("all such keys of a stack are refused at once", () => {
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

  test("a port that one stack claims twice", () => {
    const text = "services:\n  a: {image: x, ports: ['80:80']}\n  b: {image: y, ports: ['127.0.0.1:80:81']}";
    expect(problems(() => plan(text))).toEqual([
      at(
        "3:25: expected services.b with a port of its own, found 127.0.0.1:80/tcp, which web-a-1 publishes too; change one port",
      ),
    ]);
  });

  test("a port of several replicas", () => {
    expect(problems(() => plan("services: {a: {image: x, scale: 2, ports: ['80:80']}}"))).toEqual([
      at(
        "1:44: expected services.a with a port of its own, found 80/tcp, which web-a-1 publishes too; run one replica, or drop the host port",
      ),
    ]);
  });
});
