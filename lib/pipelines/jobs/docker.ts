import { z } from "zod";
import { imagesOption } from "../job-images.ts";
import type { PipelineContext } from "../kind.ts";
import type { Job } from "../pipeline.ts";
import { type DockerLogin, dockerLogin, dockerLogout, waitForDocker } from "../shell/docker.ts";

/** Where an engine with TLS leaves the certificate of its clients. Job and engine share this folder. */
const clientCertificates = "/certs/client";

/** The option `engine` of kinds with image jobs. */
export const engineOption = z
  .strictObject(
    {
      tls: z
        .boolean({ error: "true or false" })
        .default(false)
        .describe(
          `Whether the engine listens with TLS. The runners then need \`${clientCertificates}\` among their volumes.`,
        ),
      storageDriver: z
        .enum(["overlay2", "fuse-overlayfs", "vfs"], {
          error: "overlay2, fuse-overlayfs or vfs",
        })
        .optional()
        .meta({ description: "How the engine stores layers.", absent: "the engine chooses" }),
    },
    {
      error: (issue) =>
        issue.code === "unrecognized_keys" ? "tls, storageDriver" : "an engine (tls, storageDriver)",
    },
  )
  .prefault({})
  .describe("The Docker engine beside jobs that build images.");

export const dockerOptions = { images: imagesOption("docker", "dind"), engine: engineOption };

export interface DockerOptions {
  readonly images: { readonly docker: string; readonly dind: string };
  readonly engine: z.output<typeof engineOption>;
}

/** Addresses of the engine's own networks. The default 172.17.0.0/16 would hide addresses of the machine. */
const apart = "--default-address-pool=base=10.213.0.0/16,size=24";

/**
 * The command of an engine. A runner can mount the host's socket where the image's own start opens one, and then no engine
 * could start. In plain it opens none. With TLS the image's own start makes the certificates, so the mount goes first.
 */
function engineCommand(tls: boolean, options: readonly string[]): string[] {
  if (!tls) return ["dockerd", "--host=tcp://0.0.0.0:2375", "--tls=false", ...options];
  return [
    "sh",
    "-c",
    `umount /var/run/docker.sock 2> /dev/null; exec dockerd-entrypoint.sh ${options.join(" ")}`,
  ];
}

/** Volumes that runners need for jobs with an engine. */
export function engineVolumes({ tls }: DockerOptions["engine"]): {
  readonly runnerVolumes?: readonly string[];
} {
  return tls ? { runnerVolumes: [clientCertificates] } : {};
}

/** The tag of runners that can run an engine beside a job. */
export const engineTag = "containers";

/** Adds an engine of its own to a job: docker-in-docker. */
export function withEngineService(
  {
    images,
    engine,
  }: { readonly images: { readonly dind: string }; readonly engine: DockerOptions["engine"] },
  { insecureRegistry }: PipelineContext,
) {
  const insecure = insecureRegistry === undefined ? [] : [`--insecure-registry=${insecureRegistry}`];
  const driver = engine.storageDriver === undefined ? {} : { DOCKER_DRIVER: engine.storageDriver };
  return {
    services: [
      {
        name: images.dind,
        alias: "docker",
        command: engineCommand(engine.tls, [apart, ...insecure]),
      },
    ],
    tags: [engineTag],
    notes: { services: "docker-in-docker: an engine of this job alone, which ends with it." },
    variables: { ...connection(engine.tls), ...driver },
  } satisfies Partial<Job>;
}

/** A job with Docker's client and an engine. It logs in to registries before the script and out after it. */
export function dockerJob(
  options: DockerOptions,
  context: PipelineContext,
  ...logins: readonly DockerLogin[]
) {
  const { notes, ...job } = withEngineService(options, context);
  return {
    image: options.images.docker,
    ...job,
    notes: { ...notes, after_script: "Also after a failure." },
    before_script: [waitForDocker, ...logins.map(dockerLogin)],
    after_script: logins.map(dockerLogout),
  } satisfies Partial<Job>;
}

/** Variables by which a job's client and engine find each other. */
function connection(tls: boolean): Record<string, string> {
  if (!tls) return { DOCKER_HOST: "tcp://docker:2375", DOCKER_TLS_CERTDIR: "" };
  return {
    DOCKER_HOST: "tcp://docker:2376",
    DOCKER_TLS_CERTDIR: "/certs",
    DOCKER_TLS_VERIFY: "1",
    DOCKER_CERT_PATH: clientCertificates,
  };
}

/** Where a Dockerfile's `FROM` finds images: public ones or their copies, or images of the stage's projects. */
export const baseOption = z.enum(["public", "stage"], { error: "public or stage" });

/** A command that builds `$image` from the Dockerfile, with labels that name its source. */
export function buildCommand(base: z.output<typeof baseOption>): string {
  const images = base === "stage" ? "$DOCKER_REGISTRY/" : "$BASE_IMAGES";
  return `docker build --build-arg IMAGES="${images}" \\
  --label org.opencontainers.image.revision="$CI_COMMIT_SHA" \\
  --label org.opencontainers.image.source="$CI_PROJECT_URL" \\
  --label com.gitlab.ci.pipelineurl="$CI_PIPELINE_URL" \\
  --tag "$image" .
`;
}
