package provider_test

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
	"testing"

	"github.com/blang/semver"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/integration"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/require"

	"smallboat/dev/toolchain/plugins/command/provider"
)

// TestMain keeps what the plugin logs out of the tests' own output.
func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	m.Run()
}

type values = map[string]property.Value

func text(value string) property.Value { return property.New(value) }

func list(items ...string) property.Value {
	elements := make([]property.Value, len(items))
	for i, item := range items {
		elements[i] = text(item)
	}
	return property.New(elements)
}

// subject is one resource, or function, of the provider behind its gRPC level.
type subject struct {
	*testing.T
	integration.Server
	token tokens.Type
	urn   resource.URN
}

func newSubject(t *testing.T, token tokens.Type) subject {
	server, err := integration.NewServer(
		context.Background(), provider.Name, semver.MustParse("1.2.1"), integration.WithProvider(provider.New()))
	require.NoError(t, err)
	return subject{t, server, token, resource.NewURN("test", "smallboat", "", token, "it")}
}

func (s subject) checked(inputs values) property.Map {
	response, err := s.Server.Check(p.CheckRequest{Urn: s.urn, Inputs: property.NewMap(inputs)})
	require.NoError(s, err)
	require.Empty(s, response.Failures)
	return s.sent(response.Inputs)
}

// sent is what the engine gets, or gives: assets have a form of their own on the wire.
func (s subject) sent(properties property.Map) property.Map {
	options := plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, KeepResources: true, KeepOutputValues: true}
	wire, err := plugin.MarshalProperties(resource.ToResourcePropertyMap(properties), options)
	require.NoError(s, err)
	received, err := plugin.UnmarshalProperties(wire, options)
	require.NoError(s, err)
	return resource.FromResourcePropertyMap(received)
}

func (s subject) create(inputs values) (property.Map, error) {
	response, err := s.Server.Create(p.CreateRequest{Urn: s.urn, Properties: s.checked(inputs)})
	return s.sent(response.Properties), err
}

func (s subject) mustCreate(inputs values) property.Map {
	state, err := s.create(inputs)
	require.NoError(s, err)
	return state
}

func (s subject) update(state property.Map, inputs values) (property.Map, error) {
	response, err := s.Server.Update(p.UpdateRequest{ID: "it", Urn: s.urn, State: state, Inputs: s.checked(inputs)})
	return s.sent(response.Properties), err
}

func (s subject) mustUpdate(state property.Map, inputs values) property.Map {
	updated, err := s.update(state, inputs)
	require.NoError(s, err)
	return updated
}

func (s subject) delete(state property.Map) error {
	return s.Server.Delete(p.DeleteRequest{ID: "it", Urn: s.urn, Properties: state})
}

func (s subject) diff(state property.Map, inputs values) map[string]p.PropertyDiff {
	response, err := s.Server.Diff(p.DiffRequest{ID: "it", Urn: s.urn, State: state, Inputs: s.checked(inputs)})
	require.NoError(s, err)
	return response.DetailedDiff
}

// shown collects, until the test ends, what the plugin logs. The plugin logs to slog when no engine listens.
func shown(t *testing.T) func() string {
	var mutex sync.Mutex
	var buffer bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&locked{&mutex, &buffer}, &slog.HandlerOptions{
		Level: slog.LevelDebug,
		ReplaceAttr: func(_ []string, attribute slog.Attr) slog.Attr {
			if attribute.Key == slog.MessageKey {
				return attribute
			}
			return slog.Attr{}
		},
	})))
	t.Cleanup(func() { slog.SetDefault(before) })
	return func() string {
		mutex.Lock()
		defer mutex.Unlock()
		return buffer.String()
	}
}

type locked struct {
	mutex  *sync.Mutex
	buffer *bytes.Buffer
}

func (l *locked) Write(chunk []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.buffer.Write(chunk)
}
