package provider_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFailureShowsExitCodeAndEndOfOutput(t *testing.T) {
	it := newSubject(t, localCommand)

	_, err := it.create(values{"create": text("echo doing; echo 'no such thing' >&2; exit 3")})
	require.Error(t, err)
	lines := strings.Split(err.Error(), "\n")
	assert.Equal(t, "command failed: exit status 3", lines[0])
	assert.ElementsMatch(t, []string{"doing", "no such thing"}, lines[1:])

	_, err = it.create(values{"create": text("seq 1 1000; exit 1")})
	require.Error(t, err)
	lines = strings.Split(err.Error(), "\n")
	assert.Equal(t, []string{"961", "1000"}, []string{lines[1], lines[len(lines)-1]})

	_, err = it.create(values{"create": text("exit 7")})
	assert.EqualError(t, err, "command failed: exit status 7; it wrote nothing")

	_, err = it.create(values{"create": text("true"), "dir": text("/nowhere")})
	assert.EqualError(t, err, "dir: expected an existing directory, found none at /nowhere")
}

func TestLoggingDecidesWhatIsShown(t *testing.T) {
	cases := map[string]struct{ log, failure string }{
		"stdout":          {"msg=to-stdout\n", "command failed: exit status 1\nto-stdout"},
		"stderr":          {"msg=to-stderr\n", "command failed: exit status 1\nto-stderr"},
		"stdoutAndStderr": {"msg=to-stdout\nmsg=to-stderr\n", "command failed: exit status 1\nto-stdout\nto-stderr"},
		"none":            {"", "command failed: exit status 1; its output is withheld by `logging`"},
	}
	for mode, want := range cases {
		t.Run(mode, func(t *testing.T) {
			log := shown(t)
			it := newSubject(t, localCommand)
			const both = "echo to-stdout; sleep 0.1; echo to-stderr >&2; "

			state := it.mustCreate(values{"create": text(both), "logging": text(mode)})
			assert.Equal(t, want.log, log())
			assert.Equal(t, text("to-stdout"), state.Get("stdout"))
			assert.Equal(t, text("to-stderr"), state.Get("stderr"))

			_, err := it.create(values{"create": text(both + "exit 1"), "logging": text(mode)})
			assert.EqualError(t, err, want.failure)
		})
	}
}

func TestCancelEndsTheWholeProcessGroup(t *testing.T) {
	cases := map[string]struct {
		command string
		within  time.Duration
	}{
		"asked to end":             {"sleep 600 & echo $! > child; wait", time.Second},
		"killed if it takes long":  {"trap '' TERM; sleep 600 & echo $! > child; wait", 6 * time.Second},
		"children that left pipes": {"sleep 600 >/dev/null 2>&1 & echo $! > child; wait", time.Second},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			it := newSubject(t, localCommand)
			dir := t.TempDir()
			failed := make(chan error, 1)
			go func() {
				_, err := it.create(values{"create": text(c.command), "dir": text(dir)})
				failed <- err
			}()
			child := childOf(t, dir)

			require.NoError(t, it.Cancel())
			select {
			case err := <-failed:
				assert.ErrorContains(t, err, "context canceled")
			case <-time.After(c.within + 2*time.Second):
				t.Fatal("the command still runs")
			}
			assert.Eventually(t, func() bool { return !running(child) }, time.Second, 10*time.Millisecond)
		})
	}
}

// childOf waits for the process id that the command writes once its child runs.
func childOf(t *testing.T, dir string) (pid int) {
	require.Eventually(t, func() bool {
		written, _ := os.ReadFile(filepath.Join(dir, "child"))
		pid, _ = strconv.Atoi(strings.TrimSpace(string(written)))
		return pid > 0
	}, 5*time.Second, 10*time.Millisecond)
	return pid
}

// running is false for a zombie too, which nobody may have waited for yet.
func running(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	return err == nil && !strings.Contains(string(status), ") Z ")
}
