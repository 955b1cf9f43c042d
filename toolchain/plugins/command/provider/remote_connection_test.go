package provider_test

import (
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"
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

func TestPasswordAnswersServersThatAsk(t *testing.T) {
	check := func(given string) (*ssh.Permissions, error) {
		if given != "p4ss" {
			return nil, assert.AnError
		}
		return nil, nil
	}
	cases := map[string]*ssh.ServerConfig{
		"outright": {PasswordCallback: func(_ ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			return check(string(password))
		}},
		"interactively": {KeyboardInteractiveCallback: func(
			_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge,
		) (*ssh.Permissions, error) {
			answers, err := ask("", "", []string{"Password: "}, []bool{false})
			if err != nil {
				return nil, err
			}
			return check(answers[0])
		}},
	}
	for name, config := range cases {
		t.Run(name, func(t *testing.T) {
			create := func(password string) error {
				_, err := newSubject(t, remoteCommand).create(values{"create": text("true"), "connection": property.New(values{
					"host": text("127.0.0.1"), "port": property.New(float64(loginServer(t, config))),
					"password": text(password), "dialErrorLimit": property.New(0.0),
				})})
				return err
			}
			assert.ErrorContains(t, create("p4ss"), "opening a session on 127.0.0.1")
			assert.ErrorContains(t, create("wrong"), "ssh: unable to authenticate")
		})
	}
}

// loginServer lets people log in and then refuses sessions: OpenSSH would need a system user with a password.
func loginServer(t *testing.T, config *ssh.ServerConfig) int {
	signer, err := ssh.NewSignerFromKey(newKey(t))
	require.NoError(t, err)
	config.AddHostKey(signer)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		_, channels, requests, err := ssh.NewServerConn(connection, config)
		if err != nil {
			return
		}
		go ssh.DiscardRequests(requests)
		for channel := range channels {
			_ = channel.Reject(ssh.Prohibited, "no sessions here")
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port
}
