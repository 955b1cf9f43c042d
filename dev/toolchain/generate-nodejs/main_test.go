package main

import (
	"bytes"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
)

const preamble = "import * as pulumi from \"@pulumi/pulumi\";\n\n"

// answer asks as the language host does. No test needs a schema, so nothing listens at the loader's address.
func answer(t *testing.T, source string, strict bool) (files map[string]string, summaries []string) {
	t.Helper()
	request, err := proto.Marshal(&pulumirpc.GenerateProgramRequest{
		Source:       map[string]string{"main.pp": source},
		LoaderTarget: "127.0.0.1:1",
		Strict:       strict,
	})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, serve(bytes.NewReader(request), &out))
	var response pulumirpc.GenerateProgramResponse
	require.NoError(t, proto.Unmarshal(out.Bytes(), &response))
	for name, content := range response.GetSource() {
		if files == nil {
			files = map[string]string{}
		}
		files[name] = string(content)
	}
	for _, diagnostic := range response.GetDiagnostics() {
		severity := strings.ToLower(strings.TrimPrefix(diagnostic.GetSeverity().String(), "DIAG_"))
		summaries = append(summaries, severity+": "+diagnostic.GetSummary())
	}
	return files, summaries
}

func TestWritesTypeScript(t *testing.T) {
	files, summaries := answer(t, "answer = 42\noutput \"doubled\" {\n  value = answer * 2\n}\n", true)
	assert.Empty(t, summaries)
	assert.Equal(t, map[string]string{
		"index.ts": preamble + "const answer = 42;\nexport const doubled = answer * 2;\n",
	}, files)
}

func TestTellsWhatIsNotAProgram(t *testing.T) {
	files, summaries := answer(t, "answer = \n", true)
	assert.Empty(t, files)
	assert.Equal(t, []string{"error: Invalid expression"}, summaries)
}

func TestAllowsUnknownNamesUnlessStrict(t *testing.T) {
	const source = "output \"parent\" {\n  value = team\n}\n"

	files, summaries := answer(t, source, true)
	assert.Empty(t, files)
	assert.Equal(t, []string{"error: undefined variable team"}, summaries)

	files, summaries = answer(t, source, false)
	assert.Equal(t, []string{"warning: undefined variable team"}, summaries)
	assert.Equal(t, map[string]string{"index.ts": preamble + "export const parent = team;\n"}, files)
}
