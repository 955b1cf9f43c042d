package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"syscall"
	"time"
)

// Request is one request, without what all have in common.
type Request struct {
	Method, Path string
	Query        url.Values
	Body         Object
	// Repeatable POSTs make nothing twice: GitLab refuses the second, and the caller knows what to make of that.
	Repeatable bool
}

// Get reads an object.
func (c *Client) Get(ctx context.Context, path string, query url.Values) (Object, error) {
	return c.Do(ctx, Request{Method: http.MethodGet, Path: path, Query: query})
}

// Send changes something.
func (c *Client) Send(ctx context.Context, method, path string, body Object) (Object, error) {
	return c.Do(ctx, Request{Method: method, Path: path, Body: body})
}

// Do sends a request until GitLab has taken it or patience ends.
func (c *Client) Do(ctx context.Context, r Request) (Object, error) {
	answer, _, err := c.do(ctx, r)
	object, _ := answer.(Object)
	return object, err
}

// do repeats what failed for a reason that may pass. A POST that may have arrived is not repeated unless that is
// harmless; the failure then says that it is in doubt.
func (c *Client) do(ctx context.Context, r Request) (any, *http.Response, error) {
	start, doubtful := time.Now(), false
	for attempt := 0; ; attempt++ {
		answer, response, err := c.once(ctx, r)
		if err == nil {
			return answer, response, nil
		}
		hope := judge(response, err)
		doubtful = doubtful || hope == mayHaveArrived
		failure := &Failure{cause: err, client: c, request: r, Doubtful: doubtful, Waited: time.Since(start)}
		if response != nil {
			failure.Status = response.StatusCode
		}
		isSafe := hope == neverArrived || r.Method != http.MethodPost || r.Repeatable
		isLast := c.Retries >= 0 && attempt >= c.Retries
		if hope == none || !isSafe || isLast {
			return nil, response, failure
		}
		pause := pauseAfter(response, attempt)
		if time.Since(start)+pause > c.Patience {
			return nil, response, failure
		}
		select {
		case <-ctx.Done():
			return nil, response, failure
		case <-time.After(pause):
		}
	}
}

type hope int

const (
	none hope = iota
	neverArrived
	mayHaveArrived
)

func judge(response *http.Response, err error) hope {
	var operation *net.OpError
	switch {
	case response != nil && response.StatusCode == http.StatusTooManyRequests:
		return neverArrived
	case response != nil && response.StatusCode >= 500 && response.StatusCode != http.StatusNotImplemented:
		return mayHaveArrived
	case response != nil:
		return none
	case errors.As(err, &operation) && operation.Op == "dial":
		if refusal := new(net.DNSError); errors.As(err, &refusal) && refusal.IsNotFound {
			return none
		}
		return neverArrived
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF),
		errors.Is(err, io.ErrUnexpectedEOF), os.IsTimeout(err):
		return mayHaveArrived
	default:
		return none
	}
}

// pauseAfter is what GitLab asks for, or else doubles with each attempt.
func pauseAfter(response *http.Response, attempt int) time.Duration {
	if response != nil {
		if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil {
			return time.Duration(seconds) * time.Second
		}
		if end, err := strconv.ParseInt(response.Header.Get("RateLimit-Reset"), 10, 64); err == nil {
			return max(time.Until(time.Unix(end, 0)), 0)
		}
	}
	pause := min(250*time.Millisecond<<min(attempt, 6), 8*time.Second)
	return pause/2 + rand.N(pause) //nolint:gosec // only spreads requests
}

// Poll asks until done says so. The limit is for what GitLab does in the background.
func Poll(ctx context.Context, limit time.Duration, what string, done func() (bool, error)) error {
	for start := time.Now(); ; {
		if finished, err := done(); finished || err != nil {
			return err
		}
		if time.Since(start) > limit {
			return fmt.Errorf("%s takes GitLab longer than %s; look at its background jobs, then try again", what, limit)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(min(time.Since(start)/4+100*time.Millisecond, 2*time.Second)):
		}
	}
}
