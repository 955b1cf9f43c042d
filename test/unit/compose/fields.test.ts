import { describe, expect, test } from "vitest";
import type { ContainerFields } from "../../../lib/compose/index.ts";
import { fields } from "./support.ts";

describe("a key of a service becomes a field of the container", () => {
  test.each<[string, Partial<ContainerFields>]>([
    ["command: run me", { command: ["run", "me"] }],
    ["command: []", {}],
    ["entrypoint: /bin/x", { entrypoints: ["/bin/x"] }],
    ["command: c\nentrypoint: []", { command: ["c"], entrypoints: [""] }],
    ["command: [a, '']\nentrypoint: [b]", { entrypoints: ["b", "a", ""] }],
    ["command: [a, '']\nentrypoint: []", { entrypoints: ["a", ""] }],
    ["deploy: {mode: global}", {}],
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
    ["security_opt: ['systempaths=unconfined']", { securityOpts: ["systempaths=unconfined"] }],
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
