import { expect, test } from "vitest";
import { EngineError } from "../../../lib/docker/client.ts";
import { engineProblem, isUnreachable } from "../../../lib/docker/engine-problems.ts";
import { loginFault, type SshError } from "../../../lib/docker/ssh.ts";
import { forwardFault, socketFault } from "../../../lib/docker/tunnel.ts";
import { problemLine } from "../../../lib/problems/index.ts";

const destination = ["-l", "deploy", "-p", "2222", "--", "boat"];
const address = "ssh://deploy@boat:2222";
const byHand = 'make "ssh -l deploy -p 2222 boat" work';

/** What the user reads, and whether the host counts as unreachable. */
function told(fault: SshError | undefined): [string, boolean] {
  const error = new EngineError(address, fault?.message ?? "", undefined, { cause: fault });
  return [problemLine(engineProblem("hosts.boat.engine", error)), isUnreachable(error)];
}

const line = (found: string, remedy: string) =>
  `hosts.boat.engine: expected a Docker engine at ${address}, found "${found}"; ${remedy}`;

test.each([
  [
    "ssh: Could not resolve hostname boat: Name or service not known\r\n",
    "ssh: Could not resolve hostname boat: Name or service not known",
    "correct the name, or add it to your ssh configuration",
    true,
  ],
  [
    "deploy@boat: Permission denied (publickey).\n",
    "deploy@boat: Permission denied (publickey).",
    `${byHand} without a question: install your key there with ssh-copy-id, unlock it here with ssh-add`,
    false,
  ],
  [
    "No ED25519 host key is known for boat and you have requested strict checking.\nHost key verification failed.\n",
    "a host key that is not known",
    'check and accept it with "ssh -l deploy -p 2222 boat"',
    false,
  ],
  [
    "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.\n",
    "a host key that is not the known one",
    'find out why; if the new key is right, forget the old one: ssh-keygen -R "[boat]:2222"',
    false,
  ],
  [
    "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\r\n  ssh-keygen -f '/k' -R 'b'\r\nHost key verification failed.\r\n",
    "a host key that is not the known one",
    "find out why; if the new key is right, forget the old one: ssh-keygen -f '/k' -R 'b'",
    false,
  ],
  [
    "ssh: connect to host jump port 22: No route to host\r\nkex_exchange_identification: Connection closed by remote host\r\nConnection closed by UNKNOWN port 65535\r\n",
    "ssh: connect to host jump port 22: No route to host",
    `${byHand}, or correct the address`,
    true,
  ],
  [
    "ssh: connect to host boat port 2222: Connection refused\n",
    "ssh: connect to host boat port 2222: Connection refused",
    `${byHand}, or correct the address`,
    true,
  ],
  [
    "Connection to 10.0.0.60 port 2222 timed out\n",
    "Connection to 10.0.0.60 port 2222 timed out",
    `${byHand}, or correct the address`,
    true,
  ],
  [
    "/home/me/.ssh/config: terminating, 1 bad configuration options\n",
    "/home/me/.ssh/config: terminating, 1 bad configuration options",
    `${byHand}, or correct the address`,
    false,
  ],
  ["", "no answer", `${byHand}, or correct the address`, true],
])("ssh fails with %j", (said, found, remedy, isUnreachable) => {
  expect(told(loginFault(said, destination))).toEqual([line(found, remedy), isUnreachable]);
});

test("a missing socket, a forbidden one, and a working one", () => {
  const path = "/var/run/docker.sock";
  expect(socketFault("ready", path)).toBeUndefined();
  expect(told(socketFault("missing", path))).toEqual([
    line(
      `no Docker socket ${path} there`,
      "start Docker there, or name its socket in the address: ssh://host/path/docker.sock",
    ),
    true,
  ]);
  expect(told(socketFault("denied", path))).toEqual([
    line(
      `${path} there is not for this user`,
      'let that user join the group "docker" there ("sudo usermod -aG docker <user>")',
    ),
    false,
  ]);
});

test("an sshd that forwards no sockets, and a socket without a server", () => {
  const prohibited = "channel 2: open failed: administratively prohibited: open failed\n";
  expect(told(forwardFault(prohibited, "/d.sock"))).toEqual([
    line(
      "an sshd that forbids forwarding sockets",
      'set "AllowStreamLocalForwarding yes" in its sshd_config',
    ),
    false,
  ]);
  expect(told(forwardFault("channel 2: open failed: connect failed: open failed\n", "/d.sock"))).toEqual([
    line("no answer from /d.sock there", "start Docker there, and let that user use its socket"),
    true,
  ]);
});
