import { z } from "zod";

/**
 * The images of jobs, each with a version. Python, Node and Docker have the versions of Debian 13, which are also built
 * locally if no image registry can be reached.
 */
export const jobImages = {
  python: "python:3.13-slim",
  node: "node:22-slim",
  /** Image of jobs that build images: Docker's client. */
  docker: "docker:26.1-cli",
  /** The Docker engine that runs beside such a job. */
  dind: "docker:26.1-dind",
  googleCloud: "google/cloud-sdk:529.0.0-slim",
  ruby: "ruby:3.4.5",
  /** kubectl, Docker's client and `deploy`. A project of the stage builds it. */
  deployer: "$DOCKER_REGISTRY/kubernetes-deployer:1.1.0",
  /** The same with kops. Another project of the stage builds it. */
  kopsDeployer: "$DOCKER_REGISTRY/kops-deployer:1.1.0",
} as const;

export type ImageName = keyof typeof jobImages;

const uses: Readonly<Record<ImageName, string>> = {
  python: "Python",
  node: "Node",
  docker: "the Docker client",
  dind: "the Docker engine beside the job",
  googleCloud: "the Google Cloud SDK",
  ruby: "Ruby",
  deployer: "`kubectl`, the Docker client and `deploy`",
  kopsDeployer: "the same with kops",
};

const reference = z
  .string({ error: "an image reference with a version" })
  .regex(/^[\w$./{}-]+(:\d+)?[\w$./{}-]*(:(?!latest$)[\w.$-]+|@sha256:[0-9a-f]{64})$/, {
    error: 'an image reference with a version other than latest, such as "python:3.13-slim"',
  });

/** The option `images`: other images for some of the jobs. */
export function imagesOption<Name extends ImageName>(...names: readonly Name[]) {
  const shape = Object.fromEntries(
    names.map((name) => [name, reference.default(jobImages[name]).describe(`Image of jobs: ${uses[name]}.`)]),
  );
  const keys = names.join(", ");
  return z
    .strictObject(shape as Record<Name, z.ZodDefault<typeof reference>>, {
      error: (issue) => (issue.code === "unrecognized_keys" ? keys : `images of jobs (${keys})`),
    })
    .prefault({} as never)
    .describe("Other images for some of the jobs.");
}
