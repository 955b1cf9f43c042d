import { describe, expect, test } from "vitest";
import { LABEL, oneService, plan, problems } from "./support.ts";

const at = (text: string) => `${LABEL}/compose.yaml:${text}`;

describe("a value that an engine would refuse is reported with its position", () => {
  const drivers =
    "awslogs, fluentd, gcplogs, gelf, journald, json-file, local, none, splunk, syslog or a plugin";
  test.each<[string, string]>([
    ["ipc: hots", 'ipc as one of none, private, shareable, host, service:<name>, found "hots"; write host'],
    ["pid: private", 'pid as one of host, service:<name>, found "private"; correct it'],
    ["userns_mode: keep-id", 'userns_mode as one of host, found "keep-id"; correct it'],
    [
      "network_mode: '/x'",
      'network_mode as one of bridge, host, none, service:<name> or a network\'s name, found "/x"; correct it',
    ],
    ["stop_signal: SIGSTOPP", 'stop_signal as a signal such as SIGINT, found "SIGSTOPP"; correct it'],
    [
      "platform: linux/a/b/c",
      'platform as os[/arch[/variant]] such as linux/arm64, found "linux/a/b/c"; correct it',
    ],
    ["cpuset: 0-", 'cpuset as numbers of processors such as 0-2,4, found "0-"; correct it'],
    ["working_dir: app", 'working_dir as an absolute path, found "app"; correct it'],
    ["stop_grace_period: -1s", 'stop_grace_period as a period that is not negative, found "-1s"; correct it'],
    ["cap_add: [NET_ADMN]", 'cap_add as a name that engines know, found "NET_ADMN"; write NET_ADMIN'],
    ["cap_drop: [AL]", 'cap_drop as a name that engines know, found "AL"; write ALL'],
    [
      "device_cgroup_rules: ['c 1:3 x']",
      'device_cgroup_rules as a rule such as c 1:3 rwm, found "c 1:3 x"; correct it',
    ],
    [
      "extra_hosts: ['db:gateway']",
      'extra_hosts as an IP address or host-gateway, found "gateway"; correct it',
    ],
    [
      "security_opt: [no-new-privilege]",
      'security_opt as one of apparmor, credentialspec, label, no-new-privileges, seccomp, systempaths, writable-cgroups, found "no-new-privilege"; write no-new-privileges',
    ],
    ["tmpfs: run", 'tmpfs as an absolute path, found "run"; correct it'],
    [
      "mac_address: 02:42",
      'mac_address as six pairs of digits such as 02:42:ac:11:00:02, found "02:42"; correct it',
    ],
  ])("%s", (line, want) => {
    expect(problems(() => plan(oneService(line)))).toEqual([at(`4:5: expected services.a.${want}`)]);
  });

  test.each<[string, string]>([
    [
      "logging: {driver: json_file}",
      `4:15: expected services.a.logging.driver as ${drivers}, found "json_file"; write json-file`,
    ],
    [
      "ulimits: {nofiles: 5}",
      '4:15: expected services.a.ulimits.nofiles as one of core, cpu, data, fsize, locks, memlock, msgqueue, nice, nofile, nproc, rss, rtprio, rttime, sigpending, stack, found "nofiles"; write nofile',
    ],
    [
      "ports: [{target: 80, published: 81, protocol: http}]",
      '4:37: expected services.a.ports.0 as one of tcp, udp, sctp, found "http"; correct it',
    ],
    ["volumes: [data]", '4:15: expected services.a.volumes.0 as an absolute path, found "data"; correct it'],
    [
      "volumes: [{type: bind, source: /, target: /host, bind: {propagation: rshard}}]",
      '4:15: expected services.a.volumes.0 as one of private, rprivate, shared, rshared, slave, rslave, found "rshard"; write rshared',
    ],
    [
      "networks: {default: {ipv4_address: 10.0.0, ipv6_address: 10.0.0.1, mac_address: x}}",
      '4:26: expected services.a.networks.default.ipv4_address as an IPv4 address, found "10.0.0"; correct it',
    ],
    [
      "healthcheck: {interval: -5s}",
      '4:19: expected services.a.healthcheck.interval as a period that is not negative, found "-5s"; correct it',
    ],
  ])("%s", (line, want) => expect(problems(() => plan(oneService(line)))[0]).toEqual(at(want)));

  // As a variable without a value leaves it.
  test.each<[string, string]>([
    ["group_add: ['']", "4:5: expected services.a.group_add as text that is not empty"],
    ["external_links: ['']", "4:5: expected services.a.external_links as text that is not empty"],
    ["environment: ['']", "4:5: expected services.a.environment as KEY=value"],
    ["sysctls: ['']", "4:5: expected services.a.sysctls as a name such as net.core.somaxconn"],
    [
      "devices: ['']",
      "4:15: expected services.a.devices.0 as a path such as /dev/ttyUSB0 or a name as vendor.com/class=name",
    ],
    [
      "networks: {default: {link_local_ips: ['']}}",
      "4:26: expected services.a.networks.default.link_local_ips as an IP address",
    ],
  ])("empty text: %s", (line, want) => {
    expect(problems(() => plan(oneService(line)))).toEqual([at(`${want}, found ""; correct it`)]);
  });

  test("values of networks and volumes", () => {
    const text = [
      "services: {a: {image: x, volumes: [vol:/v, other:/w], networks: [n]}}",
      "networks: {n: {driver: brigde, ipam: {config: [{subnet: 10.0.0.0/33, gateway: 10.0.0, ip_range: 10.0.0.0}]}}}",
      "volumes: {vol: {name: a/b, driver: locl}, other: {driver: rexray/ebs}}",
    ].join("\n");
    expect(problems(() => plan(text))).toEqual([
      at(
        '2:16: expected networks.n.driver as bridge, host, ipvlan, macvlan, none, overlay or a plugin, found "brigde"; write bridge',
      ),
      at(
        '2:49: expected networks.n.ipam.config.0.subnet as a range of addresses such as 172.28.0.0/16, found "10.0.0.0/33"; correct it',
      ),
      at('2:70: expected networks.n.ipam.config.0.gateway as an IP address, found "10.0.0"; correct it'),
      at(
        '2:87: expected networks.n.ipam.config.0.ip_range as a range of addresses such as 172.28.0.0/16, found "10.0.0.0"; correct it',
      ),
      at(
        '3:17: expected volumes.vol.name as a name of letters, digits, . _ and -, at least two, found "a/b"; correct it',
      ),
      at('3:28: expected volumes.vol.driver as local or a plugin, found "locl"; write local'),
    ]);
  });
});

test("values that engines accept are accepted", () => {
  const lines = [
    "ipc: shareable",
    "pid: host",
    "userns_mode: host",
    "stop_signal: RTMIN+3",
    "platform: linux/arm/v7",
    "cpuset: '0-2,4'",
    "cap_add: [all, cap_net_admin]",
    "device_cgroup_rules: ['a *:* rwm']",
    "extra_hosts: ['h=host-gateway', 'six=[::1]']",
    "security_opt: ['no-new-privileges:true', label=disable, systempaths=unconfined]",
    "tmpfs: ['/run:size=1m']",
    "logging: {driver: loki}",
    "ulimits: {nofile: 5}",
    "network_mode: some_network",
  ].join("\n");
  expect(problems(() => plan(oneService(lines)))).toEqual([]);
});

test.each([
  ["network_mode: service:gone", "4:5"],
  ["ipc: service:gone", "4:5"],
  ["links: [gone]", "4:5"],
  ["volumes_from: [gone]", "4:5"],
  ["depends_on: [gone]", "4:18"],
])("the error of %s points to the key that names the service", (line, place) => {
  expect(problems(() => plan(oneService(line)))).toEqual([
    at(`${place}: expected a defined service, found "gone"; correct the name`),
  ]);
});
