import { createHash } from "node:crypto";
import { type Problem, refuse } from "../../lib/problems/index.ts";
import { orProblem } from "../../lib/problems/or-problem.ts";
import {
  newestRelease,
  normalizedName,
  type PackageFile,
  type PypiClient,
  PypiError,
  type PypiServer,
  uploadFile,
  versionsOf,
} from "../../lib/pypi/index.ts";
import type { LockedPackage } from "../../lib/releases/index.ts";
import { pypiClientOf } from "../stage/pypi-server.ts";

/** A file, and the one of the same name on the other server. */
interface Copy {
  readonly file: PackageFile;
  readonly there: PackageFile | undefined;
}

interface Release {
  readonly name: string;
  readonly version: string;
  readonly copies: readonly Copy[];
}

/**
 * Copies the newest release of each package from one PyPI server to another, byte for byte. Pre-releases stay where they are.
 * @param stage the one that gets them
 * @returns the entries of the lock, by the names of packages
 * @throws ProblemError if a server does not do its part, or has another file of the same name
 */
export async function copyPackages(
  from: PypiServer,
  to: PypiServer,
  stage: string,
): Promise<Readonly<Record<string, LockedPackage>>> {
  const [source, target] = [pypiClientOf(from), pypiClientOf(to)];
  const named = await orPypiProblem(from.url, stage, () => newestReleases(source));
  const releases = await orPypiProblem(to.url, stage, () =>
    Promise.all(named.map((each) => beside(target, each))),
  );
  refuse(releases.flatMap(({ copies }) => copies.flatMap((copy) => otherFile(copy, stage))));
  const entries: [string, LockedPackage][] = [];
  for (const { name, version, copies } of releases) {
    const files: Record<string, string> = {};
    for (const { file, there } of copies) {
      if (!there || file.sha256 === undefined) {
        const content = await orPypiProblem(from.url, stage, () => source.content(file));
        const sha256 = createHash("sha256").update(content).digest("hex");
        const upload = { package: name, version, file: file.name, sha256, content };
        if (!there) await orPypiProblem(to.url, stage, () => uploadFile(to, upload));
        files[file.name] = sha256;
      } else files[file.name] = file.sha256;
    }
    entries.push([name, { version, files }]);
  }
  return Object.fromEntries(entries);
}

async function newestReleases(source: PypiClient): Promise<Release[]> {
  const found = (await source.packages()).map(async (each): Promise<Release[]> => {
    const all = (await source.files(each)) ?? [];
    const version = newestRelease(versionsOf(all));
    const own = all.filter((file) => version !== undefined && file.version === version && !file.isYanked);
    const copies = own.map((file) => ({ file, there: undefined }));
    return version === undefined ? [] : [{ name: normalizedName(each), version, copies }];
  });
  return (await Promise.all(found)).flat();
}

async function beside(target: PypiClient, release: Release): Promise<Release> {
  const known = (await target.files(release.name)) ?? [];
  const there = (name: string) => known.find((each) => each.name === name);
  return { ...release, copies: release.copies.map(({ file }) => ({ file, there: there(file.name) })) };
}

function otherFile({ file, there }: Copy, stage: string): Problem[] {
  if (!there || there.sha256 === file.sha256) return [];
  return [
    {
      path: there.url.split("#")[0] ?? there.url,
      expected: `the same file as ${file.url.split("#")[0]}`,
      found: `another content in stage ${stage}`,
      remedy: "publish a new version, which has the same content in both stages",
    },
  ];
}

function orPypiProblem<Result>(url: string, stage: string, work: () => Promise<Result>): Promise<Result> {
  const problemOf = ({ message }: PypiError): Problem => ({
    path: url,
    expected: "the PyPI server to take part in a promotion",
    found: `"${message}"`,
    remedy: `nothing of stage ${stage} was changed: repeat make promote once it answers`,
  });
  return orProblem(PypiError, problemOf, work());
}
