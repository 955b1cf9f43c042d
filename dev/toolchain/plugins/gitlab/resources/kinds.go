// Package resources holds the resource types: what each looks like, and how it is made, read, changed and removed.
package resources

// Kinds lists the resource types.
func Kinds() []*Kind {
	return []*Kind{
		group, project, branch, branchProtection, tagProtection, projectVariable, groupVariable, repositoryFile,
		pipelineSchedule, pipelineScheduleVariable, userRunner, projectEnvironment, projectAccessToken, projectHook,
	}
}
