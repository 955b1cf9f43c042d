// Package remote runs commands on, and copies files to, hosts that are reached over ssh.
package remote

import (
	"net"
	"strconv"
	"time"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// Endpoint is an ssh server and how to log in to it.
type Endpoint struct {
	Host               string   `pulumi:"host"`
	Port               *float64 `pulumi:"port,optional"`
	User               *string  `pulumi:"user,optional"`
	Password           *string  `pulumi:"password,optional"`
	PrivateKey         *string  `pulumi:"privateKey,optional"`
	PrivateKeyPassword *string  `pulumi:"privateKeyPassword,optional"`
	AgentSocketPath    *string  `pulumi:"agentSocketPath,optional"`
	HostKey            *string  `pulumi:"hostKey,optional"`
	DialErrorLimit     *int     `pulumi:"dialErrorLimit,optional"`
	PerDialTimeout     *int     `pulumi:"perDialTimeout,optional"`
}

// Annotate describes an endpoint in the schema.
func (e *Endpoint) Annotate(a infer.Annotator) {
	a.Describe(&e.Host, "The name or address of the host.")
	a.Describe(&e.Port, "The port of its ssh server. Defaults to 22.")
	a.SetDefault(&e.Port, 22)
	a.Describe(&e.User, "The user to log in as. Defaults to root.")
	a.SetDefault(&e.User, "root")
	a.Describe(&e.Password, "The user's password.")
	a.Describe(&e.PrivateKey, "The contents of a private key; it is tried before the password.")
	a.Describe(&e.PrivateKeyPassword, "The password of the private key, if it is encrypted.")
	a.Describe(&e.AgentSocketPath, "The socket of an ssh agent. Defaults to that named by SSH_AUTH_SOCK.")
	a.Describe(&e.HostKey, "The host's public key, as in a line of authorized_keys. Without it any host key is accepted.")
	a.Describe(&e.DialErrorLimit, "How many failed attempts to connect are followed by another; "+
		"-1 for any number. Defaults to 10.")
	a.SetDefault(&e.DialErrorLimit, 10)
	a.Describe(&e.PerDialTimeout, "Seconds that an attempt to connect may take; 0 for no limit. Defaults to 15.")
	a.SetDefault(&e.PerDialTimeout, 15)
}

func (e Endpoint) address() string {
	return net.JoinHostPort(e.Host, strconv.Itoa(int(*e.Port)))
}

func (e Endpoint) dialTimeout() time.Duration {
	return time.Duration(*e.PerDialTimeout) * time.Second
}

// gaveUp tells whether a number of failed attempts is one too many.
func (e Endpoint) gaveUp(failures int) bool {
	return *e.DialErrorLimit >= 0 && failures > *e.DialErrorLimit
}

// ProxyConnection is the type `command:remote:ProxyConnection`.
type ProxyConnection struct{ Endpoint }

// Annotate describes the type in the schema.
func (c *ProxyConnection) Annotate(a infer.Annotator) {
	a.Describe(&c, "How to connect to a bastion host.")
}

// Connection is the type `command:remote:Connection`.
type Connection struct {
	Endpoint
	Proxy *ProxyConnection `pulumi:"proxy,optional"`
}

// Annotate describes the type in the schema.
func (c *Connection) Annotate(a infer.Annotator) {
	a.Describe(&c, "How to connect to a host.")
	a.Describe(&c.Proxy, "The bastion host through which to connect.")
}

// ConnectionInput is the input that every resource of this module has. It holds credentials, so it is secret.
type ConnectionInput struct {
	Connection Connection `pulumi:"connection" provider:"secret"`
}

// Annotate describes the input in the schema.
func (c *ConnectionInput) Annotate(a infer.Annotator) {
	a.Describe(&c.Connection, "How to connect to the host.")
}
