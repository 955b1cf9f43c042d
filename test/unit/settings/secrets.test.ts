import { describe, expect, test } from "vitest";
import { at, faults, sound } from "./lines.ts";

const ours = { registry: { host: "Local" }, pypi: { host: "Local" } };
const theirs = { registry: { external: "a.b" }, pypi: { external: "https://a.b" } };

function missing(name: string): string {
  return (
    `${at}secrets.${name}: expected a secret, found nothing; ` +
    `set it with: pulumi config set --stack dev --secret --path 'smallboat:secrets.${name}'`
  );
}

describe("passwords of the servers", () => {
  const both = [missing("AFCRED"), missing("TWINE_PASSWORD")];
  test.each<[object, string[]]>([
    [ours, both],
    [theirs, both],
    [{ registry: ours.registry }, [missing("AFCRED")]],
    [{ ...ours, secrets: { AFCRED: "hunter2" } }, [missing("TWINE_PASSWORD")]],
    [{ ...ours, generateSecrets: true }, []],
    // What somebody else's server expects cannot be made up.
    [{ ...theirs, generateSecrets: true }, both],
  ])("missing with the settings %j", (sections, want) => {
    expect(faults({ ...sound, ...sections })).toEqual(want);
  });

  test("bcrypt reads 72 bytes; a token for somebody else's server may be longer", () => {
    const secrets = { AFCRED: "é".repeat(37) };
    expect(faults({ ...sound, registry: ours.registry, secrets })).toEqual([
      `${at}secrets.AFCRED: expected at most 72 bytes, all that bcrypt reads, found a longer secret; ` +
        "set it with: pulumi config set --stack dev --secret --path 'smallboat:secrets.AFCRED'",
    ]);
    expect(faults({ ...sound, registry: theirs.registry, secrets })).toEqual([]);
  });
});

describe("no secret is repeated", () => {
  const servers = "one of host, address, port, bind, image, tls, ready, copies, prefix, user, retention";
  test.each<[string, object, string[], string[]]>([
    [
      "instead of the map",
      { secrets: "hunter2" },
      [],
      ["secrets: expected a map of names to secrets, found a string; correct it"],
    ],
    [
      "as a number",
      { secrets: { A: 31337 } },
      [],
      ["secrets.A: expected a secret as a text, found a number; correct it"],
    ],
    [
      "in a list",
      { secrets: { A: ["hunter2"] } },
      [],
      ["secrets.A: expected a secret as a text, found a list; correct it"],
    ],
    [
      "beside the map",
      { AFCRED: "hunter2" },
      ["AFCRED"],
      [
        "AFCRED: expected one of hosts, registry, pypi, gitlab, projects, runners, values, secrets, adopted, allowDelete, locked, promote, policy, drift, notify, strict, unreachable, incarnation, renew, generateSecrets, " +
          "found the unknown setting AFCRED; correct its name or remove it",
      ],
    ],
    [
      "a webhook, encrypted or not",
      { notify: [{ url: "https://user:hunter2@a.b", format: "slak" }, { url: "hunter2" }] },
      [],
      [
        'notify.0.format: expected json, slack or ntfy, found "slak"; write slack',
        "notify.0.url: expected an http(s) URL without a login, found a string; correct it",
        "notify.1.url: expected an http(s) URL without a login, found a string; correct it",
      ],
    ],
    [
      "encrypted, in a place of something else",
      { registry: { host: "hunter2", port: "hunter2", password: "hunter2" }, generateSecrets: true },
      ["registry"],
      [
        "registry.host: expected one of the hosts Local, found a string; correct it or add the host to smallboat:hosts",
        `registry.password: expected ${servers}, found the unknown setting password; correct its name or remove it`,
        "registry.port: expected a port from 1 to 65535, found a string; correct it",
      ],
    ],
    [
      "instead of a key",
      { registry: { host: "Local", tls: { certificate: "tls.crt", key: "hunter2" } }, generateSecrets: true },
      [],
      [
        'registry.tls.certificate: expected a PEM certificate, the chain included, found "tls.crt"; correct it',
        "registry.tls.key: expected a PEM private key, as a secret, found a string; correct it",
      ],
    ],
    [
      "a key in plain text",
      { registry: { host: "Local", tls: "-----BEGIN PRIVATE KEY-----\nhunter2" }, generateSecrets: true },
      [],
      [
        "registry.tls: expected off, self-signed, or an object with certificate and key, found a string; correct it",
      ],
    ],
  ])("%s", (_, sections, secretSections, want) => {
    const lines = faults({ ...sound, ...sections }, secretSections);
    expect(lines).toEqual(want.map((line) => at + line));
    expect(lines.join()).not.toMatch(/hunter2|31337/);
  });
});
