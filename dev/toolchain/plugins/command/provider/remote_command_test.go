package provider_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const remoteCommand = "command:remote:Command"

func TestRemoteLifeCycle(t *testing.T) {
	server := startSSHD(t)
	it := newSubject(t, remoteCommand)
	connection := server.connection(t, nil)
	deleted := filepath.Join(t.TempDir(), "deleted")
	const report = `echo "$GREETING $(cat) [$PULUMI_COMMAND_STDOUT|$PULUMI_COMMAND_STDERR]"; echo err >&2`
	inputs := values{
		"connection":  connection,
		"create":      text(report),
		"delete":      text(`printf %s "$PULUMI_COMMAND_STDOUT" > ` + deleted),
		"environment": property.New(values{"GREETING": text("hello")}),
		"stdin":       text("there"),
	}

	state := it.mustCreate(inputs)
	assert.Equal(t, text("hello there [|]"), state.Get("stdout"))
	assert.Equal(t, text("err"), state.Get("stderr"))
	assert.True(t, state.Get("connection").Secret())
	assert.Empty(t, it.diff(state, inputs))

	inputs["stdin"] = text("again")
	state = it.mustUpdate(state, inputs)
	assert.Equal(t, text("hello again [hello there [|]|err]"), state.Get("stdout"))

	inputs["update"] = text("echo updated")
	state = it.mustUpdate(state, inputs)
	assert.Equal(t, text("updated"), state.Get("stdout"))

	require.NoError(t, it.delete(state))
	written, err := os.ReadFile(deleted)
	require.NoError(t, err)
	assert.Equal(t, "updated", string(written))
}

func TestRemoteOutputOfSecretInputIsSecret(t *testing.T) {
	server := startSSHD(t)
	secret := text("s3cret").WithSecret(true)

	state := newSubject(t, remoteCommand).mustCreate(values{
		"connection": server.connection(t, nil), "create": text("cat"), "stdin": secret,
	})
	assert.Equal(t, secret, state.Get("stdout"))
	assert.Equal(t, secret, state.Get("stdin"))
}

func TestRemoteFailures(t *testing.T) {
	server := startSSHD(t)
	it := newSubject(t, remoteCommand)
	inputs := func(changes values) values {
		changes["connection"] = server.connection(t, nil)
		return changes
	}

	_, err := it.create(inputs(values{"create": text("echo doing; exit 3")}))
	assert.EqualError(t, err, "command failed: Process exited with status 3\ndoing")

	_, err = it.create(inputs(values{"create": text("echo s3cret; exit 3"), "logging": text("none")}))
	assert.EqualError(t, err, "command failed: Process exited with status 3; its output is withheld by `logging`")

	_, err = it.create(inputs(values{
		"create": text("true"), "environment": property.New(values{"REFUSED": text("s3cret")}),
	}))
	assert.EqualError(t, err, "environment: 127.0.0.1 refuses REFUSED; add it to AcceptEnv of its ssh server, "+
		"or set it in the command itself: ssh: setenv failed")
}

func TestRemoteCancelEndsTheCommand(t *testing.T) {
	server := startSSHD(t)
	it := newSubject(t, remoteCommand)
	dir := t.TempDir()
	inputs := it.checked(values{
		"connection": server.connection(t, nil),
		"create":     text("cd " + dir + "; sleep 600 & echo $! > child; wait"),
	}).AsMap()
	failed := make(chan error, 1)
	go func() {
		_, err := it.create(inputs)
		failed <- err
	}()
	child := childOf(t, dir)

	require.NoError(t, it.Cancel())
	select {
	case err := <-failed:
		assert.ErrorContains(t, err, "context canceled")
	case <-time.After(5 * time.Second):
		t.Fatal("the call still runs")
	}
	if os.Getuid() == 0 {
		// OpenSSH passes no signal on to a session of root.
		require.NoError(t, syscall.Kill(child, syscall.SIGKILL))
		return
	}
	assert.Eventually(t, func() bool { return !running(child) }, 5*time.Second, 10*time.Millisecond)
}
