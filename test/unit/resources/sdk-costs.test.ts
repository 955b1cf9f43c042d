import * as pulumi from "@pulumi/pulumi";
import sdkSettings from "@pulumi/pulumi/runtime/settings.js";
import { expect, test, vi } from "vitest";
import { withoutAbsentInputs } from "../../../lib/resources/absent-inputs.ts";
import { leaveOutSdkCosts } from "../../../lib/resources/sdk-costs.ts";

test("the engine gets no debug message, and all others", async () => {
  await pulumi.runtime.setMocks({
    call: () => ({}),
    newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
  });
  const messages: string[] = [];
  const log = (request: { getMessage(): string }, done: () => void) => {
    messages.push(request.getMessage());
    done();
  };
  vi.spyOn(sdkSettings, "getEngine").mockReturnValue({ log } as never);
  const say = async (text: string) => {
    await pulumi.log.debug(`${text} debug`);
    await pulumi.log.info(`${text} info`);
  };
  await say("before");
  const { stackTraceLimit, prepareStackTrace } = Error;
  try {
    leaveOutSdkCosts();
    await say("after");
  } finally {
    Object.assign(Error, { stackTraceLimit, prepareStackTrace });
    vi.restoreAllMocks();
  }
  expect(messages).toEqual(["before debug", "before info", "after info"]);
});

test("a resource has outputs of the inputs that it was given, and of no others", () => {
  class Boat extends pulumi.CustomResource {
    declare readonly sail: pulumi.Output<string>;
    declare readonly motor: pulumi.Output<string> | undefined;
    constructor(name: string, opts: pulumi.CustomResourceOptions) {
      super("test:index:Boat", name, { sail: "white", motor: undefined, mast: null, crew: 0 }, opts);
    }
  }
  const boat = new Boat("boat", { transformations: [withoutAbsentInputs] });
  const named = Object.keys(boat).filter((key) => !key.startsWith("__"));
  expect(named.sort()).toEqual(["crew", "id", "mast", "sail", "urn"]);
});
