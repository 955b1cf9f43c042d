package provider

import (
	"errors"
	"net"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// isAsleep says whether nothing listens where a GitLab of this very machine should. Such a one is brought up by the run
// that asks, so what is recorded of it stands until then.
func isAsleep(address string) bool {
	parsed, err := url.Parse(address)
	if err != nil || !isLoopback(parsed.Hostname()) {
		return false
	}
	connection, err := net.DialTimeout("tcp", net.JoinHostPort(parsed.Hostname(), portOf(parsed)), time.Second)
	if err == nil {
		_ = connection.Close()
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

func portOf(address *url.URL) string {
	switch {
	case address.Port() != "":
		return address.Port()
	case address.Scheme == "https":
		return "443"
	}
	return "80"
}
