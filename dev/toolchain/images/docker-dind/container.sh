# Sourced: makes a container fit for an engine inside. Privileged, most of it is so already; where only single
# capabilities can be had, what the kernel refuses is passed over, and the engine says itself what it lacks.

[ -w /proc/sys/net/ipv4/ip_forward ] || mount -o remount,rw /proc/sys || true
[ ! -d /sys/kernel/security ] || mountpoint -q /sys/kernel/security \
  || mount -t securityfs none /sys/kernel/security 2>/dev/null || true
mount --make-rshared / 2>/dev/null || true

# Kernels have one of the two tables, or both.
if ! iptables --wait -nL >/dev/null 2>&1; then
  export PATH="/usr/local/lib/dind/legacy:$PATH"
fi

if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  # Version 2: a group with processes of its own cannot hand controllers down. In a namespace of its own, this
  # container's processes move aside; in the machine's, the root group may have processes.
  if [ "$(cat /proc/self/cgroup)" = 0::/ ] && [ -s /sys/fs/cgroup/cgroup.type ]; then
    mkdir -p /sys/fs/cgroup/init
    xargs -rn1 </sys/fs/cgroup/cgroup.procs >/sys/fs/cgroup/init/cgroup.procs 2>/dev/null || true
    sed -e 's/ / +/g' -e 's/^/+/' </sys/fs/cgroup/cgroup.controllers >/sys/fs/cgroup/cgroup.subtree_control || true
  fi
else
  # Version 1: apart from the groups of the engine outside, which have the same names.
  case "$*" in
    *--cgroup-parent*) ;;
    *) set -- "$@" --cgroup-parent=/dind ;;
  esac
fi
