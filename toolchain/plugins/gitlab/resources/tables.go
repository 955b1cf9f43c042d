// Package resources holds the resource types: what each looks like, and how it is made, read, changed and removed.
package resources

import "smallboat/toolchain/plugins/gitlab/table"

// Tables lists what each resource type looks like.
func Tables() []table.Resource {
	return []table.Resource{
		groupTable, projectTable, branchTable, branchProtectionTable, tagProtectionTable, projectVariableTable,
		groupVariableTable, repositoryFileTable, pipelineScheduleTable, pipelineScheduleVariableTable, userRunnerTable,
		projectEnvironmentTable, projectAccessTokenTable, projectHookTable,
	}
}
