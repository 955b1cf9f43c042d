package remote

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/retry"
	"golang.org/x/crypto/ssh"
)

// dialer opens a network connection: directly, or from a bastion host.
type dialer func(ctx context.Context, network, address string) (net.Conn, error)

// dial connects and logs in to the host, through its proxy if there is one.
func (c Connection) dial(ctx context.Context) (*ssh.Client, error) {
	direct := (&net.Dialer{}).DialContext
	if c.Proxy == nil {
		return c.Endpoint.dial(ctx, direct)
	}
	proxy, err := c.Proxy.dial(ctx, direct)
	if err != nil {
		return nil, fmt.Errorf("connection.proxy: %w", err)
	}
	client, err := c.Endpoint.dial(ctx, func(ctx context.Context, network, address string) (net.Conn, error) {
		return proxy.DialContext(ctx, network, address)
	})
	if err != nil {
		_ = proxy.Close()
		return nil, err
	}
	go func() {
		_ = client.Wait()
		_ = proxy.Close()
	}()
	return client, nil
}

// dial tries until it succeeds, the limit of errors is reached or the context ends.
func (e Endpoint) dial(ctx context.Context, open dialer) (*ssh.Client, error) {
	config, err := e.login()
	if err != nil {
		return nil, err
	}
	defer config.close()

	_, client, err := retry.Until(ctx, retry.Acceptor{
		Accept: func(failures int, _ time.Duration) (bool, any, error) {
			client, err := e.attempt(ctx, open, &config.ClientConfig)
			if err == nil {
				return true, client, nil
			}
			if e.gaveUp(failures + 1) {
				return true, nil, fmt.Errorf("connecting to %s, attempt %d: %w", e.address(), failures+1, err)
			}
			return false, nil, nil
		},
	})
	if err != nil {
		return nil, err
	}
	if client == nil {
		return nil, fmt.Errorf("connecting to %s: %w", e.address(), context.Cause(ctx))
	}
	return client.(*ssh.Client), nil
}

// attempt connects once. Its time limit covers the ssh handshake and the login too.
func (e Endpoint) attempt(ctx context.Context, open dialer, config *ssh.ClientConfig) (*ssh.Client, error) {
	if timeout := e.dialTimeout(); timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	connection, err := open(ctx, "tcp", e.address())
	if err != nil {
		return nil, err
	}
	// A connection through a bastion host knows no deadlines, so it is closed when the time is up.
	stop := context.AfterFunc(ctx, func() { _ = connection.Close() })
	defer stop()
	transport, channels, requests, err := ssh.NewClientConn(connection, e.address(), config)
	if err != nil {
		_ = connection.Close()
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, err
	}
	return ssh.NewClient(transport, channels, requests), nil
}
