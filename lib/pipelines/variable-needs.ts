import { credentials } from "../servers/credentials.ts";
import type { VariableNeed } from "./kind.ts";

/** Address and login of the stage's registry. @param isProtected false if jobs of any branch push */
export function registryNeeds(isProtected: boolean): VariableNeed[] {
  return [
    {
      name: "DOCKER_REGISTRY",
      source: "registry.repositories",
      form: "plain",
      isProtected: false,
      description: "The stage's registry: address and prefix of its repositories",
    },
    {
      name: credentials.registry.user,
      source: "registry.user",
      form: "plain",
      isProtected: false,
      description: "Who logs in to the stage's registry",
    },
    {
      name: credentials.registry.password,
      source: "registry.password",
      form: "masked",
      isProtected,
      description: "The password of the stage's registry",
    },
  ];
}

/** Lets runners pull images of jobs from the stage's registry. */
export const pullNeed: VariableNeed = {
  name: "DOCKER_AUTH_CONFIG",
  source: "registry.auth",
  form: "masked",
  isProtected: false,
  description: "Docker's config.json with the login to the stage's registry, for images of jobs",
};

/** Lets image jobs find copies of base images. */
export const baseImagesNeed: VariableNeed = {
  name: "BASE_IMAGES",
  source: "registry.copies",
  form: "plain",
  isProtected: false,
  isRequired: false,
  allowed: {
    pattern: /^([a-z0-9.-]+(:\d+)?\/([a-z0-9._-]+\/)*)?$/,
    text: 'empty, or a registry and a prefix that end with /, such as "registry.example.com/docker-local/"',
  },
  description: "What base images start with, where the public registries cannot be reached",
};

/** A secret of `smallboat:secrets`, masked in logs and only for protected branches and tags. */
export function secretNeed(
  name: string,
  description: string,
  more: Partial<VariableNeed> = {},
): VariableNeed {
  return { name, source: "secret", form: "masked", isProtected: true, description, ...more };
}

/** A value of the project's `variables`. */
export function settingNeed(
  name: string,
  description: string,
  more: Partial<VariableNeed> = {},
): VariableNeed {
  return { name, source: "setting", form: "plain", isProtected: false, description, ...more };
}
