package provider_test

import (
	"os"
	"path/filepath"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var unknown = property.New(property.Computed)

func TestPreviewRunsNothingAndKnowsNoOutput(t *testing.T) {
	it := newSubject(t, localCommand)
	dir := t.TempDir()
	response, err := it.Server.Create(p.CreateRequest{Urn: it.urn, DryRun: true, Properties: it.checked(values{
		"create":      unknown,
		"environment": property.New(values{"FROM": unknown, "KNOWN": text("yes")}),
		"update":      text("touch ran"),
		"dir":         text(dir),
	})})
	require.NoError(t, err)

	assert.Equal(t, property.NewMap(values{
		"create":      unknown,
		"environment": property.New(values{"FROM": unknown, "KNOWN": text("yes")}),
		"update":      text("touch ran"),
		"dir":         text(dir),
		"stdout":      unknown,
		"stderr":      unknown,
	}), response.Properties)
	assert.NoFileExists(t, filepath.Join(dir, "ran"))
}

func TestPreviewOfUpdateForgetsOutput(t *testing.T) {
	it := newSubject(t, localCommand)
	dir := t.TempDir()
	state := it.mustCreate(values{"create": text("echo one"), "dir": text(dir)})
	preview := func(create property.Value) property.Map {
		response, err := it.Server.Update(p.UpdateRequest{
			ID: "it", Urn: it.urn, DryRun: true, State: state,
			Inputs: it.checked(values{"create": create, "dir": text(dir)}),
		})
		require.NoError(t, err)
		return response.Properties
	}

	for _, create := range []property.Value{text("touch ran; echo two"), unknown} {
		assert.Equal(t, property.NewMap(values{
			"create": create, "dir": text(dir), "stdout": unknown, "stderr": unknown,
		}), preview(create))
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, entries)
}

func TestOutputOfSecretInputIsSecret(t *testing.T) {
	secret := text("s3cret").WithSecret(true)
	cases := map[string]values{
		"stdin":                {"create": text("cat"), "stdin": secret},
		"one variable":         {"create": text(`echo "$S"`), "environment": property.New(values{"S": secret})},
		"the whole of create":  {"create": text("echo s3cret").WithSecret(true)},
		"a trigger among many": {"create": text("echo s3cret"), "triggers": property.New([]property.Value{text("a"), secret})},
	}
	for name, inputs := range cases {
		t.Run(name, func(t *testing.T) {
			it := newSubject(t, localCommand)
			want := values{"stdout": secret, "stderr": text("").WithSecret(true)}
			for input, value := range inputs {
				want[input] = value
			}
			state := it.mustCreate(inputs)
			assert.Equal(t, property.NewMap(want), state)
			assert.Empty(t, it.diff(state, inputs))
			assert.Equal(t, property.NewMap(want), it.mustUpdate(state, inputs))
		})
	}

	trigger := property.New([]property.Value{textAsset(t, "public")})
	it := newSubject(t, localCommand)
	inputs := values{"create": text("cat"), "stdin": secret, "triggers": trigger}
	state := it.mustCreate(inputs)
	assert.Equal(t, trigger, state.Get("triggers"))
	assert.Empty(t, it.diff(state, inputs))

	public := newSubject(t, localCommand).mustCreate(values{"create": text("echo public")})
	assert.Equal(t, text("public"), public.Get("stdout"))
}
