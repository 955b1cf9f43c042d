// Package api talks to GitLab: requests with patience, lists page by page, and failures in words.
package api

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	gitlab "gitlab.com/gitlab-org/api/client-go"
)

// Object is one of GitLab's JSON objects.
type Object = map[string]any

// Settings say where GitLab is and who asks.
type Settings struct {
	Token, BaseURL, CACertFile, ClientCert, ClientKey string
	Insecure                                          bool
	Headers                                           map[string]string
	// Retries is the highest number of repetitions of a request; below zero there is no such limit.
	Retries int
	// Patience is the longest time that a request and its repetitions take.
	Patience time.Duration
}

// Client sends requests to one GitLab.
type Client struct {
	Settings
	gitlab *gitlab.Client
}

// New prepares a client; it sends nothing.
func New(settings Settings) (*Client, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 32
	security, err := settings.security()
	if err != nil {
		return nil, err
	}
	transport.TLSClientConfig = security
	options := []gitlab.ClientOptionFunc{
		gitlab.WithHTTPClient(&http.Client{Transport: transport, Timeout: settings.Patience}),
		gitlab.WithoutRetries(), // client-go repeats a POST that may have arrived; request.go knows better
	}
	if settings.BaseURL != "" {
		options = append(options, gitlab.WithBaseURL(settings.BaseURL))
	}
	client, err := gitlab.NewOAuthClient(settings.Token, options...)
	if err != nil {
		return nil, fmt.Errorf("baseUrl: %s is no address of a GitLab, such as https://gitlab.example.org/api/v4/",
			settings.BaseURL)
	}
	return &Client{Settings: settings, gitlab: client}, nil
}

// Address is where GitLab is, for messages.
func (c *Client) Address() string {
	return strings.TrimSuffix(c.gitlab.BaseURL().Redacted(), "/api/v4/")
}

func (s Settings) security() (*tls.Config, error) {
	config := &tls.Config{InsecureSkipVerify: s.Insecure} //nolint:gosec // the program asks for it
	if s.CACertFile != "" {
		text, err := os.ReadFile(s.CACertFile)
		if err != nil {
			return nil, fmt.Errorf("cacertFile: %s cannot be read; name a PEM file", s.CACertFile)
		}
		if config.RootCAs, err = x509.SystemCertPool(); err != nil {
			config.RootCAs = x509.NewCertPool()
		}
		if !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("cacertFile: %s holds no certificate in PEM form", s.CACertFile)
		}
	}
	if s.ClientCert != "" {
		pair, err := tls.LoadX509KeyPair(s.ClientCert, s.ClientKey)
		if err != nil {
			return nil, fmt.Errorf("clientCert, clientKey: %s and %s are no pair of PEM files", s.ClientCert, s.ClientKey)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// Path joins parts, each of which may hold slashes of its own.
func Path(parts ...any) string {
	escaped := make([]string, len(parts))
	for i, part := range parts {
		escaped[i] = gitlab.PathEscape(fmt.Sprint(part))
	}
	return strings.Join(escaped, "/")
}

// once sends a request, and neither repeats it nor judges the answer.
func (c *Client) once(ctx context.Context, r Request) (any, *http.Response, error) {
	options := []gitlab.RequestOptionFunc{
		gitlab.WithContext(ctx), gitlab.WithHeaders(c.Headers),
		func(request *retryablehttp.Request) error {
			request.URL.RawQuery = r.Query.Encode()
			return nil
		},
	}
	var body any
	if r.Body != nil {
		body = r.Body
	}
	request, err := c.gitlab.NewRequest(r.Method, r.Path, body, options)
	if err != nil {
		return nil, nil, err
	}
	var text bytes.Buffer
	response, err := c.gitlab.Do(request, &text)
	if err != nil {
		if response == nil {
			return nil, nil, err
		}
		return nil, response.Response, err
	}
	if text.Len() == 0 {
		return nil, response.Response, nil
	}
	var answer any
	if err := json.Unmarshal(text.Bytes(), &answer); err != nil {
		return nil, response.Response, fmt.Errorf("%s does not answer as a GitLab does; check baseUrl", c.Address())
	}
	return answer, response.Response, nil
}

// List gets all pages of a list.
func (c *Client) List(ctx context.Context, path string, query url.Values) ([]Object, error) {
	var all []Object
	for page := "1"; page != ""; {
		wanted := url.Values{"per_page": {"100"}, "page": {page}}
		for name, values := range query {
			wanted[name] = values
		}
		answer, response, err := c.do(ctx, Request{Method: http.MethodGet, Path: path, Query: wanted})
		if err != nil {
			return nil, err
		}
		items, _ := answer.([]any)
		for _, item := range items {
			if object, ok := item.(Object); ok {
				all = append(all, object)
			}
		}
		page = response.Header.Get("X-Next-Page")
	}
	return all, nil
}
