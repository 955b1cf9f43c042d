import { join, relative } from "node:path";
import type { UploadFields } from "../provider-fields.ts";
import type { ContainerBuilder } from "./container-builder.ts";

/**
 * An engine on another machine does not see the stack's folder, so files of read-only binds are copied into the container
 * instead. Paths outside the folder belong to the other machine.
 */
export function shipFiles(subject: ContainerBuilder): void {
  const { volumes = [], mounts = [] } = subject.fields;
  const isOurs = (source: string | undefined) => source !== undefined && isInside(subject, source);
  for (const { hostPath = "", containerPath = "", readOnly } of volumes.filter((each) =>
    isOurs(each.hostPath),
  )) {
    ship(hostPath, containerPath, readOnly, subject);
  }
  for (const { source = "", target, readOnly } of mounts.filter((each) => isOurs(each.source))) {
    ship(source, target, readOnly, subject);
  }
  subject.fields.volumes = volumes.filter(({ hostPath }) => !isOurs(hostPath));
  subject.fields.mounts = mounts.filter(({ source }) => !isOurs(source));
}

function isInside({ stack }: ContainerBuilder, source: string): boolean {
  return source.startsWith("/") && !relative(stack.source.dir, source).startsWith("..");
}

function ship(
  source: string,
  target: string,
  readOnly: boolean | undefined,
  subject: ContainerBuilder,
): void {
  const { stack, service } = subject;
  const refuse = refusal(source, subject);
  if (stack.files.kind(source) === undefined)
    refuse(`nothing at ./${relative(stack.source.dir, source)}`, "make it, or correct the path");
  else if (!readOnly) refuse(`${target}, which it may write to`, "add :ro, or use a named volume");
  else if (service.read_only) refuse("a read_only container", "remove read_only, or build an image");
  else for (const upload of uploads(source, target, subject, refuse)) subject.append("uploads", upload);
}

type Refuse = (found: string, remedy: string) => void;

/** A function that reports a problem of a path at its source position. */
function refusal(source: string, subject: ContainerBuilder): Refuse {
  const path = subject.hostPaths.find((each) => each.path === source)?.where ?? subject.where("volumes");
  const expected = `services.${subject.name}.volumes that can be copied to the other machine's engine`;
  return (found, remedy) => subject.problems.push({ path, expected, found, remedy });
}

/** Uploads of all files below a path, without empty folders. */
function uploads(
  source: string,
  target: string,
  subject: ContainerBuilder,
  refuse: Refuse,
  depth = 0,
): UploadFields[] {
  const { files, source: stack } = subject.stack;
  const kind = files.kind(source);
  if (kind === undefined) return [];
  if (kind === "dir" && depth > 0 && files.link(source) !== undefined) {
    const found = `${relative(stack.dir, source)}, a link to a folder`;
    refuse(found, "put the folder in its place");
    return [];
  }
  if (kind === "dir") {
    return files
      .list(source)
      .flatMap((name) => uploads(join(source, name), join(target, name), subject, refuse, depth + 1));
  }
  const content = files.read(source);
  return [
    {
      file: target,
      // The provider refuses empty content, but accepts an empty file.
      ...(content.length === 0
        ? { source: "/dev/null" }
        : { contentBase64: Buffer.from(content).toString("base64") }),
      permissions: files.isExecutable(source) ? "0755" : "0644",
    },
  ];
}
