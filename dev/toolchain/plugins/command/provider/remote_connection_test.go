package provider_test

import (
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh/agent"
)

func TestConnectionLogsIn(t *testing.T) {
	server := startSSHD(t)
	noKey := property.New(property.Null)
	cases := map[string]values{
		"by key":                     {},
		"by encrypted key":           {"privateKey": text(pemOf(t, server.key, "open")), "privateKeyPassword": text("open")},
		"by agent":                   {"privateKey": noKey, "agentSocketPath": text(startAgent(t, server))},
		"with the right host key":    {"hostKey": text(server.hostKey)},
		"through a bastion":          {"proxy": server.connection(t, nil)},
		"with a password that is no": {"password": text("unused, for the key comes first")},
	}
	for name, changes := range cases {
		t.Run(name, func(t *testing.T) {
			state := newSubject(t, remoteCommand).mustCreate(values{
				"connection": server.connection(t, changes), "create": text("echo in"),
			})
			assert.Equal(t, text("in"), state.Get("stdout"))
		})
	}
}

func TestConnectionFails(t *testing.T) {
	server := startSSHD(t)
	once := property.New(0.0)
	silent := silentPort(t)
	cases := map[string]struct {
		changes values
		failure string
	}{
		"with another host key": {
			values{"hostKey": text(authorized(t, newKey(t))), "dialErrorLimit": once}, "ssh: host key mismatch"},
		"with a broken host key": {
			values{"hostKey": text("nonsense")}, "connection.hostKey: expected a line of authorized_keys"},
		"with another key": {
			values{"privateKey": text(pemOf(t, newKey(t), "")), "dialErrorLimit": once}, "ssh: unable to authenticate"},
		"with a broken key": {
			values{"privateKey": text("nonsense")}, "connection.privateKey: ssh: no key found"},
		"without an agent": {
			values{"agentSocketPath": text("/nowhere")}, "connection.agentSocketPath: "},
		"where nobody listens, twice": {
			values{"port": property.New(float64(freePort(t))), "dialErrorLimit": property.New(1.0)}, "attempt 2: dial tcp"},
		"where nobody answers": {
			values{"port": property.New(float64(silent)), "dialErrorLimit": once, "perDialTimeout": property.New(1.0)},
			"context deadline exceeded"},
		"at the bastion": {
			values{"proxy": server.connection(t, values{
				"port": property.New(float64(freePort(t))), "dialErrorLimit": once,
			})}, "connection.proxy: connecting to"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begin := time.Now()
			_, err := newSubject(t, remoteCommand).create(values{
				"connection": server.connection(t, c.changes), "create": text("echo in"),
			})
			assert.ErrorContains(t, err, c.failure)
			assert.Less(t, time.Since(begin), 3*time.Second)
		})
	}
}

// startAgent serves the key of the ssh server's user.
func startAgent(t *testing.T, server sshd) (socket string) {
	keyring := agent.NewKeyring()
	require.NoError(t, keyring.Add(agent.AddedKey{PrivateKey: server.key}))
	socket = filepath.Join(t.TempDir(), "agent")
	listener, err := net.Listen("unix", socket)
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { _ = agent.ServeAgent(keyring, connection) }()
		}
	}()
	return socket
}

// silentPort takes connections and says nothing.
func silentPort(t *testing.T) int {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	return listener.Addr().(*net.TCPAddr).Port
}
