package local

import (
	"context"
	"os/exec"
	"syscall"
	"time"
)

// gracePeriod is how long a cancelled command may take to clean up.
const gracePeriod = 5 * time.Second

// runGroup runs a process in a process group of its own, so that cancelling reaches its children too: they are asked
// to end, and killed after the grace period. The engine's own interrupt does not reach that group.
func runGroup(ctx context.Context, process *exec.Cmd) error {
	process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	send := func(signal syscall.Signal) error { return syscall.Kill(-process.Process.Pid, signal) }
	process.Cancel = func() error {
		time.AfterFunc(gracePeriod, func() { _ = send(syscall.SIGKILL) })
		return send(syscall.SIGTERM)
	}

	if err := process.Run(); ctx.Err() == nil {
		return err
	}
	if process.Process != nil {
		_ = send(syscall.SIGKILL)
	}
	return context.Cause(ctx)
}
