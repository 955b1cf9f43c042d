package local

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gobwas/glob"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// FileInputs name the files that are read after the command, by globs relative to its directory.
type FileInputs struct {
	AssetPaths   *[]string `pulumi:"assetPaths,optional"`
	ArchivePaths *[]string `pulumi:"archivePaths,optional"`
}

// Annotate describes the inputs in the schema.
func (in *FileInputs) Annotate(a infer.Annotator) {
	const rules = " `*` matches anything but `/`, `**` also `/`; a rule that begins with `!` excludes what the rules " +
		"before it matched. Only files are matched, by their path below the directory, with `/` as separator."
	a.Describe(&in.AssetPaths, "Globs of files to return as `assets` after the command."+rules)
	a.Describe(&in.ArchivePaths, "Globs of files to return as one `archive` after the command."+rules)
}

// FileOutputs are the files that were found.
type FileOutputs struct {
	Assets  *map[string]types.AssetOrArchive `pulumi:"assets,optional"`
	Archive *resource.Archive                `pulumi:"archive,optional"`
}

// Annotate describes the outputs in the schema.
func (out *FileOutputs) Annotate(a infer.Annotator) {
	a.Describe(&out.Assets, "The files that matched `assetPaths`, by their path below the command's directory.")
	a.Describe(&out.Archive, "The files that matched `archivePaths`.")
}

func (in FileInputs) collect(dir string) (FileOutputs, error) {
	var out FileOutputs
	if in.AssetPaths != nil {
		assets, err := matchingAssets(dir, *in.AssetPaths)
		if err != nil {
			return out, fmt.Errorf("assetPaths: %w", err)
		}
		entries := make(map[string]types.AssetOrArchive, len(assets))
		for path, asset := range assets {
			entries[path] = types.AssetOrArchive{Asset: asset}
		}
		out.Assets = &entries
	}
	if in.ArchivePaths != nil {
		assets, err := matchingAssets(dir, *in.ArchivePaths)
		if err != nil {
			return out, fmt.Errorf("archivePaths: %w", err)
		}
		entries := make(map[string]any, len(assets))
		for path, asset := range assets {
			entries[path] = asset
		}
		if out.Archive, err = resource.NewAssetArchive(entries); err != nil {
			return out, fmt.Errorf("archivePaths: %w", err)
		}
	}
	return out, nil
}

// matchingAssets applies the rules in order: the last one that matches a file decides.
func matchingAssets(dir string, patterns []string) (map[string]*resource.Asset, error) {
	rules := make([]glob.Glob, len(patterns))
	for i, pattern := range patterns {
		rule, err := glob.Compile(strings.TrimPrefix(pattern, "!"), '/')
		if err != nil {
			return nil, fmt.Errorf("%q is not a glob: %w", pattern, err)
		}
		rules[i] = rule
	}

	assets := map[string]*resource.Asset{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		included := false
		for i, rule := range rules {
			if rule.Match(path) {
				included = !strings.HasPrefix(patterns[i], "!")
			}
		}
		if included {
			assets[path], err = resource.NewPathAsset(filepath.Join(dir, path))
		}
		return err
	})
	return assets, err
}
