import { expect, test } from "vitest";
import { clusterName } from "../../../lib/pipelines/jobs/kops.ts";
import { dockerLogin, pushImage, waitForDocker } from "../../../lib/pipelines/shell/docker.ts";
import { refuseReleased, upload } from "../../../lib/pipelines/shell/release.ts";
import { requireVariables } from "../../../lib/pipelines/shell/require-variables.ts";
import { trustAuthority } from "../../../lib/pipelines/shell/trust.ts";
import { readVersion } from "../../../lib/pipelines/shell/version.ts";
import { runScript } from "./shell.ts";
import { context } from "./variants.ts";

test.for(["0.1.0", "1.4.0\n", "10.20.30rc1", "1.0.0.dev2", "1.0.0.post1", "2.0.0a1.dev3"])(
  "VERSION may be %j",
  (text) => {
    expect(runScript([readVersion, 'echo "$version"'], { files: { VERSION: text } })).toEqual({
      code: 0,
      lines: [text.trim()],
    });
  },
);

test.for([
  "",
  "1",
  "1.4",
  "v1.4.0",
  "1.4.0-rc1",
  "1.4.0 ",
  "1.4.0\r\n",
  "latest",
  "1.4.0\n1.4.1\n",
  "1.4.0;ls",
])("VERSION may not be %j", (text) => {
  const held = text.replace(/\n$/, "");
  const ran = runScript([readVersion, "echo not reached"], { files: { VERSION: text } });
  expect({ ...ran, lines: ran.lines.join("\n") }).toEqual({
    code: 1,
    lines: `The file VERSION holds "${held}": write one line such as 1.4.0, 1.4.0rc1 or 1.4.0.dev2.`,
  });
});

test("a missing VERSION is reported", () => {
  expect(runScript([readVersion])).toEqual({
    code: 1,
    lines: ["The file VERSION is absent: add it with one line such as 0.1.0, then push again."],
  });
});

test("the first variable without a value is reported", () => {
  const script = [requireVariables("FIRST", "SECOND"), "echo all there"];
  const absent = (name: string) =>
    `The variable ${name} is absent: set it in the project's CI/CD settings (a protected one reaches only protected branches and tags).`;
  expect(runScript(script, { variables: { FIRST: "a b", SECOND: "*" } })).toEqual({
    code: 0,
    lines: ["all there"],
  });
  expect(runScript(script, { variables: { FIRST: "a" } })).toEqual({ code: 1, lines: [absent("SECOND")] });
  expect(runScript(script, { variables: { FIRST: "", SECOND: "b" } })).toEqual({
    code: 1,
    lines: [absent("FIRST")],
  });
});

test("the misspelt cluster name is accepted with a warning if the right one is missing", () => {
  const script = [clusterName, 'sh -c "echo $K8S_CLUSTER_NAME"'];
  expect(runScript(script, { variables: { K8S_CLUSTER_NAEM: "old.k8s.local" } })).toEqual({
    code: 0,
    lines: ["old.k8s.local", "Warning: K8S_CLUSTER_NAEM is taken for K8S_CLUSTER_NAME: rename the variable."],
  });
  const both = { K8S_CLUSTER_NAME: "new.k8s.local", K8S_CLUSTER_NAEM: "old.k8s.local" };
  expect(runScript(script, { variables: both })).toEqual({ code: 0, lines: ["new.k8s.local"] });
});

test("the private authority of CA_BUNDLE is trusted in addition to the public ones", () => {
  const script = [
    ...trustAuthority({ ...context, privateAuthority: true }),
    'tail -n 2 "$PIP_CERT" | head -n 1',
    'grep -c BEGIN "$SSL_CERT_FILE" > /dev/null',
    'echo "$TWINE_CERT $REQUESTS_CA_BUNDLE $NODE_EXTRA_CA_CERTS"',
  ];
  const own = "/tmp/authorities.pem";
  const files = { "own.pem": "-----BEGIN CERTIFICATE-----\nour own\n" };
  expect(runScript(script, { files, variables: { CA_BUNDLE: "own.pem" } })).toEqual({
    code: 0,
    lines: ["our own", `${own} ${own} ${own}`],
  });
});

/** Stands for a program: answers as the real one did when these lines were recorded. */
function answering(text: string, code: number): string {
  return `#!/bin/sh\necho '${text}' >&2\nexit ${code}\n`;
}

const registry = { AFCRED: "not-shown", REGISTRY: "172.17.0.1:5000" };
const enter = dockerLogin({ host: '"$REGISTRY"', user: "repouser", password: "AFCRED" });

test.for([
  [
    "Error response from daemon: login attempt to http://172.17.0.1:5000/v2/ failed with status: 401 Unauthorized",
    "The registry 172.17.0.1:5000 refuses the login of repouser: correct the variable AFCRED, then retry.",
  ],
  [
    "Error response from daemon: Get https://172.17.0.1:5000/v2/: x509: certificate signed by unknown authority",
    "The registry 172.17.0.1:5000 is not trusted: give the runner its certificate in /etc/docker/certs.d, then retry.",
  ],
  [
    "Error response from daemon: Get https://172.17.0.1:5000/v2/: http: server gave HTTP response to HTTPS client",
    "The registry 172.17.0.1:5000 is not trusted: give the runner its certificate in /etc/docker/certs.d, then retry.",
  ],
  [
    "Error response from daemon: Get http://172.17.0.1:5000/v2/: dial tcp 172.17.0.1:5000: connect: connection refused",
    "The registry 172.17.0.1:5000 does not answer: start it or correct its address, then retry.",
  ],
])("the message when docker login fails with %j", ([answer = "", sentence = ""]) => {
  const ran = runScript([enter, "echo in"], { files: { docker: answering(answer, 1) }, variables: registry });
  expect(ran).toEqual({ code: 1, lines: [answer, sentence] });
});

test("docker gets the password only by standard input", () => {
  const docker = '#!/bin/sh\necho "arguments: $*" >&3\necho "input: $(cat)" >&3\n';
  const ran = runScript(["exec 3>&1", enter], { files: { docker }, variables: registry });
  expect(ran).toEqual({
    code: 0,
    lines: ["arguments: login --username repouser --password-stdin 172.17.0.1:5000", "input: not-shown"],
  });
});

test("an encoded password is decoded", () => {
  const docker = '#!/bin/sh\necho "input: $(cat)" >&3\n';
  const script = dockerLogin({ host: "docker.io", user: "me", password: "CODED", isEncoded: true });
  const ran = runScript(["exec 3>&1", script], { files: { docker }, variables: { CODED: "aHVudGVyMjI=" } });
  expect(ran).toEqual({ code: 0, lines: ["input: hunter22"] });
});

test("an engine that never answers ends the job", () => {
  const files = {
    docker: answering("Cannot connect to the Docker daemon at tcp://docker:2375.", 1),
    sleep: "#!/bin/sh\n",
  };
  expect(runScript([waitForDocker], { files, variables: { DOCKER_HOST: "tcp://docker:2375" } })).toEqual({
    code: 1,
    lines: [
      "Cannot connect to the Docker daemon at tcp://docker:2375.",
      "No Docker engine answers at tcp://docker:2375: let the runner of this job run docker-in-docker (privileged), then retry.",
    ],
  });
});

test("a failed push says where to look", () => {
  const files = { docker: answering("denied: requested access to the resource is denied", 1) };
  expect(runScript(['image="r/app:dev.1.0.0"', pushImage], { files })).toEqual({
    code: 1,
    lines: [
      "denied: requested access to the resource is denied",
      "The registry does not take r/app:dev.1.0.0: see Docker's message above; once the registry is up and allows it, retry.",
    ],
  });
});

/** Docker with an image of this revision in the registry. */
const released = (revision: string) =>
  `#!/bin/sh\ncase "$1" in pull) echo pulled ;; image) echo '${revision}' ;; esac\n`;

test.for([
  [
    "an image of this very commit",
    released("abc"),
    0,
    ["r/app:prod.1.0.0 is released from this very commit already: nothing to do."],
  ],
  [
    "an image of another commit",
    released("0ld"),
    1,
    ["r/app:prod.1.0.0 is released already, from commit 0ld: raise VERSION, then push again."],
  ],
  [
    "no image",
    answering("Error response from daemon: manifest for r/app:prod.1.0.0 not found: manifest unknown", 1),
    0,
    ["go on"],
  ],
  [
    "no answer",
    answering("Error response from daemon: Get http://r/v2/: connect: connection refused", 1),
    1,
    [
      "Error response from daemon: Get http://r/v2/: connect: connection refused",
      "It cannot be seen whether r/app:prod.1.0.0 is released already: once the registry answers, retry.",
    ],
  ],
] as const)("a release when the registry has %s", ([, docker, code, lines]) => {
  const script = ['image="r/app:prod.1.0.0"', refuseReleased, "echo go on"];
  expect(runScript(script, { files: { docker }, variables: { CI_COMMIT_SHA: "abc" } })).toEqual({
    code,
    lines,
  });
});

/** Makes a repository with two commits, the second of which changes this file. `docker` has an image of the first. */
const twoCommits = (file: string) => `
git init --quiet .
commit() { git -c user.name=Jo -c user.email=jo@example.com commit --quiet --allow-empty --message "$1"; }
echo 1 > app; git add app; commit first
old=$(git rev-parse HEAD)
echo 2 > ${file}; git add app; commit merge
CI_COMMIT_SHA=$(git rev-parse HEAD)
docker() { case "$1" in pull) echo pulled ;; image) echo "$old" ;; esac; }
`;

const first = "\\w{40}";

test.for([
  ["README.md", 0, `from the same files already, at commit ${first}: nothing to do`],
  ["app", 1, `already, from commit ${first}: raise VERSION, then push again`],
] as const)("a release after a promotion, with a later commit that changes %s", ([file, code, line]) => {
  const script = [twoCommits(file), 'image="r/app:prod.1.0.0"', refuseReleased, "echo go on"];
  expect(runScript(script)).toEqual({
    code,
    lines: [expect.stringMatching(new RegExp(`^r/app:prod.1.0.0 is released ${line}\\.$`))],
  });
});

test.for([
  [
    "ERROR    HTTPError: 409 Conflict from http://pypi:8010/",
    "Version 1.0.0 is published already and cannot change: raise VERSION, then push again.",
  ],
  [
    "ERROR    HTTPError: 403 Forbidden from http://pypi:8010/",
    "The PyPI server refuses the login of pypiuser: correct the variables TWINE_USER and TWINE_PASSWORD, then retry.",
  ],
  [
    "ConnectionError: Max retries exceeded",
    "The PyPI server at http://pypi:8010 does not take the upload: see above; once it answers, retry.",
  ],
])("the message when an upload fails with %j", ([answer = "", sentence = ""]) => {
  const variables = { TWINE_USERNAME: "pypiuser", TWINE_REPOSITORY_URL: "http://pypi:8010" };
  const ran = runScript(["version=1.0.0", upload], { files: { twine: answering(answer, 1) }, variables });
  expect(ran).toEqual({ code: 1, lines: [answer, sentence] });
});
