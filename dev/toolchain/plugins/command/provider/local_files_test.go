package provider_test

import (
	"os"
	"path/filepath"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/asset"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const makeFiles = `mkdir -p assets/logos src/deep
echo svg > assets/logos/logo.svg; echo code > src/index.js; echo hidden > src/secret.js; echo deep > src/deep/a.js`

func TestFilesAreCollectedAfterTheCommand(t *testing.T) {
	dir := t.TempDir()
	globs := list("assets/**", "src/**.js", "!**secret.*")
	state := newSubject(t, localCommand).mustCreate(values{
		"create": text(makeFiles), "dir": text(dir), "assetPaths": globs, "archivePaths": globs,
	})

	want := []string{"assets/logos/logo.svg", "src/deep/a.js", "src/index.js"}
	assets := state.Get("assets").AsMap()
	assert.ElementsMatch(t, want, keys(assets.AsMap()))
	assert.Equal(t, filepath.Join(dir, "src/index.js"), assets.Get("src/index.js").AsAsset().Path)
	archived, isAssets := state.Get("archive").AsArchive().GetAssets()
	assert.True(t, isAssets)
	assert.ElementsMatch(t, want, keys(archived))
}

func TestGlobRules(t *testing.T) {
	cases := map[string]struct{ globs, want []string }{
		"one level":              {[]string{"src/*.js"}, []string{"src/index.js", "src/secret.js"}},
		"included again":         {[]string{"**", "!src/**", "src/index.js"}, []string{"assets/logos/logo.svg", "src/index.js"}},
		"exclusion before":       {[]string{"!**secret.*", "src/*.js"}, []string{"src/index.js", "src/secret.js"}},
		"directories are no hit": {[]string{"src"}, []string{}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			state := newSubject(t, localCommand).mustCreate(values{
				"create": text(makeFiles), "dir": text(t.TempDir()), "assetPaths": list(c.globs...),
			})
			assert.ElementsMatch(t, c.want, keys(state.Get("assets").AsMap().AsMap()))
		})
	}
}

func TestBrokenGlobIsAnError(t *testing.T) {
	_, err := newSubject(t, localCommand).create(values{
		"create": text("true"), "dir": text(t.TempDir()), "assetPaths": list("[a"),
	})
	assert.ErrorContains(t, err, `assetPaths: "[a" is not a glob`)
}

func TestFileAssetAsTrigger(t *testing.T) {
	it := newSubject(t, localCommand)
	file := filepath.Join(t.TempDir(), "trigger")
	inputs := func(contents string) values {
		require.NoError(t, os.WriteFile(file, []byte(contents), 0o600))
		trigger, err := asset.FromPath(file)
		require.NoError(t, err)
		return values{"create": text("true"), "triggers": property.New([]property.Value{property.New(trigger)})}
	}
	state := it.mustCreate(inputs("one"))

	assert.Empty(t, it.diff(state, inputs("one")))
	assert.Equal(t, state, it.mustUpdate(state, inputs("one")))
	assert.Equal(t, map[string]p.PropertyDiff{"triggers[0]": {Kind: p.Update}}, it.diff(state, inputs("two")))
}

// The engine sends hashes only, and takes what it gets back for the new state.
func TestReadFindsTheFilesAgain(t *testing.T) {
	it := newSubject(t, localCommand)
	dir := t.TempDir()
	inputs := values{"create": text("echo one > made"), "dir": text(dir), "assetPaths": list("*"), "archivePaths": list("*")}
	state := it.mustCreate(inputs)
	elided := state
	for _, output := range []string{"assets", "archive"} {
		elided = elided.Delete(output)
	}
	read := func() property.Map {
		response, err := it.Server.Read(p.ReadRequest{
			ID: "it", Urn: it.urn, Inputs: property.NewMap(inputs), Properties: elided,
		})
		require.NoError(t, err)
		assert.Equal(t, property.NewMap(inputs), response.Inputs)
		return it.sent(response.Properties)
	}

	assert.Equal(t, state, read())
	require.NoError(t, os.RemoveAll(dir))
	assert.Equal(t, elided, read())
}

func TestRunReturnsArgumentsAndOutput(t *testing.T) {
	dir := t.TempDir()
	it := newSubject(t, "command:local:run")
	response, err := it.Invoke(p.InvokeRequest{Token: it.token, Args: property.NewMap(values{
		"command": text("cat; echo err >&2; touch made"), "stdin": text("in"), "dir": text(dir), "assetPaths": list("made"),
	})})
	require.NoError(t, err)
	require.Empty(t, response.Failures)
	assert.Equal(t, []string{"made"}, keys(response.Return.Get("assets").AsMap().AsMap()))
	assert.Equal(t, property.NewMap(values{
		"command": text("cat; echo err >&2; touch made"), "stdin": text("in"), "dir": text(dir),
		"assetPaths": list("made"), "stdout": text("in"), "stderr": text("err"),
	}), response.Return.Delete("assets"))

	_, err = it.Invoke(p.InvokeRequest{Token: it.token, Args: property.NewMap(values{"command": text("exit 4")})})
	assert.ErrorContains(t, err, "exit status 4")
}

func keys[V any](entries map[string]V) []string {
	names := make([]string, 0, len(entries))
	for name := range entries {
		names = append(names, name)
	}
	return names
}
