import { copied, type Handlers } from "./subject.ts";

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
  command: (words, subject) => {
    if (words.includes(""))
      subject.refuse("command", "an empty word", "leave it out, or wrap the command in a shell");
    else if (words.length > 0) subject.fields.command = [...words];
  },
  // A cleared entrypoint is written as one empty word, and reads back as none.
  entrypoint: (words, subject) => {
    if (words.length > 0) {
      subject.fields.entrypoints = [...words];
      return;
    }
    if (!subject.service.command?.length) {
      subject.refuse("entrypoint", "an empty entrypoint without command", "write the command too");
    }
    subject.fields.entrypoints = [""];
    subject.unreadable.add("entrypoints");
  },
  // A variable without value anywhere is passed by its bare name, as compose does: it unsets the image's.
  environment: (variables, { fields }) => {
    fields.envs = Object.entries(variables)
      .map(([key, value]) => (value === null ? key : `${key}=${value}`))
      .sort();
  },
  working_dir: copied("workingDir"),
  user: copied("user"),
  group_add: copied("groupAdds"),
  hostname: copied("hostname"),
  domainname: copied("domainname"),
  tty: copied("tty"),
  stdin_open: copied("stdinOpen"),
  init: copied("init"),
  runtime: copied("runtime"),
};
