import { describe, expect, test } from "vitest";
import { at, faults, sound } from "./lines.ts";

const ours = "one of host, address, port, bind, image, tls, ready, copies, prefix, user, retention";
const certificate = "-----BEGIN CERTIFICATE-----\nMII\n";

/** The faults of a stage that has all it needs but for `sections`. */
function found(sections: Record<string, unknown>): string[] {
  return faults({ ...sound, secrets: { AFCRED: "hunter2", TWINE_PASSWORD: "hunter2" }, ...sections });
}

describe("a registry of our own", () => {
  test.each<[object, string[]]>([
    [{ port: 0 }, ["port: expected a port from 1 to 65535, found 0; correct it"]],
    [{ port: 65536 }, ["port: expected a port from 1 to 65535, found 65536; correct it"]],
    [{ port: 80.5 }, ["port: expected a port from 1 to 65535, found 80.5; correct it"]],
    [{ port: "5000" }, ['port: expected a port from 1 to 65535, found "5000"; correct it']],
    [{ prot: 5000 }, [`prot: expected ${ours}, found the unknown setting prot; write port`]],
    [{ ready: 90 }, ['ready: expected a duration with a unit such as "90s" or "2m", found 90; correct it']],
    [
      { ready: "0s" },
      ['ready: expected a duration with a unit such as "90s" or "2m", found "0s"; correct it'],
    ],
    [{ ready: "" }, ['ready: expected a duration with a unit such as "90s" or "2m", found ""; correct it']],
    [{ user: "a:b" }, ['user: expected a user name without blanks and colons, found "a:b"; correct it']],
    [{ bind: "eth0" }, ['bind: expected an IPv4 address of the host, found "eth0"; correct it']],
    [{ copies: "a" }, ['copies: expected a list of image references, found "a"; correct it']],
    [{ copies: ["a", "a"] }, ["copies: expected image references, each one once, found a list; correct it"]],
    ...["", "registry:3:latest", "Registry"].map((image): [object, string[]] => [
      { image },
      [`image: expected an image as [registry/]name[:tag][@digest], found "${image}"; correct it`],
    ]),
    [
      { copies: ["python:3.13 slim"] },
      ['copies.0: expected an image as [registry/]name[:tag][@digest], found "python:3.13 slim"; correct it'],
    ],
    [
      { retention: { days: -1, builds: 0, weeks: 2 } },
      [
        "retention.builds: expected a number of builds, 1 or more, found 0; correct it",
        "retention.days: expected a number of days, 0 or more, found -1; correct it",
        "retention.weeks: expected one of days, builds, found the unknown setting weeks; correct its name or remove it",
      ],
    ],
    [
      { prefix: "Docker" },
      [
        'prefix: expected a repository prefix in lower case such as "docker-local", found "Docker"; correct it',
      ],
    ],
    [
      { address: "https://images.example.com" },
      [
        "address: expected an address as host[:port], without scheme or path, " +
          'found "https://images.example.com"; correct it',
      ],
    ],
    [
      { address: "images.example.com:70000" },
      [
        "address: expected an address with a port from 1 to 65535, " +
          'found "images.example.com:70000"; correct it',
      ],
    ],
    [{ host: "Locla" }, ['host: expected one of the hosts Local, found "Locla"; write Local']],
    [
      { host: "toString" },
      [
        "host: expected one of the hosts Local, " +
          'found "toString"; correct it or add the host to smallboat:hosts',
      ],
    ],
    [
      { external: "a.b" },
      [`external: expected ${ours}, found the unknown setting external; correct its name or remove it`],
    ],
  ])("%j", (change, want) => {
    const lines = want.map((line) => `${at}registry.${line}`);
    expect(found({ registry: { host: "Local", ...change } })).toEqual(lines);
  });
});

describe("TLS", () => {
  const pem = "a PEM certificate, the chain included";
  test.each<[unknown, string[]]>([
    ["off", []],
    ["self-signed", []],
    ["on", ['tls: expected off, self-signed, or an object with certificate and key, found "on"; correct it']],
    [true, ["tls: expected off, self-signed, or an object with certificate and key, found true; correct it"]],
    [
      {},
      [
        `tls.certificate: expected ${pem}, found nothing; add it`,
        "tls.key: expected a PEM private key, as a secret, found nothing; add it",
      ],
    ],
    [
      { certificate: "cert.pem", key: certificate, chain: "" },
      [
        `tls.certificate: expected ${pem}, found "cert.pem"; correct it`,
        "tls.chain: expected one of certificate, key, ca, found the unknown setting chain; " +
          "correct its name or remove it",
        "tls.key: expected a PEM private key, as a secret, found a string; correct it",
      ],
    ],
    [
      { certificate, key: "-----BEGIN PRIVATE KEY-----\nMII\n", ca: 1 },
      ["tls.ca: expected the PEM certificate of the authority that signed it, found 1; correct it"],
    ],
  ])("%j", (tls, want) => {
    const lines = want.map((line) => `${at}registry.${line}`);
    expect(found({ registry: { host: "Local", tls } })).toEqual(lines);
  });
});

describe("existing servers, and values that are neither", () => {
  const external = "expected one of external, prefix, user, retention, found the unknown setting";
  test.each<[object, string[]]>([
    [
      { registry: "Local" },
      ['registry: expected a registry with host, or with external, found "Local"; correct it'],
    ],
    [{ registry: { port: 1 } }, ["registry.host: expected the name of a host, found nothing; add it"]],
    [
      { registry: { external: "https://a.b", port: 1, tls: "off" } },
      [
        'registry.external: expected an address as host[:port], without scheme or path, found "https://a.b"; correct it',
        `registry.port: ${external} port; correct its name or remove it`,
        `registry.tls: ${external} tls; correct its name or remove it`,
      ],
    ],
    [{ pypi: true }, ["pypi: expected a PyPI server with host, or with external, found true; correct it"]],
    [
      { pypi: { external: "pypi.example.com" } },
      ['pypi.external: expected an http(s) URL without a login, found "pypi.example.com"; correct it'],
    ],
    [
      { pypi: { external: "https://me:hunter2@pypi.example.com" } },
      ["pypi.external: expected an http(s) URL without a login, found a string; correct it"],
    ],
    [
      { pypi: { host: "Local", index: "https://me:hunter2@pypi.example.com/simple" } },
      ["pypi.index: expected an http(s) URL without a login, found a string; correct it"],
    ],
    [
      { pypi: { external: "http://pypi.example.com:70000/" } },
      [
        "pypi.external: expected an http(s) URL with a host and a port from 1 to 65535, " +
          'found "http://pypi.example.com:70000/"; correct it',
      ],
    ],
    [
      { pypi: { host: "Remote", downloads: "public" } },
      [
        'pypi.downloads: expected anonymous or login, found "public"; correct it',
        'pypi.host: expected one of the hosts Local, found "Remote"; ' +
          "correct it or add the host to smallboat:hosts",
      ],
    ],
  ])("%j", (sections, want) => {
    expect(found({ ...sections })).toEqual(want.map((line) => at + line));
  });
});
