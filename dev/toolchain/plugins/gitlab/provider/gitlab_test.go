package provider_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/blang/semver"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/integration"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/require"

	"smallboat/dev/toolchain/plugins/gitlab/provider"
)

const token = "glpat-this-is-the-token"

// answer is one that a test has a server give, in place of a GitLab.
type answer struct {
	status int
	body   any
	header http.Header
	// breaks ends the connection without an answer.
	breaks bool
}

// script answers the requests of each verb and path in turn; the last answer stays.
type script map[string][]answer

// scripted is a server for one test of what the plugin makes of answers that a GitLab rarely gives.
type scripted struct {
	*httptest.Server
	mutex    sync.Mutex
	requests []string
	bodies   []string
}

func serve(t *testing.T, script script) *scripted {
	s := &scripted{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := r.Method + " " + r.URL.RequestURI()
		body, _ := io.ReadAll(r.Body)
		s.mutex.Lock()
		s.requests = append(s.requests, key)
		s.bodies = append(s.bodies, string(body))
		answers := script[key]
		if len(answers) > 1 {
			script[key] = answers[1:]
		}
		s.mutex.Unlock()
		if len(answers) == 0 {
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"message":"404 Not found"}`)
			return
		}
		give(w, answers[0])
	}))
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func give(w http.ResponseWriter, a answer) {
	if a.breaks {
		connection, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_ = connection.Close()
		}
		return
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	if a.body != nil {
		_ = json.NewEncoder(w).Encode(a.body)
	}
}

func (s *scripted) seen() []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.requests)
}

// subject is one resource of the provider behind its gRPC level.
type subject struct {
	*testing.T
	integration.Server
	urn resource.URN
}

func newSubject(t *testing.T, name string, settings map[string]property.Value) subject {
	kind := tokens.Type("gitlab:index/" + string(name[0]|0x20) + name[1:] + ":" + name)
	server, err := integration.NewServer(
		context.Background(), provider.Name, semver.MustParse("10.4.0"), integration.WithProvider(provider.New("10.4.0")))
	require.NoError(t, err)
	if settings != nil {
		require.NoError(t, server.Configure(p.ConfigureRequest{Args: property.NewMap(settings)}))
	}
	return subject{t, server, resource.NewURN("test", "smallboat", "", kind, "app")}
}

// on is a subject that talks to a server, and does not sign in first.
func on(t *testing.T, server *scripted, name string) subject {
	return newSubject(t, name, map[string]property.Value{
		"baseUrl": property.New(server.URL), "token": property.New(token).WithSecret(true),
		"earlyAuthCheck": property.New(false),
	})
}

type values = map[string]property.Value

func (s subject) checked(inputs values) property.Map {
	response, err := s.Server.Check(p.CheckRequest{Urn: s.urn, Inputs: property.NewMap(inputs)})
	require.NoError(s, err)
	require.Empty(s, response.Failures)
	return response.Inputs
}

func (s subject) create(inputs values) (p.CreateResponse, error) {
	return s.Server.Create(p.CreateRequest{Urn: s.urn, Properties: s.checked(inputs)})
}

func (s subject) read(id string, state, inputs property.Map) p.ReadResponse {
	response, err := s.Server.Read(p.ReadRequest{ID: id, Urn: s.urn, Properties: state, Inputs: inputs})
	require.NoError(s, err)
	return response
}

func (s subject) diff(state property.Map, inputs values) p.DiffResponse {
	news := s.checked(inputs)
	response, err := s.Server.Diff(p.DiffRequest{ID: "it", Urn: s.urn, State: state, Inputs: news, OldInputs: news})
	require.NoError(s, err)
	return response
}

// replaced has the address of the test's server in the place of URL.
func replaced(text, url string) string { return strings.ReplaceAll(text, "URL", url) }
