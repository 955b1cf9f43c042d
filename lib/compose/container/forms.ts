import { isIP } from "node:net";
import { nearest } from "../../problems/nearest.ts";

/** The form of a value that an engine accepts. Compose and the provider do not check it before the creation. */
export interface Form {
  /** The form's description in a problem. */
  readonly expected: string;
  readonly takes: (value: string) => boolean;
  /** Known values, to suggest one for a misspelt value. Default: none. */
  readonly known?: readonly string[];
}

const like = (expected: string, pattern: RegExp): Form => ({
  expected,
  takes: (value) => pattern.test(value),
});

/** One of these words. A message lists them unless there are many. */
function word(...known: readonly string[]): Form {
  const expected = known.length > 16 ? "a name that engines know" : `one of ${known.join(", ")}`;
  return { expected, takes: (value) => known.includes(value), known };
}

/** One of these drivers, or a plugin's name. A misspelt name of a known driver is not taken for a plugin. */
function driver(...known: readonly string[]): Form {
  const takes = (value: string) => known.includes(value) || nearest(value, known) === undefined;
  return { expected: `${known.join(", ")} or a plugin`, takes, known };
}

/** One of these words, or `service:<name>`. `container:<name>` is checked elsewhere. */
function namespaceOf(...known: readonly string[]): Form {
  const takes = (value: string) => known.includes(value) || /^(service|container):./.test(value);
  return { expected: `one of ${known.join(", ")}, service:<name>`, takes, known };
}

const signals =
  "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ";
const signalName = new RegExp(
  `^(SIG)?(${signals.replaceAll(" ", "|")}|RTMIN(\\+\\d+)?|RTMAX(-\\d+)?)$|^[1-9]\\d?$`,
  "i",
);

const capabilities = word(
  ..."ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM".split(
    " ",
  ),
);

export const forms = {
  absolute: like("an absolute path", /^(\/|[a-zA-Z]:[\\/])/),
  address: { expected: "an IP address", takes: (value: string) => isIP(value) !== 0 },
  address4: { expected: "an IPv4 address", takes: (value: string) => isIP(value) === 4 },
  address6: { expected: "an IPv6 address", takes: (value: string) => isIP(value) === 6 },
  capability: {
    ...capabilities,
    takes: (value: string) => capabilities.takes(value.toUpperCase().replace(/^CAP_/, "")),
  },
  cpus: like("numbers of processors such as 0-2,4", /^\d+([,-]\d+)*$/),
  device: like(
    "a path such as /dev/ttyUSB0 or a name as vendor.com/class=name",
    /^(\/|[a-zA-Z][\w.-]*\/.+=.)/,
  ),
  deviceRule: like("a rule such as c 1:3 rwm", /^[acb] (\d+|\*):(\d+|\*) [rwm]{1,3}$/),
  hostAddress: {
    expected: "an IP address or host-gateway",
    takes: (value: string) => value === "host-gateway" || isIP(value) !== 0,
  },
  ipc: namespaceOf("none", "private", "shareable", "host"),
  logDriver: driver(..."awslogs fluentd gcplogs gelf journald json-file local none splunk syslog".split(" ")),
  mac: like("six pairs of digits such as 02:42:ac:11:00:02", /^([\da-f]{2}[:-]){5}[\da-f]{2}$/i),
  networkDriver: driver("bridge", "host", "ipvlan", "macvlan", "none", "overlay"),
  networkMode: like(
    "one of bridge, host, none, service:<name> or a network's name",
    /^((service|container):.+|[a-zA-Z0-9][\w.-]*)$/,
  ),
  period: like("a period that is not negative", /^[^-]/),
  pid: namespaceOf("host"),
  platform: like("os[/arch[/variant]] such as linux/arm64", /^[\w-]+(\/[\w-]+){0,2}$/),
  propagation: word("private", "rprivate", "shared", "rshared", "slave", "rslave"),
  protocol: word("tcp", "udp", "sctp"),
  range: {
    expected: "a range of addresses such as 172.28.0.0/16",
    takes: (value: string) => {
      const [address = "", bits = ""] = value.split("/");
      return /^\d+$/.test(bits) && Number(bits) <= (isIP(address) === 6 ? 128 : 32) && isIP(address) !== 0;
    },
  },
  securityOption: word(
    ..."apparmor credentialspec label no-new-privileges seccomp systempaths writable-cgroups".split(" "),
  ),
  signal: like("a signal such as SIGINT", signalName),
  ulimit: word(
    ..."core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(
      " ",
    ),
  ),
  sysctl: like("a name such as net.core.somaxconn", /./),
  text: like("text that is not empty", /./),
  userns: word("host"),
  variable: like("KEY=value", /./),
  volumeDriver: driver("local"),
  volumeName: like("a name of letters, digits, . _ and -, at least two", /^[a-zA-Z0-9][\w.-]+$/),
} satisfies Record<string, Form>;

/** The remedy for a value of another form. */
export function remedyFor(value: string, { known = [] }: Form): string {
  const near = nearest(value, known);
  return near ? `write ${near}` : "correct it";
}
