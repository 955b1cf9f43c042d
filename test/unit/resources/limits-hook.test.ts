import { expect, test } from "vitest";
import { containerPlan, declaredBy, declaredContainer } from "../components/host-stack.ts";

test("a container with limits that the provider lacks has a hook after its creation", async () => {
  const containers = [containerPlan("web", { updates: { PidsLimit: 5 } }), containerPlan("other")];
  expect(await declaredBy({ containers })).toEqual([
    declaredContainer("other"),
    declaredContainer("web", {}, { afterCreate: ["h: limits of web", "h: serving"] }),
  ]);
});

test("a service with the name of an object's property is a service like any other", async () => {
  const names = ["constructor", "toString"];
  const containers = names.map((name) => containerPlan(name));
  expect(await declaredBy({ containers })).toEqual(names.map((name) => declaredContainer(name)));
});
