package provider_test

import (
	"net"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"
)

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
