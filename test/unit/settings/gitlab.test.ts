import { describe, expect, test } from "vitest";
import { checkSettings } from "../../../lib/settings/check.ts";
import { at, faults, sound } from "./lines.ts";

const standin = { standin: true, host: "Local" };
const real = { url: "https://gitlab.example.com" };
const token = { GITLAB_TOKEN: "glpat-12345678" };

describe("a GitLab", () => {
  test.each<[string, unknown, string[]]>([
    ["the stand-in", standin, []],
    ["one that exists", real, []],
    ["neither", {}, ["gitlab.url: expected an http(s) URL without a login, found nothing; add it"]],
    [
      "a text",
      "Local",
      ['gitlab: expected a GitLab with url, or with standin and host, found "Local"; correct it'],
    ],
    [
      "a stand-in that is none",
      { ...standin, standin: false },
      ["gitlab.standin: expected true, found false; correct it"],
    ],
    [
      "a stand-in elsewhere",
      { ...standin, host: "Locla" },
      ['gitlab.host: expected one of the hosts Local, found "Locla"; write Local'],
    ],
    [
      "an unknown setting",
      { ...standin, prot: 1 },
      [
        "gitlab.prot: expected one of standin, host, port, ready, group, found the unknown setting prot; write port",
      ],
    ],
    [
      "a login in the URL",
      { url: "https://me:hunter2@gitlab.example.com" },
      ["gitlab.url: expected an http(s) URL without a login, found a string; correct it"],
    ],
    [
      "a group that GitLab refuses",
      { ...real, group: { path: "-boats", parentId: 0, visibility: "secret" } },
      [
        "gitlab.group.parentId: expected the number of a group, found 0; correct it",
        "gitlab.group.path: expected a path of letters, digits, dots, dashes and underscores, as GitLab takes it, " +
          'found "-boats"; correct it',
        'gitlab.group.visibility: expected private, internal or public, found "secret"; correct it',
      ],
    ],
    [
      "a group that GitLab keeps",
      { ...real, group: { path: "Admin" } },
      ['gitlab.group.path: expected a path that GitLab does not reserve, found "Admin"; correct it'],
    ],
  ])("%s", (_, gitlab, want) => {
    expect(faults({ ...sound, gitlab, secrets: token })).toEqual(want.map((line) => at + line));
  });

  test("an existing one needs a token; the stand-in's is generated", () => {
    expect(faults({ ...sound, gitlab: standin })).toEqual([]);
    expect(faults({ ...sound, gitlab: real, generateSecrets: true })).toEqual([
      `${at}secrets.GITLAB_TOKEN: expected an access token of GitLab with scope api, found nothing; ` +
        "set it with: pulumi config set --stack dev --secret --path 'smallboat:secrets.GITLAB_TOKEN'",
    ]);
  });

  test("is required for projects and runners", () => {
    const projects = { app: { kind: "container-app" } };
    const runners = { one: { host: "Local", untagged: true } };
    const missing = (what: string) =>
      `${at}gitlab: expected a GitLab for ${what}, found nothing; add one with url, or with standin: true and host`;
    expect(faults({ ...sound, projects })).toEqual([missing("smallboat:projects")]);
    expect(faults({ ...sound, projects, runners })).toEqual([
      missing("smallboat:projects and smallboat:runners"),
    ]);
  });
});

describe("projects", () => {
  const name =
    "expected a project's name of letters, digits, dots, dashes and underscores, as GitLab takes it, found";
  test.each<[string, Record<string, unknown>, string[]]>([
    ["fine names", { app: {}, "my.app_2-x": {} }, []],
    ["a name with a blank", { "my app": {} }, [`["my app"]: ${name} "my app"; correct the name`]],
    ["a name that ends in .git", { "app.git": {} }, [`["app.git"]: ${name} "app.git"; correct the name`]],
    ["a name that GitLab keeps", { wikis: {} }, [`.wikis: ${name} "wikis"; correct the name`]],
    ["a name that begins with a dash", { "-app": {} }, [`.-app: ${name} "-app"; correct the name`]],
    [
      "two names, one path",
      { app: {}, App: {} },
      [
        ".App: expected a path of its own in the group, found the path of app, because GitLab ignores capitals; rename one of them",
      ],
    ],
    [
      "a broken schedule",
      { app: { schedules: { nightly: { cron: "0 25 * * *", timezone: "Mars/Phobos" } } } },
      [
        '.app.schedules.nightly.cron: expected five fields of a cron schedule such as "0 4 * * 1-5", found "0 25 * * *"; correct it',
        '.app.schedules.nightly.timezone: expected a time zone such as Europe/Berlin, found "Mars/Phobos"; correct it',
      ],
    ],
    [
      "six fields, and a day that never comes",
      { app: { schedules: { six: { cron: "0 0 4 * * *" }, never: { cron: "0 0 30 2 *" } } } },
      ["never", "six"].map(
        (each) =>
          `.app.schedules.${each}.cron: expected five fields of a cron schedule such as "0 4 * * 1-5", ` +
          `found "${each === "six" ? "0 0 4 * * *" : "0 0 30 2 *"}"; correct it`,
      ),
    ],
    [
      "what croner reads and GitLab does not",
      { app: { schedules: { day: { cron: "0 0 15W * *" }, last: { cron: "0 0 * * 5L" } } } },
      ["day", "last"].map(
        (each) =>
          `.app.schedules.${each}.cron: expected five fields of a cron schedule such as "0 4 * * 1-5", ` +
          `found "${each === "day" ? "0 0 15W * *" : "0 0 * * 5L"}"; correct it`,
      ),
    ],
    [
      "a variable that is neither",
      { app: { variables: { A: {}, B: { value: "x", secret: "GITLAB_TOKEN" }, "C-D": 1 } } },
      [
        ".app.variables.A: expected either value or secret, found an object; correct it",
        ".app.variables.B: expected either value or secret, found an object; correct it",
        '.app.variables.C-D: expected a variable\'s name of letters, digits and underscores, found "C-D"; correct the name',
      ],
    ],
    [
      "a secret that is not there",
      { app: { variables: { A: { secret: "GITLAB_TOKNE" }, B: { secret: "FAR" } } } },
      [
        '.app.variables.A.secret: expected one of the secrets GITLAB_TOKEN, found "GITLAB_TOKNE"; write GITLAB_TOKEN',
        '.app.variables.B.secret: expected one of the secrets GITLAB_TOKEN, found "FAR"; ' +
          "set it with: pulumi config set --stack dev --secret --path 'smallboat:secrets.FAR'",
      ],
    ],
    [
      "words that mean nothing",
      { app: { mergeMethod: "octopus", squash: true, branches: { main: { push: "everybody" } } } },
      [
        '.app.branches.main.push: expected no one, developer or maintainer, found "everybody"; correct it',
        '.app.mergeMethod: expected merge, rebase_merge or ff, found "octopus"; correct it',
        ".app.squash: expected never, always, default_on or default_off, found true; correct it",
      ],
    ],
  ])("%s", (_, projects, want) => {
    const whole = Object.fromEntries(
      Object.entries(projects).map(([name, each]) => [name, { kind: "container-app", ...(each as object) }]),
    );
    const lines = want.map((line) => `${at}projects${line}`);
    expect(faults({ ...sound, gitlab: standin, secrets: token, projects: whole })).toEqual(lines);
  });
});

describe("runners", () => {
  const far = { engine: "ssh://far.example.com" };
  test.each<[string, object, string[]]>([
    ["for a tag", { tags: ["shared"] }, []],
    ["for jobs without a tag", { untagged: true }, []],
    ["with a volume of each job", { tags: ["a"], volumes: ["/certs/client", "data:/data:ro"] }, []],
    [
      "with a volume at no path",
      { tags: ["a"], volumes: ["certs"] },
      [
        'volumes.0: expected a volume such as "/var/run/docker.sock:/var/run/docker.sock", "data:/data:ro" or ' +
          '"/certs/client", found "certs"; correct it',
      ],
    ],
    ["for none", {}, ["tags: expected a tag, or untagged: true, found nothing; add it"]],
    [
      "of another project",
      { tags: ["a"], scope: "appp" },
      ['scope: expected one of the scopes group, app, found "appp"; write app'],
    ],
    [
      "on another machine than the stand-in",
      { tags: ["a"], host: "far" },
      [
        'host: expected a host on the engine of the stand-in, such as Local, found "far"; ' +
          "place both on one engine, or use a real GitLab",
      ],
    ],
    [
      "on no machine",
      { tags: ["a"], host: "near" },
      [
        'host: expected one of the hosts Local, far, found "near"; correct it or add the host to smallboat:hosts',
      ],
    ],
    [
      "with wrong numbers",
      { tags: ["a b"], concurrent: 0, maximumTimeout: "5m", privileged: "maybe" },
      [
        "concurrent: expected a number of jobs, at least 1, found 0; correct it",
        'maximumTimeout: expected a duration of 10m or more, found "5m"; correct it',
        'privileged: expected true, false or auto, found "maybe"; correct it',
        'tags.0: expected a tag without blanks and commas, found "a b"; correct it',
      ],
    ],
  ])("%s", (_, runner, want) => {
    const raw = {
      hosts: { ...sound.hosts, far },
      gitlab: standin,
      projects: { app: { kind: "container-app" } },
      runners: { one: { host: "Local", ...runner } },
    };
    expect(faults(raw)).toEqual(want.map((line) => `${at}runners.one.${line}`));
  });
});

test("defaults of GitLab, projects and runners", () => {
  const raw = {
    ...sound,
    gitlab: standin,
    projects: { app: { kind: "container-app", schedules: { nightly: { cron: "0 4 * * *" } } } },
    runners: { one: { host: "Local", tags: ["shared"] } },
  };
  const { gitlab, projects, runners } = checkSettings("dev", raw);
  expect({ gitlab, projects, runners }).toEqual({
    gitlab: {
      ...standin,
      port: 8929,
      ready: "2m",
      group: { description: "Made by smallboat", visibility: "private" },
    },
    projects: {
      app: {
        kind: "container-app",
        description: "",
        visibility: "private",
        options: {},
        variables: {},
        branches: {},
        schedules: { nightly: { cron: "0 4 * * *", timezone: "UTC", active: true, variables: {} } },
        environments: {},
        mergeMethod: "merge",
        pipelineTimeout: "10m",
        squash: "default_on",
      },
    },
    runners: {
      one: {
        host: "Local",
        tags: ["shared"],
        untagged: false,
        scope: "group",
        protected: false,
        concurrent: 2,
        privileged: false,
        image: "gitlab/gitlab-runner:v19.4.0",
        jobImage: "python:3.13-slim",
        volumes: [],
        paused: false,
        locked: false,
        maximumTimeout: "1h",
        cache: true,
        ready: "2m",
      },
    },
  });
});
