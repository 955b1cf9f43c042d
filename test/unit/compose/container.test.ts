import { describe, expect, test } from "vitest";
import type { ContainerPlan } from "../../../lib/compose/index.ts";
import { DIR, LABEL, oneService, plan } from "./support.ts";

describe("fields whose value changes when read back are named", () => {
  const unreadable = (lines: string) => plan(oneService(lines)).containers[0]?.ignoreChanges;
  test.each<[string, string[]]>([
    ["hostname: h", []],
    ["working_dir: /a/b", []],
    ["working_dir: /a/b/", ["workingDir"]],
    ["ports: ['80:80']\ncpus: 2", ["cpus", "ports"]],
    ["platform: linux/amd64", ["platform"]],
    ["healthcheck: {interval: 5s}", ["healthcheck"]],
    ["healthcheck: {test: x}", ["healthcheck"]],
    ["healthcheck: {disable: true}", ["healthcheck"]],
    ["extra_hosts: [a=::1]", ["hosts"]],
    ["extra_hosts: [a=1.1.1.1]", []],
    ["security_opt: ['systempaths=unconfined']", ["securityOpts"]],
    ["entrypoint: []\ncommand: x", ["entrypoints"]],
  ])("%s", (lines, want) => expect(unreadable(lines)).toEqual(want));
});

test("configs and secrets: files are bound, content and variables are written into the container", () => {
  const files = {
    "compose.yaml": `
services:
  a:
    image: x
    configs: [file, {source: text, target: /etc/t, mode: 0440, uid: "5"}]
    secrets: [variable, {source: key, target: k.pem, mode: 0400}]
configs: {file: {file: ./f.conf}, text: {content: hello}}
secrets: {variable: {environment: TOKEN}, key: {file: ./key.pem}}
`,
    "f.conf": "f",
    "key.pem": "k",
  };
  const { containers, notes } = plan({ ...files }, { TOKEN: "t" });
  const { mounts, uploads } = containers[0]?.fields ?? {};
  expect({
    mounts,
    uploads,
    hostFiles: containers[0]?.hostFiles,
    secretFiles: containers[0]?.secretFiles,
    notes,
  }).toEqual({
    mounts: [
      { type: "bind", source: `${DIR}/f.conf`, target: "/file", readOnly: true },
      {
        type: "bind",
        source: `${DIR}/key.pem`,
        target: "/run/secrets/k.pem",
        readOnly: true,
        bindOptions: {},
      },
    ],
    uploads: [
      { file: "/etc/t", content: "hello", permissions: "0440", owner: "5" },
      { file: "/run/secrets/variable", content: "t", permissions: "0444" },
    ],
    hostFiles: [`${DIR}/f.conf`, `${DIR}/key.pem`],
    secretFiles: ["/run/secrets/variable"],
    notes: [
      `${LABEL}/compose.yaml:6:5: secrets: uid, gid and mode do not count for files; the file on the host has them`,
    ],
  });
});

test("a seccomp profile is sent by content", () => {
  const files = { "compose.yaml": oneService("security_opt: ['seccomp:p.json']"), "p.json": '{\n "a": 1\n}' };
  expect(plan(files).containers[0]?.fields.securityOpts).toEqual(['seccomp={"a":1}']);
});

test("networks: aliases as compose gives them, the highest priority first", () => {
  const { containers } = plan(`
services:
  a:
    image: x
    container_name: named
    mac_address: 02:42:ac:11:00:02
    networks:
      one: {aliases: [extra, a], ipv4_address: 172.28.0.5, driver_opts: {k: 1}, interface_name: eth7}
      two: {priority: 5, gw_priority: 3, link_local_ips: [169.254.0.1]}
networks: {one: , two: }
`);
  expect(containers[0]?.networks).toEqual([
    {
      network: "two",
      fields: {
        aliases: ["named", "a"],
        linkLocalIps: ["169.254.0.1"],
        macAddress: "02:42:ac:11:00:02",
        gwPriority: 3,
      },
    },
    {
      network: "one",
      fields: {
        aliases: ["named", "a", "extra"],
        ipv4Address: "172.28.0.5",
        driverOpts: ["k=1", "com.docker.network.endpoint.ifname=eth7"],
      },
    },
  ]);
});

test("another service's namespaces and volumes are filled in by the component, which has its id", () => {
  const { containers } = plan(`
services:
  a: {image: x, network_mode: "service:z", pid: "service:z", ipc: "container:named", volumes_from: ["z:ro", m]}
  m: {image: m, container_name: named}
  z: {image: z, domainname: d.test}
`);
  const { service, shares, volumesFrom, networks, fields } = containers[2] as ContainerPlan;
  expect(containers.map((each) => each.service)).toEqual(["m", "z", "a"]);
  expect({ service, shares, volumesFrom, networks, domainname: fields.domainname }).toEqual({
    service: "a",
    shares: [
      { field: "networkMode", service: "z" },
      { field: "pidMode", service: "z" },
      { field: "ipcMode", service: "m" },
    ],
    volumesFrom: [
      { service: "z", readOnly: true },
      { service: "m", readOnly: false },
    ],
    networks: [],
    domainname: "d.test",
  });
});

test("keys without effect are noted", () => {
  const text = oneService(
    "expose: [80]\nattach: false\ndevelop: {}\nports: [{target: 80, mode: host}]\ndeploy: {endpoint_mode: vip}",
  );
  expect(plan(text).notes).toEqual([
    `${LABEL}/compose.yaml:7:13: ports.0: name, mode and app_protocol mean something to a swarm only`,
    `${LABEL}/compose.yaml:4:5: expose: containers of one network reach every port of each other`,
    `${LABEL}/compose.yaml:5:5: attach: containers run in the background`,
    `${LABEL}/compose.yaml:6:5: develop: means something to \`docker compose watch\` only`,
    `${LABEL}/compose.yaml:8:14: deploy.endpoint_mode: means something to a swarm only`,
  ]);
});

test("the order of mounts does not change the hash, and hashes of an earlier version still count", () => {
  const hashes = (volumes: string) => {
    const [web] = plan(oneService(`volumes: [${volumes}]`)).containers;
    const hash = web?.fields.labels.find(({ label }) => label === "com.docker.compose.config-hash")?.value;
    return { hash, same: web?.sameHashes };
  };
  const [sorted, written] = [hashes("/a:/a, /b:/b"), hashes("/b:/b, /a:/a")];
  expect([sorted.same, written]).toEqual([undefined, { hash: sorted.hash, same: [expect.any(String)] }]);
  expect(written.same).not.toEqual([sorted.hash]);
});
