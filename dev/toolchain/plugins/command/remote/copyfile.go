package remote

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// CopyFile is the resource `command:remote:CopyFile`, which CopyToRemote has superseded. Without an update of its
// own, every change replaces it.
type CopyFile struct{}

// CopyFileInputs are its inputs.
type CopyFileInputs struct {
	ConnectionInput
	Triggers   *[]any `pulumi:"triggers,optional"`
	LocalPath  string `pulumi:"localPath"`
	RemotePath string `pulumi:"remotePath"`
}

// CopyFileOutputs are its inputs.
type CopyFileOutputs struct{ CopyFileInputs }

// Annotate describes the resource in the schema.
func (c *CopyFile) Annotate(a infer.Annotator) {
	a.Describe(&c, "A local file copied to a remote host over sftp.")
	a.Deprecate(&c, "Use CopyToRemote.")
}

// Annotate describes the inputs in the schema.
func (in *CopyFileInputs) Annotate(a infer.Annotator) {
	a.Describe(&in.Triggers, "Values of any type; the resource is replaced when one of them changes.")
	a.Describe(&in.LocalPath, "The file to copy.")
	a.Describe(&in.RemotePath, "The path of the copy.")
}

// Create copies the file.
func (CopyFile) Create(
	ctx context.Context, req infer.CreateRequest[CopyFileInputs],
) (resp infer.CreateResponse[CopyFileOutputs], err error) {
	resp.Output.CopyFileInputs = req.Inputs
	if resp.ID, err = resource.NewUniqueHex(req.Name, 8, 0); err != nil || req.DryRun {
		return resp, err
	}
	return resp, req.Inputs.Connection.upload(ctx, func(host upload) error {
		return host.file(req.Inputs.LocalPath, req.Inputs.RemotePath)
	})
}
