/**
 * The names of each server's credentials. A password is the secret of that name in `smallboat:secrets`, and the CI
 * variable of that name in projects; a user is a CI variable only.
 */
export const credentials = {
  registry: { user: "DOCKER_REGISTRY_USER", password: "AFCRED" },
  pypi: { user: "TWINE_USER", password: "TWINE_PASSWORD" },
  /** An access token. */
  gitlab: { password: "GITLAB_TOKEN" },
} as const;
