package remote

import (
	"context"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// CopyToRemote is the resource `command:remote:CopyToRemote`.
type CopyToRemote struct{}

// CopyToRemoteInputs are its inputs.
type CopyToRemoteInputs struct {
	ConnectionInput
	Triggers   *[]any               `pulumi:"triggers,optional" provider:"replaceOnChanges"`
	Source     types.AssetOrArchive `pulumi:"source"`
	RemotePath string               `pulumi:"remotePath"`
}

// CopyToRemoteOutputs are its inputs.
type CopyToRemoteOutputs struct{ CopyToRemoteInputs }

// Annotate describes the resource in the schema.
func (c *CopyToRemote) Annotate(a infer.Annotator) {
	a.Describe(&c, "A file or a directory copied to a remote host over sftp.")
}

// Annotate describes the inputs in the schema.
func (in *CopyToRemoteInputs) Annotate(a infer.Annotator) {
	a.Describe(&in.Triggers, "Values of any type; the resource is replaced when one of them changes.")
	a.Describe(&in.Source, "A file asset, a string asset, or an archive of a local path. An archive file is copied "+
		"as it is, a directory with everything in it, over what is there.")
	a.Describe(&in.RemotePath, "Where to copy it; missing parent directories are made. An existing directory "+
		"receives the source under its own name.")
}

// Check holds the source to the kinds that can be copied. A source that is not known yet passes.
func (CopyToRemote) Check(
	ctx context.Context, req infer.CheckRequest,
) (infer.CheckResponse[CopyToRemoteInputs], error) {
	inputs, failures, err := infer.DefaultCheck[CopyToRemoteInputs](ctx, req.NewInputs)
	source := req.NewInputs.Get("source")
	known := !source.IsNull() && !source.HasComputed()
	asset, archive := inputs.Source.Asset, inputs.Source.Archive
	copyable := asset != nil && (asset.IsPath() || asset.IsText()) || archive != nil && archive.IsPath()
	if known && !copyable {
		failures = append(failures, p.CheckFailure{
			Property: "source",
			Reason:   "expected a file asset, a string asset or a file archive",
		})
	}
	return infer.CheckResponse[CopyToRemoteInputs]{Inputs: inputs, Failures: failures}, err
}

// Create copies the source.
func (CopyToRemote) Create(
	ctx context.Context, req infer.CreateRequest[CopyToRemoteInputs],
) (resp infer.CreateResponse[CopyToRemoteOutputs], err error) {
	resp.Output.CopyToRemoteInputs = req.Inputs
	if resp.ID, err = resource.NewUniqueHex(req.Name, 8, 0); err != nil || req.DryRun {
		return resp, err
	}
	return resp, req.Inputs.copy(ctx)
}

// Update copies the source again. Files of the previous copy that are gone from the source stay on the host.
func (CopyToRemote) Update(
	ctx context.Context, req infer.UpdateRequest[CopyToRemoteInputs, CopyToRemoteOutputs],
) (resp infer.UpdateResponse[CopyToRemoteOutputs], err error) {
	resp.Output.CopyToRemoteInputs = req.Inputs
	if req.DryRun {
		return resp, nil
	}
	return resp, req.Inputs.copy(ctx)
}

func (in CopyToRemoteInputs) copy(ctx context.Context) error {
	return in.Connection.upload(ctx, func(host upload) error {
		if asset := in.Source.Asset; asset != nil && asset.IsText() {
			return host.text(asset.Text, in.RemotePath)
		} else if asset != nil {
			return host.path(asset.Path, in.RemotePath)
		}
		return host.path(in.Source.Archive.Path, in.RemotePath)
	})
}
