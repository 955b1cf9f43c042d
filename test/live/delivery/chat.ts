import { describe, expect, test } from "vitest";
import { docker } from "../support/command.ts";
import { address, container, digestOf, password, project, repository, tags, versionOf } from "./stage.ts";
import { Repository } from "./team.ts";

const version = versionOf("flask-chat-app");
const released = `prod.${version}`;
const loggedOut = `Removing login credentials for ${address}`;

function chatApp(): Promise<Repository> {
  return Repository.of(project, "flask-chat-app");
}

/** Pushes to main. @returns the pipeline's status and its build's log, by lines */
async function built(
  files: Readonly<Record<string, string | null>>,
  action?: "create",
): Promise<[string, string[]]> {
  const chat = await chatApp();
  const { status, jobs } = await chat.pipeline(await chat.push("main", files, { ...(action && { action }) }));
  return [status, (await chat.log(jobs.build)).split("\n")];
}

/** The container-app of a stage that is up. */
export function chatTests(): void {
  describe("an app in a container", () => {
    test("has an image that says where it comes from", async () => {
      const labels = JSON.parse(await docker("inspect", "--format", "{{json .Config.Labels}}", container));
      const { commit } = (await (await chatApp()).get("/repository/branches/dev")) as {
        commit: { id: string };
      };
      expect(labels).toMatchObject({
        "org.opencontainers.image.revision": commit.id,
        "org.opencontainers.image.source": expect.stringMatching(
          new RegExp(`^http://.*/smallboat-${project.stage}/flask-chat-app$`),
        ),
      });
    });

    test("is built on no other branch, and tested in a merge request from there", async () => {
      const chat = await chatApp();
      const sha = await chat.push("colours", { "README.md": "# Colours\n" }, { start_branch: "dev" });
      const request = { source_branch: "colours", target_branch: "dev", title: "Colours" };
      expect(await chat.byHand("POST", "/merge_requests", request)).toBe(201);
      const { status, jobs } = await chat.pipeline(sha);
      expect([status, Object.keys(jobs)]).toEqual(["success", ["test"]]);
      const all = (await chat.get(`/pipelines?sha=${sha}`)) as { source: string }[];
      expect(all.map(({ source }) => source)).toEqual(["merge_request_event"]);
    });

    test("is not released twice under one version, and the job logs out after that failure too", async () => {
      const before = await digestOf(released);
      const [status, log] = await built({ "README.md": "# Changed\n" });
      expect([status, log]).toEqual([
        "failed",
        expect.arrayContaining([
          expect.stringMatching(
            `^${repository}:${released} is released already, from commit [0-9a-f]{40}: raise VERSION, then push again\\.$`,
          ),
          loggedOut,
        ]),
      ]);
      expect(await digestOf(released)).toBe(before);
    });

    test.each([
      ["absent", null, "The file VERSION is absent: add it with one line such as 0.1.0, then push again."],
      [
        "malformed",
        "one\n",
        'The file VERSION holds "one": write one line such as 1.4.0, 1.4.0rc1 or 1.4.0.dev2.',
      ],
    ])("is not built where VERSION is %s", async (_, content, sentence) => {
      const [status, log] = await built({ VERSION: content }, content === null ? undefined : "create");
      expect([status, log]).toEqual(["failed", expect.arrayContaining([sentence])]);
    });

    test("is not built with another password, or without the registry; once they are right, a retry does", async () => {
      const chat = await chatApp();
      expect(await chat.byHand("PUT", "/variables/AFCRED", { value: "mistaken-password" })).toBe(200);
      const { id, jobs } = await chat.pipeline(await chat.push("main", { VERSION: "7.0.0\n" }));
      const retry = async (job = jobs.build) => {
        expect(await chat.byHand("POST", `/jobs/${job?.id}/retry`)).toBe(201);
        const ended = await chat.ended(id);
        return { ...ended, log: (await chat.log(ended.jobs.build)).split("\n") };
      };
      expect((await chat.log(jobs.build)).split("\n")).toContain(
        `The registry ${address} refuses the login of repouser: correct the variable AFCRED, then retry.`,
      );
      expect(await chat.byHand("PUT", "/variables/AFCRED", { value: await password() })).toBe(200);

      await docker("stop", `smallboat-${project.stage}-registry`);
      const down = await retry();
      await docker("start", `smallboat-${project.stage}-registry`);
      expect(down.log).toContain(
        `The registry ${address} does not answer: start it or correct its address, then retry.`,
      );

      expect((await retry(down.jobs.build)).status).toBe("success");
      expect(await tags()).toEqual([`dev.${version}`, released, "prod.7.0.0"].sort());
    });
  });
}
