import { describe, expect, test } from "vitest";
import { docker } from "../support/command.ts";
import { address, container, password, project, tags, versionOf } from "./stage.ts";
import { Repository } from "./team.ts";

const version = versionOf("flask-chat-app");

function chatApp(): Promise<Repository> {
  return Repository.of(project, "flask-chat-app");
}

/** The commit whose pipeline logs in to the registry with a wrong password. */
let mistaken: string;

/** The container-app of a stage that is up. */
export function chatTests(): void {
  describe("an app in a container", () => {
    test("has an image with labels of its source", async () => {
      const labels = JSON.parse(await docker("inspect", "--format", "{{json .Config.Labels}}", container));
      const { commit } = (await (await chatApp()).get("/repository/branches/dev")) as {
        commit: { id: string };
      };
      expect(labels).toMatchObject({
        "org.opencontainers.image.revision": commit.id,
        "org.opencontainers.image.source": expect.stringMatching(
          new RegExp(`^http://.*/smallboat-${project.stage}/flask-chat-app$`),
        ),
        "com.gitlab.ci.pipelineurl": expect.stringMatching(/\/flask-chat-app\/-\/pipelines\/\d+$/),
      });
    });

    test("is built on no other branch, and tested in its merge request", async () => {
      const chat = await chatApp();
      const sha = await chat.push("colours", { "README.md": "# Colours\n" }, { start_branch: "dev" });
      const request = { source_branch: "colours", target_branch: "dev", title: "Colours" };
      expect(await chat.byHand("POST", "/merge_requests", request)).toBe(201);
      // The next test's pipeline, which runs at the same time.
      expect(await chat.byHand("PUT", "/variables/AFCRED", { value: "mistaken-password" })).toBe(200);
      mistaken = await chat.push("main", { VERSION: "7.0.0\n" });
      const { status, jobs } = await chat.pipeline(sha);
      expect([status, Object.keys(jobs)]).toEqual(["success", ["test"]]);
      const all = (await chat.get(`/pipelines?sha=${sha}`)) as { source: string }[];
      expect(all.map(({ source }) => source)).toEqual(["merge_request_event"]);
    });

    test("is not built with another password; with the right one a retry builds it", async () => {
      const chat = await chatApp();
      const { id, jobs } = await chat.pipeline(mistaken);
      expect((await chat.log(jobs.build)).split("\n")).toContain(
        `The registry ${address} refuses the login of repouser: correct the variable AFCRED, then retry.`,
      );
      expect(await chat.byHand("PUT", "/variables/AFCRED", { value: await password() })).toBe(200);
      expect(await chat.byHand("POST", `/jobs/${jobs.build?.id}/retry`)).toBe(201);
      expect((await chat.ended(id)).status).toBe("success");
      expect(await tags()).toEqual([`dev.${version}`, `prod.${version}`, "prod.7.0.0"].sort());
    });
  });
}
