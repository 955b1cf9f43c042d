import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { GitLab } from "../protocol/gitlab.ts";
import type { Artifact, Job } from "../protocol/job.ts";
import { note, warning } from "../trace/lines.ts";
import { run } from "./command.ts";
import { expandedPaths } from "./pipeline.ts";
import { select } from "./select.ts";
import type { Variables } from "./variables.ts";

/** Unpacks the artifacts of earlier jobs into the sources. */
export async function downloadArtifacts(
  job: Job,
  gitlab: GitLab,
  sources: string,
  scratch: string,
  say: (text: string) => void,
): Promise<void> {
  for (const dependency of job.dependencies ?? []) {
    if (!dependency.artifacts_file?.filename) continue;
    const file = join(scratch, `dependency-${dependency.id}.zip`);
    const status = await gitlab.download(dependency, file);
    if (status !== 200)
      throw new Error(`artifacts of ${dependency.name} (${dependency.id}): GitLab answered ${status}`);
    await mkdir(sources, { recursive: true });
    await run("unzip", ["-q", "-o", file, "-d", sources]);
    say(`Downloading artifacts for ${dependency.name} (${dependency.id})... ok\n`);
  }
}

/** The artifacts to upload after the job ended in this way. */
export function artifactsFor(job: Job, hasSucceeded: boolean): Artifact[] {
  return (job.artifacts ?? []).filter(
    ({ when }) =>
      when === "always" || (when ?? "on_success") === (hasSucceeded ? "on_success" : "on_failure"),
  );
}

/** Uploads artifacts from `folder`, which holds all candidates. @returns false if GitLab refused one */
export async function uploadArtifacts(
  job: Job,
  artifacts: readonly Artifact[],
  gitlab: GitLab,
  variables: Variables,
  projectDir: string,
  folder: string,
  scratch: string,
  say: (text: string) => void,
): Promise<boolean> {
  let isComplete = true;
  for (const artifact of artifacts) {
    const type = artifact.artifact_type ?? "archive";
    const expand = (paths: readonly string[] | null | undefined) =>
      expandedPaths(paths ?? [], variables, projectDir);
    const paths = expand(artifact.paths);
    if (artifact.untracked) say(warning("artifacts:untracked has no effect in this runner"));
    for (const path of artifact.paths ?? []) {
      if (expand([path]).length === 0)
        say(warning(`${path}: no matching files: the path expands to nothing`));
    }
    if (paths.length === 0) continue;
    const files = await select(folder, paths, expand(artifact.exclude));
    if (files.length === 0) {
      say(warning(`${paths.join(", ")}: no matching files. No files to upload (${type})`));
      continue;
    }
    say(`${paths.join(", ")}: found ${files.length} matching artifact files and directories\n`);
    const format = artifact.artifact_format ?? "zip";
    const name = variables.expand(artifact.name || (type === "archive" ? "artifacts" : type));
    const suffix = { zip: ".zip", gzip: ".gz", raw: "" }[format];
    const file = join(scratch, `upload-${type}${suffix}`);
    if (format === "zip")
      await run("zip", ["-q", "-X", "-y", "-@", file], { cwd: folder, input: files.join("\n") });
    else await writeFile(file, await content(folder, files, format === "gzip"));
    const status = await gitlab.upload(job, file, `${name}${suffix}`, {
      artifact_format: format,
      artifact_type: type,
      ...(artifact.expire_in ? { expire_in: artifact.expire_in } : {}),
    });
    if (status === 201) say(note(`Uploading artifacts as "${type}" to coordinator... 201 Created`));
    else say(warning(`Uploading artifacts as "${type}": GitLab answered ${status}`));
    isComplete &&= status === 201;
  }
  return isComplete;
}

async function content(folder: string, files: readonly string[], isZipped: boolean): Promise<Buffer> {
  const parts = await Promise.all(files.map((file) => readFile(join(folder, file))));
  return Buffer.concat(isZipped ? parts.map((part) => gzipSync(part)) : parts);
}
