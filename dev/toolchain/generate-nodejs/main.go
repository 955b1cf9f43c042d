// pulumi-generate-nodejs writes programs in TypeScript: after an import, the declarations of what it found.
//
// It reads a GenerateProgramRequest and writes the response. It is a program of its own because what it links takes
// longer to start than all the rest of the language host, which every run starts.
package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/pulumi/pulumi/pkg/v3/codegen/hcl2/syntax"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/proto"
)

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out io.Writer) error {
	message, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	var req pulumirpc.GenerateProgramRequest
	if err := proto.Unmarshal(message, &req); err != nil {
		return err
	}
	loader, err := schema.NewLoaderClient(req.GetLoaderTarget())
	if err != nil {
		return err
	}
	defer loader.Close()
	files, diagnostics, err := generate(req.GetSource(), req.GetStrict(), schema.NewCachedLoader(loader))
	if err != nil {
		return err
	}
	answer, err := proto.Marshal(&pulumirpc.GenerateProgramResponse{
		Source:      files,
		Diagnostics: plugin.HclDiagnosticsToRPCDiagnostics(diagnostics),
	})
	if err != nil {
		return err
	}
	_, err = out.Write(answer)
	return err
}

// generate returns no files where the source has errors, which the diagnostics tell.
func generate(
	source map[string]string, strict bool, loader schema.ReferenceLoader,
) (map[string][]byte, hcl.Diagnostics, error) {
	parser := syntax.NewParser()
	for _, path := range slices.Sorted(maps.Keys(source)) {
		if err := parser.ParseFile(strings.NewReader(source[path]), path); err != nil {
			return nil, nil, err
		}
	}
	if parser.Diagnostics.HasErrors() {
		return nil, parser.Diagnostics, nil
	}
	var options []pcl.BindOption
	if !strict {
		options = pcl.NonStrictBindOptions()
	}
	program, diagnostics, err := pcl.BindProgram(parser.Files, loader, options...)
	if diagnostics.HasErrors() {
		return nil, diagnostics, nil
	}
	if err != nil {
		return nil, nil, err
	}
	files, more, err := nodejs.GenerateProgram(program)
	return files, append(diagnostics, more...), err
}
