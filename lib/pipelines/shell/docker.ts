/** A script that waits until the job's own engine answers. */
export const waitForDocker = `# Wait for the Docker engine beside this job, at most a minute
tries=60
until docker info > /dev/null 2>&1; do
  tries=$((tries - 1))
  if [ "$tries" -le 0 ]; then
    docker info 2>&1 | tail -n 1 >&2
    echo "No Docker engine answers at $DOCKER_HOST: let the runner of this job run docker-in-docker (privileged), then retry." >&2
    exit 1
  fi
  sleep 1
done
`;

/** A login of Docker's client. */
export interface DockerLogin {
  /** A shell word: `"$REGISTRY_HOST"`. */
  readonly host: string;
  /** A shell word. */
  readonly user: string;
  /** The name of the variable with the password. */
  readonly password: string;
  /** True if the variable holds the password in base64. */
  readonly isEncoded?: boolean;
}

/** A script that logs in, or ends the job with the cause: wrong password, untrusted certificate, no registry. */
export function dockerLogin({ host, user, password, isEncoded = false }: DockerLogin): string {
  const decoded = isEncoded ? " | base64 -d" : "";
  return `# Log in to the registry: the password goes through standard input, never through an argument
registry=${host}
registry_user=${user}
if ! answer=$(printf '%s' "$${password}"${decoded} | docker login --username "$registry_user" --password-stdin "$registry" 2>&1); then
  echo "$answer" >&2
  case "$answer" in
    *nauthorized* | *denied* | *"incorrect username"*)
      echo "The registry $registry refuses the login of $registry_user: correct the variable ${password}, then retry." >&2 ;;
    *x509* | *"HTTP response to HTTPS"*)
      echo "The registry $registry is not trusted: give the runner its certificate in /etc/docker/certs.d, then retry." >&2 ;;
    *)
      echo "The registry $registry does not answer: start it or correct its address, then retry." >&2 ;;
  esac
  exit 1
fi
`;
}

/** A script that logs out. It belongs into `after_script`, which also runs after a failure. */
export function dockerLogout({ host }: DockerLogin): string {
  return `docker logout ${host} || true`;
}

/** A script that pushes `$image`, or ends the job with the cause. */
export const pushImage = `# Push the image
if ! docker push "$image"; then
  echo "The registry does not take $image: see Docker's message above; once the registry is up and allows it, retry." >&2
  exit 1
fi
`;
