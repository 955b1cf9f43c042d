/** The docker command for an engine, such as `docker --host ssh://user@address`. */
export function dockerCommand(address: string, certPath: string | undefined): string {
  if (address === "unix:///var/run/docker.sock") return "docker";
  return certPath === undefined
    ? `docker --host ${address}`
    : `DOCKER_CERT_PATH=${certPath} docker --tlsverify --host ${address}`;
}
