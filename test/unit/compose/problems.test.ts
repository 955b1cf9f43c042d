// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose's own syntax
import { describe, expect, test } from "vitest";
import { type Given, LABEL, load, oneService, problems } from "./support.ts";

const at = (text: string) => `${LABEL}/compose.yaml:${text}`;

describe("a wrong key or value of a service causes one line", () => {
  test.each<[string, string]>([
    ["imagee: x", '4:5: expected a key of services.a, found "imagee"; write image'],
    ["nonsense: x", '4:5: expected a key of services.a, found "nonsense"; remove it, or name it x-...'],
    ["healthcheck: {tests: x}", '4:19: expected a key of services.a.healthcheck, found "tests"; write test'],
    [
      "logging: {size: x}",
      '4:15: expected a key of services.a.logging, found "size"; use one of driver, options',
    ],
    ["hostname: [a]", "4:15: expected services.a.hostname as text, found a list; write one value"],
    ["hostname: 5", "4:15: expected services.a.hostname as text, found the number 5; put it in quotes"],
    [
      "ports: 80",
      '4:12: expected services.a.ports as a list, found the number 80; write a line `- "8080:80"` for each',
    ],
    [
      "environment:",
      "4:17: expected services.a.environment as a map or a list, found nothing; write KEY: value lines below it",
    ],
    [
      "environment: {A: [1]}",
      "4:22: expected services.a.environment.A as text, a number or true or false, found a list; write text, a number or true or false",
    ],
    [
      "privileged: maybe",
      '4:17: expected services.a.privileged as true or false, found "maybe"; write true or false',
    ],
    [
      "mem_limit: lots",
      '4:16: expected services.a.mem_limit as a size, found "lots"; write a size such as 512m or 1g',
    ],
    [
      "stop_grace_period: 5",
      "4:24: expected services.a.stop_grace_period as a period, found the number 5; write a period such as 30s or 1m30s",
    ],
    [
      "command: (a",
      '4:14: expected services.a.command as words with closed quotes and brackets, found "(a"; write it as a list',
    ],
    [
      "healthcheck: {test: [true]}",
      "4:26: expected services.a.healthcheck.test[0] as text, found the boolean true; put it in quotes",
    ],
    [
      "healthcheck: {test: [ls]}",
      "4:25: expected services.a.healthcheck.test as a list that begins with CMD, CMD-SHELL or NONE, found a list; put CMD in front",
    ],
    [
      "ports: ['99999:80']",
      '4:13: expected services.a.ports[0] as a port from 1 to 65535, found "99999:80"; choose one in range',
    ],
    [
      "ports: ['80:0-99999']",
      '4:13: expected services.a.ports[0] as a port from 1 to 65535, found "80:0-99999"; choose one in range',
    ],
    [
      "ports: ['1-3:1-2']",
      '4:13: expected services.a.ports[0] as ranges of the same length, found "1-3:1-2"; make both ranges equally long',
    ],
    [
      "ports: ['80/http']",
      '4:13: expected services.a.ports[0] as a port with tcp, udp or sctp, found "80/http"; correct the protocol',
    ],
    [
      "ports: ['localhost:80:80']",
      '4:13: expected services.a.ports[0] with an IP address, found "localhost"; write 127.0.0.1 or leave it out',
    ],
    [
      "ports: [{target: 70000}]",
      "4:22: expected services.a.ports[0].target as a whole number from 1 to 65535, found the number 70000; write a whole number from 1 to 65535",
    ],
    [
      "scale: 1001",
      "4:12: expected services.a.scale as a whole number from 0 to 1000, found the number 1001; write a whole number from 0 to 1000",
    ],
    [
      "ports: ['1-20001:1-20001']",
      '4:13: expected services.a.ports as at most 20000 ports, found "1-20001:1-20001"; use network_mode: host for so many',
    ],
    ["ports: [{published: 80}]", "4:13: expected services.a.ports[0].target, found none; write target:"],
    [
      "volumes: ['ab:/b:ro:x']",
      '4:15: expected services.a.volumes[0] as [source:]target[:options], found "ab:/b:ro:x"; write ./data:/data or name:/data:ro',
    ],
    [
      "volumes: [data:/d]",
      '4:15: expected a defined volume, found "data"; define it: volumes: {data: {}}, or write ./ before it',
    ],
    ["networks: [back]", '4:16: expected a defined network, found "back"; define it: networks: {back: {}}'],
    ["configs: [c]", '4:15: expected a defined config, found "c"; define it below configs:'],
    ["secrets: [s]", '4:15: expected a defined secret, found "s"; define it below secrets:'],
    ["depends_on: [b]", '4:18: expected a defined service, found "b"; correct the name'],
    ["depends_on: {b: {}}", "4:21: expected services.a.depends_on.b.condition, found none; write condition:"],
    [
      "network_mode: host\nnetworks: [default]",
      "4:5: expected services.a with network_mode or networks, found both; remove one of them",
    ],
    [
      "volumes: ['/a:/t', './b:/u']\ntmpfs: /t",
      "4:15: expected services.a with one mount on /t, found two; remove one of them",
    ],
    [
      "env_file: no.env",
      `4:15: expected a file that exists, found no ${LABEL}/no.env; create it, correct the path, or write required: false`,
    ],
    [
      "container_name: aa\nscale: 2",
      "4:5: expected services.a with one name for one container, found container_name and 2 replicas; remove container_name",
    ],
    [
      "hostname: ${NAME:?which}",
      "4:15: expected a value for NAME (which), found none; set NAME in the stack's .env or in smallboat:values",
    ],
    [
      "hostname: ${NAME",
      '4:15: expected a whole interpolation such as $NAME or one in braces, found "${NAME"; write $$ for a plain dollar',
    ],
  ])("%s", (lines, want) => expect(problems(() => load(oneService(lines)))).toEqual([at(want)]));
});

describe("a wrong file causes one line for each fault", () => {
  test.each<[string, Given, string[]]>([
    [
      "top-level keys",
      "service: {a: {image: x}}\nservices: {a: {image: x}}",
      [at('1:1: expected a top-level key of a compose file, found "service"; write services')],
    ],
    [
      "services that are no map",
      "services: [a]",
      [at("1:11: expected services as a map, found a list; write name: value below services")],
    ],
    [
      "a service that is no map",
      "services: {a: x}",
      [at('1:15: expected services.a as a map, found "x"; write the keys of services.a below it')],
    ],
    [
      "a name",
      "services: {'a b': {image: x}}",
      [at('1:12: expected services named with letters, digits, . _ -, found "a b"; rename it')],
    ],
    [
      "neither image nor build",
      "services: {a: {}}",
      [at("1:12: expected services.a with image or build, found neither; write image: name:tag")],
    ],
    [
      "a cycle",
      "services:\n  a: {image: x, depends_on: [b]}\n  b: {image: y, depends_on: [c]}\n  c: {image: z, depends_on: [a]}",
      [
        at(
          "2:30: expected depends_on without a cycle, found a -> b -> c -> a; remove one of these dependencies",
        ),
      ],
    ],
    [
      "a container name twice",
      "services:\n  a: {image: x, container_name: nn}\n  b: {image: y, container_name: nn}",
      [at('3:17: expected a container_name of its own, found "nn", as a; rename one of them')],
    ],
    [
      "a dependency that is switched off",
      "services: {a: {image: x, depends_on: [b]}, b: {image: y, profiles: [p]}}",
      [at('1:39: expected an active service, found "b"; switch its profile on, or write required: false')],
    ],
    [
      "several faults",
      "services:\n  a: {image: 5, imagee: x}\n  b: {ports: 1}\nvolume: {}",
      [
        at("2:14: expected services.a.image as text, found the number 5; put it in quotes"),
        at('2:17: expected a key of services.a, found "imagee"; write image'),
        at(
          '3:14: expected services.b.ports as a list, found the number 1; write a line `- "8080:80"` for each',
        ),
        at('4:1: expected a top-level key of a compose file, found "volume"; write volumes'),
      ],
    ],
  ])("%s", (_, given, want) => expect(problems(() => load(given))).toEqual(want));
});

test("a value is shown as written, never with its variables filled in", () => {
  const run = () => load(oneService("ports: ['${SECRET}']"), { SECRET: "hunter2" });
  expect(problems(run)).toEqual([
    at(
      '4:13: expected services.a.ports[0] as [address:][published:]target[/protocol], found "${SECRET}"; write "8080:80"',
    ),
  ]);
});
