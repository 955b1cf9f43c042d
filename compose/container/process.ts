import { posix } from "node:path";
import { copied, type Handlers, limited } from "./subject.ts";

/** What runs in the container, and as whom. */
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
  command: limited("An empty word needs `entrypoint` in the file too.", (words, subject) => {
    const { entrypoint } = subject.service;
    if (!words.includes("")) {
      if (words.length > 0) subject.fields.command = [...words];
    } else if (entrypoint) {
      // The provider takes empty words there, and with an entrypoint of its own the whole line is the same.
      subject.fields.entrypoints = [...entrypoint, ...words];
    } else {
      subject.refuse("command", "an empty word", "write the entrypoint too, or wrap the command in a shell");
    }
  }),
  // A cleared entrypoint is written as one empty word, and reads back as none.
  entrypoint: limited("An empty one needs `command` in the file too.", (words, subject) => {
    if (subject.fields.entrypoints) return;
    if (words.length > 0) {
      subject.fields.entrypoints = [...words];
      return;
    }
    if (!subject.service.command?.length) {
      subject.refuse("entrypoint", "an empty entrypoint without command", "write the command too");
    }
    subject.fields.entrypoints = [""];
    subject.unreadable.add("entrypoints");
  }),
  // A variable without value anywhere is passed by its bare name, as compose does: it unsets the image's.
  environment: (variables, { fields }) => {
    fields.envs = Object.entries(variables)
      .map(([key, value]) => (value === null ? key : `${key}=${value}`))
      .sort();
  },
  working_dir: (path, subject) => {
    subject.fields.workingDir = path;
    // Docker keeps the shortest form.
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
