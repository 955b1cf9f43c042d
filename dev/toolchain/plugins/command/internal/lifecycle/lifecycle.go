// Package lifecycle holds what local and remote commands have in common: the command of each step, and its output.
package lifecycle

import "github.com/pulumi/pulumi-go-provider/infer"

// Names of the variables in which a command finds the output of the step before it.
const (
	PreviousStdout = "PULUMI_COMMAND_STDOUT"
	PreviousStderr = "PULUMI_COMMAND_STDERR"
)

// Inputs are the commands of a resource's life.
type Inputs struct {
	Triggers *[]any  `pulumi:"triggers,optional" provider:"replaceOnChanges"`
	Create   *string `pulumi:"create,optional"`
	Update   *string `pulumi:"update,optional"`
	Delete   *string `pulumi:"delete,optional"`
}

// OnUpdate is the command of an update: `update`, or else `create` again.
func (i Inputs) OnUpdate() *string {
	if i.Update != nil {
		return i.Update
	}
	return i.Create
}

// Annotate describes the inputs in the schema.
func (i *Inputs) Annotate(a infer.Annotator) {
	a.Describe(&i.Triggers, "Values of any type; the resource is replaced when one of them changes.")
	a.Describe(&i.Create, "The command to run when the resource is created.")
	a.Describe(&i.Update, "The command to run when an input has changed. Defaults to `create`.")
	a.Describe(&i.Delete, "The command to run when the resource is deleted.")
}

// PreviousOutput says whether a command is told what the step before it wrote.
type PreviousOutput struct {
	AddPreviousOutputInEnv *bool `pulumi:"addPreviousOutputInEnv,optional"`
}

// Annotate describes the input in the schema.
func (o *PreviousOutput) Annotate(a infer.Annotator) {
	a.Describe(&o.AddPreviousOutputInEnv, "Whether the output of the previous create or update is in the "+
		"environment as "+PreviousStdout+" and "+PreviousStderr+". Defaults to true.")
}

// Variables are those that carry the previous output. A stream that was empty has none.
func (o PreviousOutput) Variables(previous Outputs) map[string]string {
	variables := map[string]string{}
	if o.AddPreviousOutputInEnv != nil && !*o.AddPreviousOutputInEnv {
		return variables
	}
	if previous.Stdout != "" {
		variables[PreviousStdout] = previous.Stdout
	}
	if previous.Stderr != "" {
		variables[PreviousStderr] = previous.Stderr
	}
	return variables
}

// Outputs are what the last command wrote, without the newline that ends it.
type Outputs struct {
	Stdout string `pulumi:"stdout"`
	Stderr string `pulumi:"stderr"`
}

// Annotate describes the outputs in the schema.
func (o *Outputs) Annotate(a infer.Annotator) {
	a.Describe(&o.Stdout, "The standard output of the command's process.")
	a.Describe(&o.Stderr, "The standard error of the command's process.")
}
