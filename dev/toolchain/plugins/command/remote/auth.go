package remote

import (
	"fmt"
	"net"
	"os"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// login is an ssh client configuration. It may hold a connection to an agent, so it has to be closed.
type login struct {
	ssh.ClientConfig
	agent net.Conn
}

func (l *login) close() {
	if l.agent != nil {
		_ = l.agent.Close()
	}
}

// login offers the private key first, then the password, then the keys of the agent.
func (e Endpoint) login() (*login, error) {
	config := &login{ClientConfig: ssh.ClientConfig{User: *e.User, HostKeyCallback: ssh.InsecureIgnoreHostKey()}}
	if e.HostKey != nil {
		if err := config.pin(*e.HostKey); err != nil {
			return nil, err
		}
	}
	if e.PrivateKey != nil {
		signer, err := e.signer()
		if err != nil {
			return nil, fmt.Errorf("connection.privateKey: %w", err)
		}
		config.Auth = append(config.Auth, ssh.PublicKeys(signer))
	}
	if e.Password != nil {
		config.Auth = append(config.Auth, ssh.Password(*e.Password), ssh.KeyboardInteractive(e.answer))
	}
	return config, config.addAgent(e.AgentSocketPath)
}

// pin accepts one host key, and asks the server for a key of that type.
func (l *login) pin(hostKey string) error {
	key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(hostKey))
	if err != nil {
		return fmt.Errorf("connection.hostKey: expected a line of authorized_keys: %w", err)
	}
	l.HostKeyCallback = ssh.FixedHostKey(key)
	l.HostKeyAlgorithms = []string{key.Type()}
	if key.Type() == ssh.KeyAlgoRSA {
		l.HostKeyAlgorithms = []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256}
	}
	return nil
}

func (e Endpoint) signer() (ssh.Signer, error) {
	if e.PrivateKeyPassword != nil {
		return ssh.ParsePrivateKeyWithPassphrase([]byte(*e.PrivateKey), []byte(*e.PrivateKeyPassword))
	}
	return ssh.ParsePrivateKey([]byte(*e.PrivateKey))
}

// answer gives the password to every question of a server that asks instead of taking it outright.
func (e Endpoint) answer(_, _ string, questions []string, _ []bool) ([]string, error) {
	answers := make([]string, len(questions))
	for i := range answers {
		answers[i] = *e.Password
	}
	return answers, nil
}

// addAgent uses the named agent, or else that of the environment. The latter is often a leftover of a closed shell,
// so it is no error if nobody listens there.
func (l *login) addAgent(path *string) error {
	socket := os.Getenv("SSH_AUTH_SOCK")
	if path != nil {
		socket = *path
	}
	if socket == "" {
		return nil
	}
	connection, err := net.Dial("unix", socket)
	if err != nil {
		if path == nil {
			return nil
		}
		return fmt.Errorf("connection.agentSocketPath: %w", err)
	}
	l.agent = connection
	l.Auth = append(l.Auth, ssh.PublicKeysCallback(agent.NewClient(connection).Signers))
	return nil
}
