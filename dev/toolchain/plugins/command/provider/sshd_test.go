package provider_test

import (
	"crypto/ed25519"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"
)

// sshd is a real OpenSSH server on loopback with keys of its own. Its user is the one who runs the tests.
type sshd struct {
	port    int
	user    string
	key     ed25519.PrivateKey
	hostKey string
}

const sshdConfig = `
ListenAddress 127.0.0.1:%d
HostKey %s/host
AuthorizedKeysFile %s/authorized
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
AcceptEnv GREETING PULUMI_COMMAND_*
Subsystem sftp internal-sftp
`

func startSSHD(t *testing.T) sshd {
	binary, err := exec.LookPath("/usr/sbin/sshd")
	if err != nil {
		t.Skip("needs an ssh server: apt-get install --no-install-recommends openssh-server")
	}
	dir := t.TempDir()
	if os.Getuid() == 0 {
		// The server of root wants this directory, which an init system would have made.
		require.NoError(t, os.MkdirAll("/run/sshd", 0o755))
	}
	current, err := user.Current()
	require.NoError(t, err)
	server := sshd{port: freePort(t), user: current.Username, key: newKey(t)}

	hostKey := newKey(t)
	server.hostKey = authorized(t, hostKey)
	write(t, filepath.Join(dir, "host"), pemOf(t, hostKey, ""))
	write(t, filepath.Join(dir, "authorized"), authorized(t, server.key))
	config := filepath.Join(dir, "config")
	write(t, config, fmt.Sprintf(sshdConfig, server.port, dir, dir))

	process := exec.Command(binary, "-D", "-e", "-f", config)
	var log strings.Builder
	process.Stderr = &log
	require.NoError(t, process.Start())
	t.Cleanup(func() {
		_ = process.Process.Kill()
		_ = process.Wait()
		if t.Failed() {
			t.Log(log.String())
		}
	})
	require.Eventually(t, func() bool {
		connection, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", server.port))
		if err == nil {
			_ = connection.Close()
		}
		return err == nil
	}, 5*time.Second, 20*time.Millisecond)
	return server
}

// connection is how to log in with the key, changed by the given properties.
func (s sshd) connection(t *testing.T, changes values) property.Value {
	connection := values{
		"host":       text("127.0.0.1"),
		"port":       property.New(float64(s.port)),
		"user":       text(s.user),
		"privateKey": text(pemOf(t, s.key, "")),
	}
	for name, value := range changes {
		connection[name] = value
		if value.IsNull() {
			delete(connection, name)
		}
	}
	return property.New(connection)
}

func newKey(t *testing.T) ed25519.PrivateKey {
	_, key, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	return key
}

func authorized(t *testing.T, key ed25519.PrivateKey) string {
	public, err := ssh.NewPublicKey(key.Public())
	require.NoError(t, err)
	return string(ssh.MarshalAuthorizedKey(public))
}

func pemOf(t *testing.T, key ed25519.PrivateKey, password string) string {
	block, err := ssh.MarshalPrivateKey(key, "")
	if password != "" {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte(password))
	}
	require.NoError(t, err)
	return string(pem.EncodeToMemory(block))
}

func freePort(t *testing.T) int {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port
}

func write(t *testing.T, path, contents string) {
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(contents), 0o600))
}
