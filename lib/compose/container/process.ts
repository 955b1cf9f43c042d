import { posix } from "node:path";
import { type ContainerBuilder, copied, type Handlers, limited } from "./container-builder.ts";

/** Handlers of command, entrypoint, environment and user. */
export const processHandlers: Handlers<
  | "command"
  | "entrypoint"
  | "environment"
  | "working_dir"
  | "user"
  | "group_add"
  | "hostname"
  | "domainname"
  | "tty"
  | "stdin_open"
  | "init"
  | "runtime"
> = {
  // The provider accepts empty words only in an entrypoint, so the whole command line is put there.
  command: (words, subject) => {
    const { entrypoint } = subject.service;
    if (!words.includes("")) {
      if (words.length > 0) subject.fields.command = [...words];
      return;
    }
    if (entrypoint) setEntrypoint([...withoutClearing(entrypoint), ...words], "command", subject);
    else subject.afterEntrypoint = [...words];
    subject.unreadable.add("entrypoints");
  },
  // A cleared entrypoint is written as one empty word and is read back as absent.
  entrypoint: limited("An empty one needs `command` in the file too.", (words, subject) => {
    if (subject.fields.entrypoints) return;
    if (withoutClearing(words).length > 0) {
      setEntrypoint(words, "entrypoint", subject);
      return;
    }
    if (!subject.service.command?.length) {
      subject.refuse("entrypoint", "an empty entrypoint without command", "write the command too");
    }
    subject.fields.entrypoints = [""];
    subject.unreadable.add("entrypoints");
  }),
  // As in compose, a variable without any value is passed by its bare name, which removes the image's variable.
  environment: (variables, { fields }) => {
    fields.envs = Object.entries(variables)
      .map(([key, value]) => (value === null ? key : `${key}=${value}`))
      .sort();
  },
  working_dir: (path, subject) => {
    subject.fields.workingDir = path;
    // Docker stores the shortest form.
    if (posix.resolve("/", path) !== path) subject.unreadable.add("workingDir");
  },
  user: copied("user"),
  group_add: copied("groupAdds"),
  hostname: copied("hostname"),
  domainname: copied("domainname"),
  tty: copied("tty"),
  stdin_open: copied("stdinOpen"),
  init: copied("init"),
  runtime: copied("runtime"),
};

/** One empty word clears the image's entrypoint, like an empty list. */
function withoutClearing(entrypoint: readonly string[]): readonly string[] {
  return entrypoint.length === 1 && entrypoint[0] === "" ? [] : entrypoint;
}

function setEntrypoint(words: readonly string[], key: string, subject: ContainerBuilder): void {
  subject.fields.entrypoints = [...words];
  if (words[0] !== "") return;
  const expected = `services.${subject.name}.${key} that begins with a program`;
  const remedy = "name a program, or remove the empty word";
  subject.problems.push({ path: subject.where(key), expected, found: "an empty word", remedy });
}
