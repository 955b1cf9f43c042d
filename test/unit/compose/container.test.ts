import { describe, expect, test } from "vitest";
import type { ContainerFields, ContainerPlan } from "../../../compose/index.ts";
import { DIR, fields, LABEL, oneService, plan } from "./support.ts";

describe("a key of a service becomes a field of the container", () => {
  test.each<[string, Partial<ContainerFields>]>([
    ["command: run me", { command: ["run", "me"] }],
    ["command: []", {}],
    ["entrypoint: /bin/x", { entrypoints: ["/bin/x"] }],
    ["command: c\nentrypoint: []", { command: ["c"], entrypoints: [""] }],
    ["environment: {B: 1, A: x=y, C: }", { envs: ["A=x=y", "B=1", "C"] }],
    ["working_dir: /srv", { workingDir: "/srv" }],
    ['user: "1:1"', { user: "1:1" }],
    ["group_add: [audio, 4]", { groupAdds: ["audio", "4"] }],
    ["hostname: h\ndomainname: d.test", { hostname: "h", domainname: "d.test" }],
    ["tty: true\nstdin_open: true\ninit: false", { tty: true, stdinOpen: true, init: false }],
    ["runtime: runc", { runtime: "runc" }],
    ["restart: always", { restart: "always" }],
    ["restart: 'no'", {}],
    ["restart: on-failure:3", { restart: "on-failure", maxRetryCount: 3 }],
    ["deploy: {restart_policy: {condition: any}}\nrestart: 'no'", { restart: "always" }],
    [
      "deploy: {restart_policy: {condition: on-failure, max_attempts: 2}}",
      { restart: "on-failure", maxRetryCount: 2 },
    ],
    ["stop_grace_period: 1m30.5s", { stopTimeout: 90, destroyGraceSeconds: 90 }],
    ["stop_signal: SIGQUIT", { stopSignal: "SIGQUIT" }],
    [
      "healthcheck: {test: [CMD, x], interval: 60s, timeout: 1h, start_period: 5s, start_interval: 1s, retries: 0}",
      {
        healthcheck: {
          tests: ["CMD", "x"],
          interval: "1m0s",
          timeout: "1h0m0s",
          startPeriod: "5s",
          startInterval: "1s",
          retries: 0,
        },
      },
    ],
    ["healthcheck: {disable: true, interval: 5s}", { healthcheck: { tests: ["NONE"] } }],
    [
      "logging: {driver: local, options: {max-size: 1m, max-file: 3}}",
      { logDriver: "local", logOpts: { "max-size": "1m", "max-file": "3" } },
    ],
    ["logging: {options: {max-size: 1m}}", { logOpts: { "max-size": "1m" } }],
    [
      "ports: ['8080:80', '127.0.0.1:53:53/udp', '90']",
      {
        ports: [
          { internal: 80, external: 8080, ip: "", protocol: "tcp" },
          { internal: 53, external: 53, ip: "127.0.0.1", protocol: "udp" },
          { internal: 90, ip: "", protocol: "tcp" },
        ],
      },
    ],
    ["expose: [80]", {}],
    [
      "extra_hosts: [a=1.2.3.4, b:host-gateway]",
      {
        hosts: [
          { host: "a", ip: "1.2.3.4" },
          { host: "b", ip: "host-gateway" },
        ],
      },
    ],
    [
      "dns: [1.1.1.1, 9.9.9.9]\ndns_search: x.test\ndns_opt: [ndots:2]",
      { dns: ["1.1.1.1", "9.9.9.9"], dnsSearches: ["x.test"], dnsOpts: ["ndots:2"] },
    ],
    [
      "network_mode: host\npid: host\nipc: shareable",
      { networkMode: "host", pidMode: "host", ipcMode: "shareable" },
    ],
    ["tmpfs: ['/run:size=1m', /tmp]", { tmpfs: { "/run": "size=1m", "/tmp": "" } }],
    ["read_only: true", { readOnly: true }],
    ["storage_opt: {size: 1G}", { storageOpts: { size: "1G" } }],
    [
      "volumes: ['/a:/b:ro,Z', '/c:/d']",
      {
        volumes: [
          { hostPath: "/a", containerPath: "/b", readOnly: true, selinuxRelabel: "Z" },
          { hostPath: "/c", containerPath: "/d" },
        ],
      },
    ],
    [
      "volumes: ['/a:/b:rslave']",
      { mounts: [{ type: "bind", source: "/a", target: "/b", bindOptions: { propagation: "rslave" } }] },
    ],
    [
      "volumes: [{type: bind, source: /a, target: /b, bind: {create_host_path: false}, read_only: true}]",
      { mounts: [{ type: "bind", source: "/a", target: "/b", readOnly: true, bindOptions: {} }] },
    ],
    [
      "volumes: [{type: tmpfs, target: /b, tmpfs: {size: 1m, mode: 01777}}]",
      { mounts: [{ type: "tmpfs", target: "/b", tmpfsOptions: { sizeBytes: 1048576, mode: 1023 } }] },
    ],
    ["volumes: [/anonymous]", { mounts: [{ type: "volume", target: "/anonymous" }] }],
    ["privileged: true", { privileged: true }],
    [
      "cap_add: [net_admin, ALL]\ncap_drop: [CAP_MKNOD]",
      { capabilities: { adds: ["ALL", "CAP_NET_ADMIN"], drops: ["CAP_MKNOD"] } },
    ],
    ["security_opt: ['no-new-privileges:true']", { securityOpts: ["no-new-privileges:true"] }],
    [
      "security_opt: [apparmor=unconfined]\npid: host",
      { securityOpts: ["apparmor=unconfined", "label=disable"], pidMode: "host" },
    ],
    ["sysctls: {net.core.somaxconn: 1024}", { sysctls: { "net.core.somaxconn": "1024" } }],
    [
      "userns_mode: host\ncgroup: host\ncgroup_parent: x",
      { usernsMode: "host", cgroupnsMode: "host", cgroupParent: "x" },
    ],
    ["device_cgroup_rules: ['c 1:3 mr']", { deviceCgroupRules: ["c 1:3 mr"] }],
    [
      "devices: [/dev/a, '/dev/b:/dev/c:r', vendor.com/class=name]",
      {
        devices: [
          { hostPath: "/dev/a", containerPath: "/dev/a", permissions: "rwm" },
          { hostPath: "/dev/b", containerPath: "/dev/c", permissions: "r" },
        ],
        deviceRequests: [{ driver: "cdi", deviceIds: ["vendor.com/class=name"] }],
      },
    ],
    ["gpus: all", { deviceRequests: [{ driver: "", count: -1, capabilities: ["gpu"] }] }],
    [
      "deploy: {resources: {reservations: {devices: [{driver: nvidia, device_ids: ['0'], capabilities: [gpu]}]}}}",
      { deviceRequests: [{ driver: "nvidia", deviceIds: ["0"], capabilities: ["gpu"] }] },
    ],
    ["mem_limit: 512m", { memory: 512, memorySwap: 1024 }],
    [
      "mem_limit: 512m\nmemswap_limit: -1\nmem_reservation: 1g",
      { memory: 512, memorySwap: -1, memoryReservation: 1024 },
    ],
    [
      "deploy: {resources: {limits: {memory: 64m, cpus: 0.5}, reservations: {memory: 32m}}}",
      { memory: 64, memorySwap: 128, memoryReservation: 32, cpus: "0.5" },
    ],
    ["shm_size: 64m", { shmSize: 64 }],
    [
      "cpus: 1.5\ncpu_shares: 5\ncpu_quota: 6\ncpu_period: 7\ncpuset: 0-1",
      { cpus: "1.5", cpuShares: 5, cpuQuota: 6, cpuPeriod: 7, cpuSet: "0-1" },
    ],
    [
      "ulimits: {nproc: 5, core: {soft: 0, hard: 9}}",
      {
        ulimits: [
          { name: "core", soft: 0, hard: 9 },
          { name: "nproc", soft: 5, hard: 5 },
        ],
      },
    ],
    [
      "blkio_config: {device_read_bps: [{path: /dev/sda, rate: 1k}]}",
      { deviceReadBps: [{ path: "/dev/sda", rate: 1024 }] },
    ],
    ["attach: false\ndevelop: {watch: []}", {}],
  ])("%s", (lines, want) => expect(fields(lines)).toEqual(want));
});

describe("fields that do not read back as written are named", () => {
  const unreadable = (lines: string) => plan(oneService(lines)).containers[0]?.ignoreChanges;
  test.each<[string, string[]]>([
    ["hostname: h", []],
    ["ports: ['80:80']\ncpus: 2", ["cpus", "ports"]],
    ["platform: linux/amd64", ["platform"]],
    ["healthcheck: {interval: 5s}", ["healthcheck"]],
    ["healthcheck: {test: x}", []],
    ["extra_hosts: [a=::1]", ["hosts"]],
    ["extra_hosts: [a=1.1.1.1]", []],
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
  expect({ mounts, uploads, hostFiles: containers[0]?.hostFiles, notes }).toEqual({
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

test("another service's namespaces and volumes are left to the component, which has its id", () => {
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

test("what has no effect is noted", () => {
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
