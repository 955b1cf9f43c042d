import { expect, test } from "vitest";
import { rawTree, secretSections } from "../../../lib/settings/raw-tree.ts";
import { at, faults, sound } from "./lines.ts";

test("every fault of the tree at once, sorted by path", () => {
  const raw = {
    generateSecrets: "yes",
    values: { STAGE: "prod", "a b": 1, LIST: [], NOTHING: null },
    secrets: { HOST: "hunter2", EMPTY: "" },
    regsitry: {},
    registry: { host: "Nowhere", prot: 1 },
    hosts: { Local: { engin: "unix:///x" } },
  };
  const variable = "a variable's name other than STAGE, HOST and REGISTRY";
  expect(faults(raw)).toEqual(
    [
      'generateSecrets: expected true or false, found "yes"; correct it',
      "hosts.Local.engin: expected one of engine, certPath, found the unknown setting engin; write engine",
      "hosts.Local.engine: expected a Docker engine as unix:///path, ssh://[user@]address[:port][/socket] or " +
        "tcp://address:port, found nothing; add it",
      'registry.host: expected one of the hosts Local, found "Nowhere"; ' +
        "correct it or add the host to smallboat:hosts",
      "registry.prot: expected one of host, address, port, bind, image, tls, ready, copies, prefix, user, retention, " +
        "found the unknown setting prot; write port",
      "regsitry: expected one of hosts, registry, pypi, gitlab, projects, runners, values, secrets, adopted, allowDelete, locked, promote, policy, drift, notify, strict, unreachable, incarnation, renew, generateSecrets, " +
        "found the unknown setting regsitry; write registry",
      "secrets.AFCRED: expected a secret, found nothing; " +
        "set it with: pulumi config set --stack dev --secret --path 'smallboat:secrets.AFCRED'",
      'secrets.EMPTY: expected a secret as a text, found ""; correct it',
      `secrets.HOST: expected ${variable}, found "HOST"; correct the name`,
      "values.LIST: expected a text, a number, true or false, found a list; correct it",
      "values.NOTHING: expected a text, a number, true or false, found nothing; correct it",
      `values.STAGE: expected ${variable}, found "STAGE"; correct the name`,
      `values["a b"]: expected ${variable}, found "a b"; correct the name`,
    ].map((line) => at + line),
  );
});

test("hosts that may be unreachable are hosts of the settings", () => {
  expect(faults({ ...sound, unreachable: ["Local", "Locla"] })).toEqual([
    `${at}unreachable.1: expected one of the hosts Local, found "Locla"; write Local`,
  ]);
  expect(faults({ ...sound, unreachable: "Local" })).toEqual([
    `${at}unreachable: expected a list of names of hosts, found "Local"; correct it`,
  ]);
});

test("values that belong to no section, by themselves", () => {
  expect(faults({ ...sound, values: 5 })).toEqual([
    `${at}values: expected a map of names to values, found 5; correct it`,
  ]);
});

test("Pulumi's flat configuration becomes a tree; defaults and other packages' keys are left out", () => {
  const config = {
    "smallboat:hosts": '{"Local":{"engine":"unix:///x"}}',
    "smallboat:registry": "{}",
    "smallboat:generateSecrets": "true",
    "smallboat:values": "[broken",
    "smallboat:note": "5000",
    "docker:host": "tcp://elsewhere:1",
  };
  expect(rawTree(config)).toEqual({
    hosts: { Local: { engine: "unix:///x" } },
    generateSecrets: true,
    values: "[broken",
    note: "5000",
  });
  expect(secretSections(["smallboat:secrets", "docker:registryAuth"])).toEqual(["secrets"]);
});
