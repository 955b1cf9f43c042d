package provider

import (
	"context"
	"slices"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"smallboat/dev/toolchain/plugins/gitlab/resources"
	"smallboat/dev/toolchain/plugins/gitlab/table"
)

// diff compares what the program wants with what the state says of GitLab. What the program says nothing about, it
// leaves to GitLab.
func (s *server) diff(_ context.Context, req p.DiffRequest) (p.DiffResponse, error) {
	kind, err := kindOf(req.Urn)
	if err != nil {
		return p.DiffResponse{}, err
	}
	differences := map[string]p.PropertyDiff{}
	for _, name := range changedInputs(kind, req.Inputs, req.OldInputs, req.State, req.IgnoreChanges) {
		differences[name] = p.PropertyDiff{Kind: p.Update}
		if kind.Property(name).Replace {
			differences[name] = p.PropertyDiff{Kind: p.UpdateReplace}
		}
	}
	if kind.Stale != nil {
		if name := kind.Stale(known(req.Inputs), known(req.State)); name != "" {
			differences[name] = p.PropertyDiff{Kind: p.UpdateReplace}
		}
	}
	return p.DiffResponse{
		HasChanges: len(differences) > 0, DetailedDiff: differences,
		DeleteBeforeReplace: isInItsOwnWay(kind, differences),
	}, nil
}

// isInItsOwnWay: a replacement of the same name has to wait until the old one is gone.
func isInItsOwnWay(kind *resources.Kind, differences map[string]p.PropertyDiff) bool {
	return len(kind.Natural) > 0 && !slices.ContainsFunc(kind.Natural, func(name string) bool {
		_, differs := differences[name]
		return differs
	})
}

// changedInputs: an input that the program dropped counts where it only told the plugin what to do.
func changedInputs(kind *resources.Kind, inputs, oldInputs, state property.Map, ignored []string) []string {
	var names []string
	for _, about := range kind.Properties {
		if !about.IsInput() || slices.Contains(ignored, about.Name) {
			continue
		}
		wanted, given := inputs.GetOk(about.Name)
		before := state.Get(about.Name)
		switch {
		case !given && (!about.Local || !about.MayLack || about.Replace || oldInputs.Get(about.Name).IsNull()):
		case given && !wanted.HasComputed() && table.Same(about, plain(wanted), plain(before)):
		case given && wanted.HasComputed() && before.HasComputed():
		default:
			names = append(names, about.Name)
		}
	}
	return names
}
