import { expect, test } from "vitest";
import { settings } from "../../../../dev/runner/config/settings.ts";

const least = '[[runners]]\nurl = "https://gitlab.example/"\ntoken = "glrt-x"\n';

test("the smallest file has gitlab-runner's defaults", () => {
  expect(settings(least)).toEqual({
    concurrent: 1,
    checkInterval: 3,
    runners: [
      {
        name: "runners[0]",
        url: "https://gitlab.example",
        token: "glrt-x",
        cloneUrl: undefined,
        caFile: undefined,
        limit: 0,
        environment: [],
        outputLimit: 4096 * 1024,
        docker: {
          image: undefined,
          privileged: false,
          servicesPrivileged: false,
          volumes: [],
          network: undefined,
          keepsCaches: true,
          pullPolicies: ["always"],
          allowedPullPolicies: ["always"],
          allowedImages: [],
          allowedServices: [],
          helperImage: undefined,
          waitForServicesSeconds: 30,
          options: [],
        },
      },
    ],
    warnings: [],
  });
});

test("every supported key is read", () => {
  const toml = `
concurrent = 4
check_interval = 1
log_level = "info"
[[runners]]
  id = 3
  name = "containers"
  url = "http://gitlab:8929"
  clone_url = "http://other:80/"
  token = "glrt-x"
  token_obtained_at = 2026-01-01T00:00:00Z
  executor = "docker"
  limit = 2
  request_concurrency = 1
  tls-ca-file = "/etc/gitlab-runner/ca.crt"
  environment = ["A=b"]
  output_limit = 1
  [runners.cache]
    MaxUploadedArchiveSize = 0
  [runners.docker]
    image = "python:3.13-slim"
    privileged = true
    services_privileged = false
    volumes = ["/certs/client", "/etc/docker/certs.d:/etc/docker/certs.d:ro"]
    network_mode = "smallboat-dev-gitlab"
    disable_cache = true
    pull_policy = ["always", "if-not-present"]
    allowed_pull_policies = "never"
    allowed_images = ["python:*"]
    cap_add = ["NET_ADMIN"]
    security_opt = ["seccomp=unconfined"]
    devices = ["/dev/fuse"]
    extra_hosts = ["a:1.2.3.4"]
    memory = "512m"
    cpus = "1.5"
    shm_size = 1000
    [runners.docker.sysctls]
      "net.ipv4.ip_forward" = "1"
    [runners.docker.tmpfs]
      "/scratch" = "rw,size=1m"
`;
  expect(settings(toml)).toEqual({
    concurrent: 4,
    checkInterval: 1,
    runners: [
      {
        name: "containers",
        url: "http://gitlab:8929",
        token: "glrt-x",
        cloneUrl: "http://other:80",
        caFile: "/etc/gitlab-runner/ca.crt",
        limit: 2,
        environment: ["A=b"],
        outputLimit: 1024,
        docker: {
          image: "python:3.13-slim",
          privileged: true,
          servicesPrivileged: false,
          volumes: ["/certs/client", "/etc/docker/certs.d:/etc/docker/certs.d:ro"],
          network: "smallboat-dev-gitlab",
          keepsCaches: false,
          pullPolicies: ["always", "if-not-present"],
          allowedPullPolicies: ["never"],
          allowedImages: ["python:*"],
          allowedServices: [],
          helperImage: undefined,
          waitForServicesSeconds: 30,
          options: [
            ...["--memory=512m", "--cpus=1.5", "--shm-size=1000", "--cap-add=NET_ADMIN"],
            ...["--security-opt=seccomp=unconfined", "--device=/dev/fuse", "--add-host=a:1.2.3.4"],
            ...["--sysctl=net.ipv4.ip_forward=1", "--tmpfs=/scratch:rw,size=1m"],
          ],
        },
      },
    ],
    warnings: [],
  });
});

test("a key without effect is a warning, not an error", () => {
  const toml = `frob = 1\n${least}shell = "pwsh"\n[runners.docker]\nvolume_driver = "x"\n[runners.cache]\nType = "s3"\n`;
  expect(settings(toml).warnings).toEqual([
    "frob: has no effect in this runner",
    "runners[0].shell: has no effect in this runner",
    "runners[0].cache.Type: has no effect in this runner",
    "runners[0].docker.volume_driver: has no effect in this runner",
  ]);
});

test("all faults are reported at once", () => {
  const toml = `
concurrent = "many"
[[runners]]
url = "nowhere"
executor = "shell"
[runners.docker]
privileged = "yes"
pull_policy = "sometimes"
`;
  expect(() => settings(toml)).toThrow(
    [
      "concurrent: expected a whole number, found string",
      "runners[0].executor: expected docker, found shell",
      "runners[0].url: expected an address, found nowhere",
      "runners[0].token: expected a text, found nothing",
      "runners[0].docker.privileged: expected true or false, found string",
      "runners[0].docker.pull_policy: expected always, if-not-present, never, found sometimes",
    ].join("\n"),
  );
});

test("a file without runners, and one that is not TOML, are reported without showing the file", () => {
  expect(() => settings("concurrent = 1")).toThrow("runners: expected at least one [[runners]], found none");
  expect(() => settings('[[runners]]\ntoken = "glrt-secret\n')).toThrow(/^line 2: (?!.*glrt)/);
});
