import { describe, expect, test } from "vitest";
import { hostAddress } from "../../../lib/settings/hosts.ts";
import { at, faults } from "./lines.ts";

const forms = "a Docker engine as unix:///path, ssh://[user@]address[:port][/socket] or tcp://address:port";

describe("engines", () => {
  test.each([
    "unix:///var/run/docker.sock",
    "ssh://10.0.0.60",
    "ssh://deploy@host.example.com:2222",
    "tcp://10.0.0.60:2376",
  ])("%s is a valid engine", (engine) => {
    expect(faults({ hosts: { a: { engine } } })).toEqual([]);
  });

  test.each([
    ["/var/run/docker.sock"],
    ["http://10.0.0.60:2376"],
    ["unix://"],
    ["unix:///"],
    ["tcp://10.0.0.60"],
    ["tcp://10.0.0.60:99999"],
    ["tcp://10.0.0.60:2376/path"],
    ["ssh://"],
    ["ssh://deploy@10.0.0.60:70000"],
    [""],
  ])("%j is no valid engine", (engine) => {
    expect(faults({ hosts: { a: { engine } } })).toEqual([
      `${at}hosts.a.engine: expected ${forms}, found ${JSON.stringify(engine)}; correct it`,
    ]);
  });

  test.each(["ssh://deploy:hunter2@10.0.0.60", "tcp://deploy:hunter2@10.0.0.60:2376"])(
    "a password in an address is refused and not repeated: %s",
    (engine) => {
      expect(faults({ hosts: { a: { engine } } })).toEqual([
        `${at}hosts.a.engine: expected ${forms}, found a string; correct it`,
      ]);
    },
  );
});

test.each([
  [{}, ["hosts: expected a map of host names to their engines, found nothing; add it"]],
  [{ hosts: [] }, ["hosts: expected a map of host names to their engines, found a list; correct it"]],
  [{ hosts: { a: {} } }, [`hosts.a.engine: expected ${forms}, found nothing; add it`]],
  [
    { hosts: { a: "unix:///x" } },
    ['hosts.a: expected a host (engine, certPath), found "unix:///x"; correct it'],
  ],
  [
    { hosts: { "10.0.0.60": { engine: 5, certPath: "", port: 22 } } },
    [
      'hosts["10.0.0.60"].certPath: expected a folder with ca.pem, cert.pem and key.pem, found ""; correct it',
      `hosts["10.0.0.60"].engine: expected ${forms}, found 5; correct it`,
      'hosts["10.0.0.60"].port: expected one of engine, certPath, found the unknown setting port; ' +
        "correct its name or remove it",
    ],
  ],
  [
    { hosts: { "a/b": { engine: "unix:///x" } } },
    [
      'hosts["a/b"]: expected a host\'s name of letters, digits, dots and dashes, found "a/b"; correct the name',
    ],
  ],
])("the problems of the settings %j", (raw, want) => {
  expect(faults(raw)).toEqual(want.map((line) => at + line));
});

test("other hosts reach a host at its engine's address, and this machine on loopback", () => {
  const engines = ["unix:///run/docker.sock", "ssh://me@10.0.0.60:2222", "tcp://far.example.com:2376"];
  expect(engines.map(hostAddress)).toEqual(["127.0.0.1", "10.0.0.60", "far.example.com"]);
});
