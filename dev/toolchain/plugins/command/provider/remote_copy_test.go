package provider_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/archive"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/asset"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const copyToRemote = "command:remote:CopyToRemote"

func TestCopyToRemote(t *testing.T) {
	server := startSSHD(t)
	local := t.TempDir()
	write(t, filepath.Join(local, "site/index.html"), "home")
	write(t, filepath.Join(local, "site/img/logo.svg"), "logo")
	file, folder := fileAsset(t, local+"/site/index.html"), folderArchive(t, local+"/site")
	contents := folderArchive(t, local+"/site/")
	cases := map[string]struct {
		source property.Value
		path   string
		want   map[string]string
	}{
		"a file to a new path": {file, "new/parents/page", map[string]string{"old/index.html": "old", "new/parents/page": "home"}},
		"a file into a folder": {file, "old", map[string]string{"old/index.html": "home"}},
		"a file over a file":   {file, "old/index.html", map[string]string{"old/index.html": "home"}},
		"a text":               {textAsset(t, "typed"), "typed.txt", map[string]string{"old/index.html": "old", "typed.txt": "typed"}},
		"a folder into a folder": {folder, "old", map[string]string{
			"old/index.html": "old", "old/site/index.html": "home", "old/site/img/logo.svg": "logo",
		}},
		"a folder to a new path": {folder, "new", map[string]string{
			"old/index.html": "old", "new/site/index.html": "home", "new/site/img/logo.svg": "logo",
		}},
		"the contents of a folder": {contents, "old", map[string]string{"old/index.html": "home", "old/img/logo.svg": "logo"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			remote := t.TempDir()
			write(t, filepath.Join(remote, "old/index.html"), "old")
			it := newSubject(t, copyToRemote)
			inputs := values{
				"connection": server.connection(t, nil), "source": c.source, "remotePath": text(filepath.Join(remote, c.path)),
			}

			state := it.mustCreate(inputs)
			assert.Equal(t, c.want, filesOf(t, remote))
			assert.True(t, state.Get("connection").Secret())

			require.NoError(t, os.RemoveAll(filepath.Join(remote, c.path)))
			it.mustUpdate(state, inputs)
			_, err := os.Stat(filepath.Join(remote, c.path))
			assert.NoError(t, err)
		})
	}
}

func TestCopyToRemoteRefuses(t *testing.T) {
	server := startSSHD(t)
	it := newSubject(t, copyToRemote)
	remote := t.TempDir()
	write(t, filepath.Join(remote, "file"), "")
	inputs := func(source property.Value, path string) values {
		return values{"connection": server.connection(t, nil), "source": source, "remotePath": text(path)}
	}

	_, err := it.create(inputs(textAsset(t, "typed"), remote))
	assert.EqualError(t, err, "remotePath: expected the path of a file for a text asset, found the directory "+remote)

	write(t, filepath.Join(remote, "folder/child"), "")
	_, err = it.create(inputs(folderArchive(t, remote+"/folder/"), remote+"/file"))
	assert.ErrorContains(t, err, "remote path "+remote+"/file: ")

	composed, err := archive.FromAssets(map[string]any{"child": fileAsset(t, remote+"/file").AsAsset()})
	require.NoError(t, err)
	check, err := it.Server.Check(p.CheckRequest{Urn: it.urn, Inputs: property.NewMap(inputs(property.New(composed), remote))})
	require.NoError(t, err)
	assert.Equal(t, []p.CheckFailure{
		{Property: "source", Reason: "expected a file asset, a string asset or a file archive"},
	}, check.Failures)

	unknownSource := it.checked(inputs(unknown, remote))
	preview, err := it.Server.Create(p.CreateRequest{Urn: it.urn, DryRun: true, Properties: unknownSource})
	require.NoError(t, err)
	assert.Equal(t, unknown, preview.Properties.Get("source"))
}

func TestCopyFile(t *testing.T) {
	server := startSSHD(t)
	it := newSubject(t, "command:remote:CopyFile")
	dir := t.TempDir()
	write(t, filepath.Join(dir, "local"), "copied")
	inputs := values{
		"connection": server.connection(t, nil), "localPath": text(dir + "/local"), "remotePath": text(dir + "/remote"),
	}

	state := it.mustCreate(inputs)
	assert.Equal(t, map[string]string{"local": "copied", "remote": "copied"}, filesOf(t, dir))
	inputs["remotePath"] = text(dir + "/elsewhere")
	assert.Equal(t, map[string]p.PropertyDiff{"remotePath": {Kind: p.UpdateReplace}}, it.diff(state, inputs))
}

func fileAsset(t *testing.T, path string) property.Value {
	source, err := asset.FromPath(path)
	require.NoError(t, err)
	return property.New(source)
}

func textAsset(t *testing.T, contents string) property.Value {
	source, err := asset.FromText(contents)
	require.NoError(t, err)
	return property.New(source)
}

func folderArchive(t *testing.T, path string) property.Value {
	source, err := archive.FromPath(path)
	require.NoError(t, err)
	return property.New(source)
}

func filesOf(t *testing.T, dir string) map[string]string {
	found := map[string]string{}
	require.NoError(t, fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		contents, err := os.ReadFile(filepath.Join(dir, path))
		found[path] = string(contents)
		return err
	}))
	return found
}
