import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { mapAtMost } from "../../lib/async/index.ts";
import { type OutdatedReport, packageNews } from "../../lib/outdated/index.ts";
import {
  connectPypi,
  type PackageFile,
  type PypiClient,
  PypiError,
  pipConfiguration,
} from "../../lib/pypi/index.ts";
import type { Deployment } from "../../lib/state/index.ts";
import { pulumiCliOf, readSetting } from "../stage/pulumi.ts";
import { pypiClientOf, pypiServerOf } from "../stage/pypi-server.ts";
import { noAnswerLine } from "./no-answer-line.ts";
import { pinnedPackages } from "./pinned-packages.ts";

/** What Python indexes say of packages. */
export type PackageAnswers = Pick<OutdatedReport, "lookedPackages" | "packages" | "unanswered">;

/** Packages that indexes are asked for at the same time. */
const packagesAtATime = 4;

/**
 * Asks for newer versions of the packages that a stage pins: its own PyPI server, and an index for what that one does not have. So nobody can
 * offer a newer version of the team's own packages elsewhere.
 * @param deployment with secrets in plain text
 */
export async function askIndexes(stage: string, deployment: Deployment): Promise<PackageAnswers> {
  const { packages, unanswered } = await pinnedPackages(deployment);
  if (packages.length === 0) return { lookedPackages: 0, packages: [], unanswered };
  const clients = await indexesOf(stage, deployment);
  const lost = new Map<PypiClient, PypiError>();
  const news = await mapAtMost(packagesAtATime, packages, async (pinned) => {
    const files = await firstWith(clients, pinned.name, lost);
    return (files && packageNews(pinned, files)) ?? [];
  });
  return {
    lookedPackages: packages.length,
    packages: news.flat().sort((a, b) => (a.name < b.name ? -1 : 1)),
    unanswered: [...unanswered, ...[...lost].map(([{ index }, error]) => noAnswer(index, error))],
  };
}

/** The files of the first index that has a package. An index that did not answer once is not asked again, nor one after it. */
async function firstWith(
  clients: readonly PypiClient[],
  name: string,
  lost: Map<PypiClient, PypiError>,
): Promise<readonly PackageFile[] | undefined> {
  for (const client of clients) {
    if (lost.has(client)) return undefined;
    try {
      const files = await client.files(name);
      if (files) return files;
    } catch (error) {
      if (!(error instanceof PypiError)) throw error;
      lost.set(client, error);
      return undefined;
    }
  }
  return undefined;
}

/** The stage's own server, then the index that its settings name, or that of pip on this machine. */
async function indexesOf(stage: string, deployment: Deployment): Promise<PypiClient[]> {
  const server = pypiServerOf(deployment);
  const own = server && pypiClientOf(server);
  const written = await readSetting<{ readonly index?: string }>(pulumiCliOf(stage), "smallboat:pypi");
  const { certificates, ...pip } = pipConfiguration(await pipConfigurationText());
  const isThere = certificates !== undefined && existsSync(certificates);
  const ca = isThere ? readFileSync(certificates, "utf8") : undefined;
  const index = connectPypi({ ...(written?.index === undefined ? pip : { index: written.index }), ca });
  return own ? [own, index] : [index];
}

/** What pip says of its configuration. Empty without pip. */
async function pipConfigurationText(): Promise<string> {
  return promisify(execFile)("python3", ["-m", "pip", "config", "list"]).then(
    ({ stdout }) => stdout,
    () => "",
  );
}

function noAnswer(index: string, error: PypiError): string {
  return noAnswerLine(index, "the index to answer", error, {
    refused: "correct its login",
    limited: "run this again later",
    away: "check that this machine reaches it, or name another one in smallboat:pypi.index",
  });
}
