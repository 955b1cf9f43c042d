import { credentials } from "../servers/credentials.ts";
import type { VariableNeed } from "./kind.ts";
import type { Variables } from "./pipeline.ts";
import type { DockerLogin } from "./shell/docker.ts";
import { registryNeeds, secretNeed, settingNeed } from "./variable-needs.ts";

/** A registry to which a project's images are pushed. */
export interface Registry {
  readonly needs: (isProtected: boolean) => readonly VariableNeed[];
  readonly login: DockerLogin;
  /** Variables of the whole pipeline. `IMAGE` is the image without its tag. */
  readonly variables: (project: string) => Variables & { readonly IMAGE: string };
}

const base64 = /^[A-Za-z0-9+/]{8,}={0,2}$/;

/** The stage's own registry. */
const environment: Registry = {
  needs: registryNeeds,
  // The address without the prefix of repositories.
  login: {
    host: `"\${DOCKER_REGISTRY%%/*}"`,
    user: `"$${credentials.registry.user}"`,
    password: credentials.registry.password,
  },
  variables: (project) => ({ IMAGE: `$DOCKER_REGISTRY/${project}` }),
};

/** Google's registry, with the key of a service account. */
const google: Registry = {
  needs: (isProtected) => [
    settingNeed("GOOGLE_PROJECT_ID", "The Google Cloud project whose registry holds the images", {
      allowed: googleProject,
    }),
    secretNeed("GOOGLE_REGISTRY_TOKEN", "The key of a service account that pushes images, in base64", {
      isProtected,
      allowed: { pattern: base64, text: "the JSON key of a service account in base64, on one line" },
    }),
  ],
  login: { host: '"$REGISTRY_HOST"', user: "_json_key_base64", password: "GOOGLE_REGISTRY_TOKEN" },
  variables: (project) => ({
    REGISTRY_HOST: "eu.gcr.io",
    IMAGE: `$REGISTRY_HOST/$GOOGLE_PROJECT_ID/${project}/${project}`,
  }),
};

/** Docker Hub, with a password in base64. The address is the one under which Docker's client stores the login. */
const hub: Registry = {
  needs: (isProtected) => [
    settingNeed("DOCKER_REGISTRY_USER", "The user name at Docker Hub"),
    secretNeed("DOCKER_REGISTRY_PASSWORD", "The password at Docker Hub, in base64", {
      isProtected,
      allowed: { pattern: base64, text: "a password in base64, on one line" },
    }),
  ],
  login: {
    host: '"$REGISTRY_HOST"',
    user: '"$DOCKER_REGISTRY_USER"',
    password: "DOCKER_REGISTRY_PASSWORD",
    isEncoded: true,
  },
  variables: (project) => ({
    REGISTRY_HOST: "https://index.docker.io/v1/",
    IMAGE: `$DOCKER_REGISTRY_USER/${project}`,
  }),
};

/** GitLab's own registry. GitLab gives its jobs the login. */
const gitlab: Registry = {
  needs: () => [],
  login: { host: '"$CI_REGISTRY"', user: '"$CI_REGISTRY_USER"', password: "CI_REGISTRY_PASSWORD" },
  variables: () => ({ IMAGE: "$CI_REGISTRY_IMAGE" }),
};

export const registries = { environment, google, hub, gitlab };

export const googleProject = {
  pattern: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
  text: "the id of a Google Cloud project, 6 to 30 letters, digits and hyphens",
};
