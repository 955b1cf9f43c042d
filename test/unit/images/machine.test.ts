import { expect, test } from "vitest";
import { debianSources, fetchOptions } from "../../../dev/toolchain/images/machine.ts";

test("the machine's Debian sources are changed to another suite; other sources and passwords are left out", () => {
  const targets = [
    "Debian http://mirror.example/debian/ bookworm",
    "Debian http://mirror.example/debian/ bookworm",
    "Debian http://mirror.example/debian/ bookworm-updates",
    "Debian http://mirror.example/debian/ bookworm-backports",
    "Debian https://mirror.example/debian-security/ bookworm-security",
    "Debian https://me:secret@private.example/debian/ bookworm",
    "Docker https://docker.example/linux/debian bookworm",
  ].join("\n");
  expect(debianSources(targets, "trixie")).toEqual([
    "deb http://mirror.example/debian/ trixie main",
    "deb http://mirror.example/debian/ trixie-updates main",
    "deb https://mirror.example/debian-security/ trixie-security main",
  ]);
});

test("only apt's settings for fetching files are copied", () => {
  const dump = [
    'APT "";',
    'Acquire "";',
    'Acquire::Check-Valid-Until "false";',
    'Acquire::IndexTargets::deb::Packages::Optional "0";',
    'Acquire::http "";',
    'Acquire::http::Proxy "http://proxy.example:3128";',
    'Acquire::https::CAInfo "/etc/ssl/own.pem";',
    'DPkg::Path "/usr/sbin";',
  ].join("\n");
  expect(fetchOptions(dump)).toEqual([
    'Acquire::Check-Valid-Until "false";',
    'Acquire::http::Proxy "http://proxy.example:3128";',
    'Acquire::https::CAInfo "/etc/ssl/own.pem";',
  ]);
});
