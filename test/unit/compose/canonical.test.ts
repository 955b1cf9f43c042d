// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose's own syntax
import { describe, expect, test } from "vitest";
import type { Service } from "../../../lib/compose/index.ts";
import { DIR, load, service } from "./support.ts";

describe("one form for every way to write a service", () => {
  test.each<[string, Partial<Service>]>([
    ["command: run me", { command: ["run", "me"] }],
    ["command: [run, me]", { command: ["run", "me"] }],
    ["command: []", { command: [] }],
    ['entrypoint: ""', { entrypoint: [] }],
    ["entrypoint: null", {}],
    ["environment: [A=1, B, C=]", { environment: { A: "1", B: null, C: "" } }],
    [
      "environment: {A: 1.50, B: 010, C: true, D: }",
      { environment: { A: "1.5", B: "8", C: "true", D: null } },
    ],
    ["labels: {a: 1, b: }", { labels: { a: "1", b: "" } }],
    ["labels: [a=b=c, d]", { labels: { a: "b=c", d: "" } }],
    ["cap_add: [A, B, A]", { cap_add: ["A", "B"] }],
    ["cap_add: []", {}],
    ["privileged: false", {}],
    ['privileged: "yes"', { privileged: true }],
    ["init: false", { init: false }],
    ["mem_limit: 0", {}],
    ["mem_limit: 1g", { mem_limit: "1073741824" }],
    ["memswap_limit: -1", { memswap_limit: "-1" }],
    ["cpus: 0.1", { cpus: 0.1 }],
    ['cpus: "1.50"', { cpus: 1.5 }],
    ["stop_grace_period: 90s", { stop_grace_period: "1m30s" }],
    ["dns: 1.1.1.1", { dns: ["1.1.1.1"] }],
    ["dns: [1.1.1.1, 1.1.1.1]", { dns: ["1.1.1.1"] }],
    ["expose: [80, 81-82]", { expose: ["80", "81-82"] }],
    ["group_add: [1, audio]", { group_add: ["1", "audio"] }],
    ["ulimits: {a: 1, b: {soft: 2, hard: 3}}", { ulimits: { a: 1, b: { soft: 2, hard: 3 } } }],
    ["healthcheck: {test: exit 0}", { healthcheck: { test: ["CMD-SHELL", "exit 0"] } }],
    ["healthcheck: {test: [NONE], retries: 0}", { healthcheck: { test: ["NONE"], retries: 0 } }],
    ["extra_hosts: [b=::1, 'a:1.2.3.4']", { extra_hosts: ["a=1.2.3.4", "b=::1"] }],
    ["extra_hosts: {a: ['[::1]', 1.1.1.1]}", { extra_hosts: ["a=1.1.1.1", "a=::1"] }],
    [
      "devices: [/dev/a, '/dev/b:/dev/c:r']",
      {
        devices: [
          { source: "/dev/a", target: "/dev/a", permissions: "rwm" },
          { source: "/dev/b", target: "/dev/c", permissions: "r" },
        ],
      },
    ],
    ["gpus: all", { gpus: [{ count: -1 }] }],
    ["pull_policy: if_not_present", { pull_policy: "missing" }],
    ["deploy: {}", { deploy: { resources: {}, placement: {} } }],
    ["tmpfs: /run:size=1m", { tmpfs: ["/run:size=1m"] }],
    ["network_mode: host", { network_mode: "host" }],
    ["x-anything: [1, 2]", {}],
  ])("%s", (lines, want) =>
    expect(service(lines)).toEqual({ ...want, ...(want.network_mode ? { networks: undefined } : {}) }),
  );
});

describe("ports", () => {
  const tcp = { mode: "ingress", protocol: "tcp" };
  test.each<[string, Service["ports"]]>([
    ["80", [{ ...tcp, target: 80 }]],
    ['"8080:80"', [{ ...tcp, target: 80, published: "8080" }]],
    [
      '"127.0.0.1:8080:80/udp"',
      [{ mode: "ingress", protocol: "udp", host_ip: "127.0.0.1", target: 80, published: "8080" }],
    ],
    ['"127.0.0.1::80"', [{ ...tcp, host_ip: "127.0.0.1", target: 80 }]],
    ['"[::1]:81:80"', [{ ...tcp, host_ip: "::1", target: 80, published: "81" }]],
    [
      '"9-10:99-100"',
      [
        { ...tcp, target: 100, published: "10" },
        { ...tcp, target: 99, published: "9" },
      ],
    ],
    ['"3000-3005:80"', [{ ...tcp, target: 80, published: "3000-3005" }]],
    ["{target: 80}", [{ ...tcp, target: 80 }]],
    ["{target: 80, published: 8080, mode: host}", [{ ...tcp, mode: "host", target: 80, published: "8080" }]],
    ['"8080:80", "8080:80"', [{ ...tcp, target: 80, published: "8080" }]],
  ])("%s", (port, want) => expect(service(`ports: [${port}]`)).toEqual({ ports: want }));
});

describe("mounts", () => {
  const bind = { type: "bind", bind: { create_host_path: true } };
  test.each<[string, NonNullable<Service["volumes"]>[number]]>([
    ["/data", { type: "volume", target: "/data", volume: {} }],
    ["name:/data", { type: "volume", source: "name", target: "/data", volume: {} }],
    ["name:/data/:ro", { type: "volume", source: "name", target: "/data", read_only: true, volume: {} }],
    ["name:/data:nocopy", { type: "volume", source: "name", target: "/data", volume: { nocopy: true } }],
    ["./a:/b", { ...bind, source: `${DIR}/a`, target: "/b" }],
    [".:/b", { ...bind, source: DIR, target: "/b" }],
    [
      "../a/:/b:ro,z",
      {
        type: "bind",
        source: "/repo/stacks/Local/a",
        target: "/b",
        read_only: true,
        bind: { create_host_path: true, selinux: "z" },
      },
    ],
    [
      "/a:/b:rshared",
      { type: "bind", source: "/a", target: "/b", bind: { create_host_path: true, propagation: "rshared" } },
    ],
    ["{type: bind, source: a, target: /b}", { type: "bind", source: `${DIR}/a`, target: "/b" }],
    [
      "{type: tmpfs, target: /b, tmpfs: {size: 1k, mode: 0755}}",
      { type: "tmpfs", target: "/b", tmpfs: { size: "1024", mode: 493 } },
    ],
  ])("%s", (mount, want) => {
    const text = mount.startsWith("{") ? mount : `"${mount}"`;
    const model = load(`services: {a: {image: x, volumes: [${text}]}}\nvolumes: {name: }`).model;
    expect(model.services.a?.volumes).toEqual([want]);
  });
});

describe("defaults of compose", () => {
  test("the default network, names, dependencies by reference; unused parts are left out", () => {
    const { model } = load(`
name: My Project
services:
  a: {image: x, networks: [own, default], volumes: ["data:/d"], configs: [c]}
  b: {image: y, network_mode: "service:a", links: ["c:db"]}
  c: {image: z, volumes_from: [a]}
networks: {own: {name: given}, unused: }
volumes: {data: , other: {}}
configs: {c: {content: text}, d: {content: text}}
x-note: {kept: true}
`);
    expect(model).toEqual({
      name: "myproject",
      services: {
        a: {
          image: "x",
          command: null,
          entrypoint: null,
          networks: { own: null, default: null },
          volumes: [{ type: "volume", source: "data", target: "/d", volume: {} }],
          configs: [{ source: "c" }],
        },
        b: {
          image: "y",
          command: null,
          entrypoint: null,
          network_mode: "service:a",
          links: ["c:db"],
          depends_on: {
            a: { condition: "service_started", restart: true, required: true },
            c: { condition: "service_started", restart: true, required: true },
          },
        },
        c: {
          image: "z",
          command: null,
          entrypoint: null,
          networks: { default: null },
          volumes_from: ["a"],
          depends_on: { a: { condition: "service_started", required: true } },
        },
      },
      networks: { own: { name: "given", ipam: {} }, default: { name: "myproject_default", ipam: {} } },
      volumes: { data: { name: "myproject_data" } },
      configs: { c: { name: "myproject_c", content: "text" } },
      "x-note": { kept: true },
    });
  });

  test("values beat .env, env files lose to environment, a bare name takes the project's value", () => {
    const files = {
      "compose.yaml":
        "services: {a: {image: 'x:${TAG}', env_file: [one.env, two.env], environment: [B, C=own]}}",
      ".env": "TAG=env\nB=from-env\nC=never\n",
      "one.env": "A=1\nD=one\nC=file\n",
      "two.env": "D=two-$TAG\n",
    };
    const { image, environment } = load(files, { TAG: "values" }).model.services.a as Service;
    expect({ image, environment }).toEqual({
      image: "x:values",
      environment: { A: "1", B: "from-env", C: "own", D: "two-values" },
    });
  });

  test("profiles enable services", () => {
    const text = "services: {a: {image: x}, b: {image: y, profiles: [p]}, c: {image: z, profiles: [q]}}";
    expect(Object.keys(load(text).model.services)).toEqual(["a"]);
    expect(Object.keys(load(text, { COMPOSE_PROFILES: "p,r" }).model.services)).toEqual(["a", "b"]);
  });
});
