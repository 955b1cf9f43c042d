import { ownEntry } from "../../problems/own-entry.ts";
import { withoutUndefined } from "../defined.ts";
import type { FileObject, FileReference } from "../model.ts";
import { type ContainerBuilder, type Handlers, limited } from "./container-builder.ts";
import { noteHostPath } from "./host-paths.ts";
import { noteHostFile } from "./storage.ts";

type Kind = "configs" | "secrets";

const FOLDERS = { configs: "/", secrets: "/run/secrets/" } as const;

const fileLimits =
  "From `file`, `environment` or `content`; those of a swarm are refused. `content` needs a container without `read_only`. For a `file`, `uid`, `gid` and `mode` have no effect.";

/** Configs and secrets. Files are bound into the container. Contents and variables are written into it. */
export const fileHandlers: Handlers<Kind> = {
  configs: limited(fileLimits, (uses, subject) => addFiles("configs", uses, subject)),
  secrets: limited(fileLimits, (uses, subject) => addFiles("secrets", uses, subject)),
};

function addFiles(kind: Kind, uses: readonly FileReference[], subject: ContainerBuilder): void {
  for (const [index, use] of uses.entries()) {
    const definition = ownEntry<FileObject>(subject.model[kind], use.source);
    const key = `${kind}.${index}`;
    const target = use.target ?? use.source;
    const absolute = target.startsWith("/") ? target : `${FOLDERS[kind]}${target}`;
    if (kind === "secrets") subject.secretFiles.add(absolute);
    if (!definition || definition.external || definition.driver || definition.template_driver) {
      subject.refuse(key, "one kept by a swarm", "define it with file, environment or content", use);
    } else if (definition.file) addBind(kind, key, absolute, definition.file, use, subject);
    else addUpload(key, absolute, definition, use, subject);
  }
}

function addBind(
  kind: Kind,
  key: string,
  target: string,
  source: string,
  use: FileReference,
  subject: ContainerBuilder,
): void {
  if (use.uid || use.gid || use.mode) {
    subject.note(kind, "uid, gid and mode do not count for files; the file on the host has them");
  }
  noteHostFile(source, subject);
  noteHostPath(subject, key, use, { path: source, target, isReadOnly: true, isMade: false });
  subject.append("mounts", {
    type: "bind",
    source,
    target,
    readOnly: true,
    ...(kind === "secrets" ? { bindOptions: {} } : {}),
  });
}

function addUpload(
  key: string,
  file: string,
  { content, environment }: FileObject,
  { uid, gid, mode = "0444", ...use }: FileReference,
  subject: ContainerBuilder,
): void {
  const text = environment === undefined ? content : ownEntry(subject.stack.values, environment);
  const mount = { ...use, target: file };
  if (text === undefined) {
    subject.refuse(key, `no value for ${environment}`, "set it in the stack's .env or in smallboat:values");
  } else if (text === "") return;
  else if (subject.service.read_only) {
    subject.refuse(key, "content in a read_only container", "put the content into a file", mount);
  } else if (!/^0?[0-7]{3}$/.test(mode)) {
    subject.refuse(key, `mode ${mode}`, "use a mode from 0000 to 0777", mount);
  } else {
    const permissions = mode.padStart(4, "0");
    subject.append("uploads", withoutUndefined({ file, content: text, permissions, owner: uid, group: gid }));
  }
}
