import type { GitLabChange } from "./change.ts";

export const variableChanges: readonly GitLabChange[] = [
  {
    what: "a variable's value",
    change: ({ request, chat }) => request("PUT", `${chat}/variables/MODE`, { value: "by hand" }),
    found: ["chat variable MODE value: value changed | by hand | heal"],
  },
  {
    what: "the value of a masked variable",
    change: ({ request, chat }) => request("PUT", `${chat}/variables/AFCRED`, { value: "by-hand-1" }),
    found: ["chat variable AFCRED value: value changed | by hand | heal"],
  },
  {
    what: "a variable that is no longer protected",
    change: ({ request, greeting }) =>
      request("PUT", `${greeting}/variables/TWINE_USER`, { protected: false }),
    found: ["greeting variable TWINE_USER protected: protected true -> false | by hand | heal"],
  },
  {
    what: "a variable that is no longer masked",
    change: ({ request, greeting }) =>
      request("PUT", `${greeting}/variables/TWINE_PASSWORD`, { masked: false }),
    found: ["greeting variable TWINE_PASSWORD masked: masked true -> false | by hand | heal"],
  },
  {
    what: "a variable's description",
    change: ({ request, greeting }) =>
      request("PUT", `${greeting}/variables/TWINE_REPOSITORY_URL`, { description: "Mine" }),
    found: [
      "greeting variable TWINE_REPOSITORY_URL description: description The stage's PyPI server -> Mine | by hand | heal",
    ],
  },
  {
    what: "a removed variable",
    change: ({ request, chat }) => request("DELETE", `${chat}/variables/DOCKER_REGISTRY_USER`),
    found: ["chat variable DOCKER_REGISTRY_USER existence: removed | by hand | heal"],
  },
  {
    what: "a further variable",
    change: ({ request, chat }) => request("POST", `${chat}/variables`, { key: "MINE", value: "1" }),
    remedied: ({ request, chat }) => request("DELETE", `${chat}/variables/MINE`),
    found: ["chat extra variable MINE existence: nobody declared it | by hand | person"],
  },
];
